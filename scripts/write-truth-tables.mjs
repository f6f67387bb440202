// Writes truth-tables.txt and pinned.txt of packages/rules/test anew, after a rule has changed. Read the difference before you commit it.
import { writeFileSync } from 'node:fs';
import { inRoot } from './run.mjs';

const { truthTables } = await import(inRoot('packages/rules/test/truth-tables.ts'));
writeFileSync(inRoot('packages/rules/test/truth-tables.txt'), truthTables());

const { asText } = await import(inRoot('packages/rules/test/pinned.ts'));
writeFileSync(inRoot('packages/rules/test/pinned.txt'), asText());
