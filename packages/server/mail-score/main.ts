// pnpm mail:score: how well the desk reads the mails of other projects, beside the best library on the same mails.
import { scoreBounces } from './bounces.ts';
import { hasCorpus, whereCorpusIs, type ScoredSet } from './corpus.ts';
import { scoreMimeParts } from './mime-parts.ts';
import { scoreReplyText } from './reply-text.ts';
import { scoreSignatures } from './signatures.ts';
import { scoreThreads } from './threads.ts';
import { scoreWholeMails } from './whole-mails.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

if (!hasCorpus) {
  print(`There are no mails to read at ${whereCorpusIs}: set MAIL_CORPUS to the folder that has them.`);
  process.exit(process.env['CI'] ? 0 : 1);
}

const verbose = process.argv.includes('--misses');
const sets: ScoredSet[] = [
  ...(await scoreReplyText()),
  ...(await scoreSignatures()),
  ...(await scoreBounces()),
  await scoreThreads(),
  await scoreMimeParts(),
  await scoreWholeMails(),
];
for (const { set, says, scores } of sets) {
  print(`\n${set} (${says})`);
  for (const { reader, right, of, misses } of scores) {
    print(
      `  ${reader.padEnd(32)} ${String(right).padStart(4)} of ${of}  ${((100 * right) / of).toFixed(1).padStart(5)} %`,
    );
    if (verbose && reader === 'Copydesk') for (const miss of misses) print(`      ${miss}`);
  }
}
