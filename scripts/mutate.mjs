// pnpm mutate: changes the rules in every small way Stryker knows, and asks the tests whether they notice.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { inRoot } from './run.mjs';
import { explanations, nameOf } from './survivors.mjs';

const wanted = 95;

const { values } = parseArgs({
  options: {
    file: { type: 'string', multiple: true },
    concurrency: { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
});

// The tests run beside a copy, so that nobody has to keep their hands off the sources meanwhile.
const stage = inRoot('.data/mutation');
const rules = path.join(stage, 'packages/rules');
rmSync(path.join(stage, 'packages'), { recursive: true, force: true });
mkdirSync(rules, { recursive: true });
const copied = ['src', 'test', 'package.json', 'tsconfig.json'];
for (const name of copied) cpSync(inRoot('packages/rules', name), path.join(rules, name), { recursive: true });
for (const name of ['docs', 'tsconfig.base.json']) cpSync(inRoot(name), path.join(stage, name), { recursive: true });
symlinkSync(inRoot('packages/rules/node_modules'), path.join(rules, 'node_modules'));

const known = readdirSync(path.join(rules, 'src'));
const asked = (values.file ?? []).map((name) => (name.endsWith('.ts') ? name : `${name}.ts`));
for (const name of asked) if (!known.includes(name)) throw new Error(`There is no packages/rules/src/${name}.`);
const files = asked.length > 0 ? asked : known;

// As they are now: somebody may go on working meanwhile.
const sources = new Map(files.map((name) => [name, readFileSync(path.join(rules, 'src', name), 'utf8')]));

const incrementalFile = path.join(stage, 'incremental.json');
if (values.fresh && existsSync(incrementalFile)) rmSync(incrementalFile);
process.chdir(rules);
const mutants = await new Stryker({
  mutate: files.map((name) => `src/${name}`),
  testRunner: 'rules',
  plugins: [inRoot('scripts/mutation-runner.mjs')],
  coverageAnalysis: 'perTest',
  inPlace: true,
  incremental: true,
  incrementalFile,
  concurrency: Number(values.concurrency ?? Math.max(1, availableParallelism() - 1)),
  // Modules that were loaded again for a mutant are never freed.
  maxTestRunnerReuse: 200,
  reporters: ['progress-append-only'],
  logLevel: 'warn',
  tempDirName: path.join(stage, 'temp'),
  allowEmpty: true,
}).runMutationTest();

const explained = explanations();
const problems = [];
let [caught, counted] = [0, 0];
for (const file of files) {
  const own = mutants.filter(({ fileName }) => path.basename(fileName) === file);
  const detected = own.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  const missed = own.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  caught += detected.length;
  counted += detected.length + missed.length;
  const names = missed.map((mutant) => ({ mutant, name: nameOf(mutant, sources.get(file)) }));
  console.log(`${file}: ${detected.length} of ${detected.length + missed.length}`);
  for (const { mutant, name } of names) {
    const reason = explained.get(`${file}: ${name}`);
    console.log(
      `  ${mutant.location.start.line}: ${name} ${mutant.status === 'NoCoverage' ? '(no test gets there)' : ''}`,
    );
    if (reason === undefined) problems.push(`${file}:${mutant.location.start.line} survived unexplained: ${name}`);
  }
  for (const [key] of explained) {
    if (key.startsWith(`${file}: `) && !names.some(({ name }) => key === `${file}: ${name}`))
      problems.push(`Explained, but no survivor: ${key}`);
  }
}
const score = counted === 0 ? 100 : (caught / counted) * 100;
if (score < wanted) problems.push(`The score is below ${wanted} %.`);
for (const problem of problems) console.log(problem);
console.log(`\n${caught} of ${counted} mutants noticed: ${score.toFixed(2)} %; ${counted - caught} survived.`);
process.exitCode = problems.length > 0 ? 1 : 0;
