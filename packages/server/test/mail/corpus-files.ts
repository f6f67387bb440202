import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { whereCorpusIs } from '../../mail-score/corpus.ts';

/** Real mails of public projects; none where the corpus is not. What is no mail (code, trees, licences) is left out. */
export const corpusFiles: readonly string[] = existsSync(whereCorpusIs)
  ? globSync('*+*/**/*', { cwd: whereCorpusIs, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !/\.xml$|LICENSE|NOTICE|\.(?:rb|py|t)$/u.test(file))
      .toSorted()
  : [];

/** Ends the name of a test that needs them: says why it is left out, where it is. */
export const whyLeftOut =
  corpusFiles.length > 0 ? '' : ` (left out: there are no mails at ${whereCorpusIs}; MAIL_CORPUS names another folder)`;
