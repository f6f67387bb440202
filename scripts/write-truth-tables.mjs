// Writes packages/rules/test/truth-tables.txt anew, after a rule has changed. Read the difference before you commit it.
import { writeFileSync } from 'node:fs';
import { inRoot } from './run.mjs';

const { truthTables } = await import(inRoot('packages/rules/test/truth-tables.ts'));
writeFileSync(inRoot('packages/rules/test/truth-tables.txt'), truthTables());
