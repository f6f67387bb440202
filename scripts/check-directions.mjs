// Checks who imports whom, and that the check can fail: it plants one violation of every rule and wants each reported.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import configuration from '../.dependency-cruiser.mjs';
import { root } from './run.mjs';

const { forbidden, options } = configuration;
const feature = 'packages/server/src/features';

/** For each rule: a file that breaks it, and what that file imports. */
const planted = [
  ['rules-import-nothing', 'packages/rules/src/a.ts', 'node:fs'],
  ['console-knows-the-schema-only', 'packages/console/src/a.ts', '../../server/src/app.ts'],
  ['server-knows-no-console', 'packages/server/src/b.ts', '../../console/src/plain.ts'],
  ['platform-below-features', 'packages/server/src/platform/jobs/a.ts', '../../features/tickets/index.ts'],
  ['features-below-app', `${feature}/tickets/a.ts`, '../../app.ts'],
  ['app-below-main', 'packages/server/src/app.ts', './main.ts'],
  ['feature-through-its-index', `${feature}/tickets/b.ts`, '../people/create-person.ts'],
  ['foreign-entities-as-types', `${feature}/tickets/f.ts`, '../people/person.entity.ts'],
  ['entities-name-entities-only', `${feature}/tickets/ticket.entity.ts`, './plain.ts'],
  ['resolvers-know-no-orm', `${feature}/tickets/resolvers/a.ts`, '@mikro-orm/core'],
  ['resolvers-know-no-orm', `${feature}/tickets/resolvers/b.ts`, '../person.entity.ts'],
  ['operations-know-no-graphql', `${feature}/tickets/c.ts`, 'graphql'],
  ['operations-know-no-graphql', `${feature}/tickets/d.ts`, '../../platform/graphql/context.ts'],
  ['operations-know-no-resolvers', `${feature}/tickets/e.ts`, './resolvers/a.ts'],
  ['no-circles', 'packages/server/src/platform/mail/a.ts', './b.ts'],
  ['no-test-only-packages', 'packages/server/src/c.ts', 'only-for-tests'],
  ['nothing-unresolved', 'packages/server/src/d.ts', './missing.ts'],
];

const supporting = {
  'package.json': '{"type":"module"}',
  'packages/server/package.json': '{"type":"module","devDependencies":{"only-for-tests":"1"}}',
  'packages/server/node_modules/only-for-tests/package.json': '{"main":"index.js"}',
  'packages/server/node_modules/only-for-tests/index.js': 'module.exports = 1;',
  'packages/server/src/main.ts': 'export const a = 1;',
  'packages/console/src/plain.ts': 'export const a = 1;',
  'packages/server/src/platform/graphql/context.ts': 'export const a = 1;',
  'packages/server/src/platform/mail/b.ts': "export * from './a.ts';",
  [`${feature}/tickets/index.ts`]: 'export const a = 1;',
  [`${feature}/tickets/plain.ts`]: 'export const a = 1;',
  [`${feature}/tickets/person.entity.ts`]: 'export const a = 1;',
  [`${feature}/people/person.entity.ts`]: 'export const a = 1;',
  [`${feature}/people/create-person.ts`]: 'export const a = 1;',
};

async function violationsIn(directory, sources) {
  const { output } = await cruise(sources, { ...options, baseDir: directory, ruleSet: { forbidden }, validate: true });
  return output;
}

async function provePlanted() {
  const directory = mkdtempSync(path.join(tmpdir(), 'directions-'));
  try {
    const files = { ...supporting };
    for (const [, file, specifier] of planted) files[file] = `import '${specifier}';\nexport const b = 1;\n`;
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(directory, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(directory, file), text);
    }
    const { summary } = await violationsIn(directory, ['packages']);
    const reported = (rule, file) =>
      summary.violations.some((found) => found.rule.name === rule && found.from === file);
    const unseen = planted.filter(([rule, file]) => !reported(rule, file)).map(([rule, file]) => `${rule} (${file})`);
    const unplanted = forbidden.map(({ name }) => name).filter((name) => !planted.some(([rule]) => rule === name));
    return [
      ...unseen.map((name) => `A planted violation is not reported: ${name}.`),
      ...unplanted.map((name) => `The rule ${name} has no planted violation.`),
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** All source files there are; the check must have seen each of them, or its silence means nothing. */
function countSources(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() && /\.tsx?$/.test(entry.name) && !/node_modules|[\\/]dist([\\/]|$)/.test(entry.parentPath),
  ).length;
}

const sources = ['packages/rules/src', 'packages/server/src', 'packages/console/src'];
const problems = await provePlanted();
const { summary, modules } = await violationsIn(root, sources);
for (const { rule, from, to } of summary.violations) problems.push(`${rule.name}: ${from} → ${to}`);
const seen = modules.filter((module) => sources.some((source) => module.source.startsWith(`${source}/`))).length;
const existing = sources.reduce((sum, source) => sum + countSources(path.join(root, source)), 0);
if (seen < existing) problems.push(`Only ${seen} of ${existing} source files were looked at.`);
for (const problem of problems) console.error(problem);
if (problems.length === 0)
  console.log(`${seen} source files, ${forbidden.length} rules, each proven by a planted violation.`);
process.exitCode = problems.length > 0 ? 1 : 0;
