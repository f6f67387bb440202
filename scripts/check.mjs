// pnpm check: every static check, two at a time. Prints what each needs to be repaired, and how.
import { existsSync } from 'node:fs';
import { fingerprint } from './fingerprint.mjs';
import { inRoot, pinnedNode, run, toolEnvironment } from './run.mjs';

const node = (...args) => [pinnedNode, args];
const tool = (name, ...args) => [inRoot('node_modules', '.bin', name), args];

const packages = ['packages/rules', 'packages/server', 'packages/console', 'e2e', 'bench', 'faults'].filter((name) =>
  existsSync(inRoot(name, 'tsconfig.json')),
);

/** Name, command, and what to do when it fails. */
const checks = [
  ['format', tool('oxfmt', '--check', '.'), 'pnpm format'],
  ['lint', tool('oxlint', '--deny-warnings'), 'correct what it names; "oxlint --fix" does some of it'],
  ...packages.map((name) => [`types of ${name}`, tool('tsc', '-p', name), 'correct the types']),
  ['directions', node('scripts/check-directions.mjs'), 'CONTRIBUTING.md says who may import whom'],
  [
    'migrations match the entities',
    node('packages/server/src/platform/database/check-migrations.ts'),
    'make a migration for the change, or correct the entity',
  ],
];

let failed = 0;

function report(name, started, problem, remedy) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`  ${problem === undefined ? '✓' : '✗'} ${name.padEnd(40)}${seconds.padStart(6)} s`);
  if (problem === undefined) return;
  failed += 1;
  console.log(`${problem.trimEnd().replace(/^/gm, '    ')}\n    → ${remedy}`);
}

async function check([name, [program, args], remedy]) {
  const started = performance.now();
  const { code, output } = await run(program, args, { env: toolEnvironment({ NO_COLOR: '1' }) });
  report(name, started, code === 0 ? undefined : output, remedy);
}

/** Generated files are committed, so they may lag behind; compared by content, for the tree may hold other changes. */
async function checkGenerated() {
  const started = performance.now();
  const generated = ['schema.graphql', 'packages/server/src/generated', 'packages/console/src/gql'];
  const before = generated.map((name) => fingerprint([name]));
  const { code, output } = await run(...tool('graphql-codegen'), { env: toolEnvironment({ NO_COLOR: '1' }) });
  const changed = generated.filter((name, index) => fingerprint([name]) !== before[index]);
  const problem = code === 0 ? changed.map((name) => `${name} was out of date`).join('\n') || undefined : output;
  report('generated files', started, problem, 'commit what "pnpm codegen" has just written');
}

console.log('\n  Static checks\n');
// First and alone: the others read what it may write.
await checkGenerated();
const waiting = [...checks];
const lane = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) await check(next);
};
await Promise.all([lane(), lane()]);
console.log(
  failed === 0 ? '\n  All static checks passed.\n' : `\n  ${failed} of ${checks.length + 1} static checks failed.\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
