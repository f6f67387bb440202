import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kind, parse, type DocumentNode } from 'graphql';

const source = fileURLToPath(new URL('../..', import.meta.url));

/** The schema as the features wrote it: one document of all their `.graphql` slices. */
export function readSlices(): DocumentNode {
  const files = globSync('**/*.graphql', { cwd: source }).sort();
  const definitions = files.flatMap((file) => parse(readFileSync(path.join(source, file), 'utf8')).definitions);
  return { kind: Kind.DOCUMENT, definitions };
}
