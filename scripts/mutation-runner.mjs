// Stryker's vitest runner, made to agree with Vitest 5 about the names of tests: Vitest 5 joins them with " > " where
// the runner joins with a space, and so would find none of the tests that cover a mutant and report all as survived
// (stryker-js issue 6210). To be removed with the first release of the runner that knows Vitest 5.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { strykerPlugins as vitestPlugins, strykerValidationSchema } from '@stryker-mutator/vitest-runner';

export { strykerValidationSchema };

const separator = ' > ';

/** A test's name as Vitest 5 matches it. */
function fullName({ name, suite }) {
  return suite?.name ? `${fullName(suite)}${separator}${name}` : name;
}

/** Every test that has been collected, by the id that the runner gave it. */
function testsOf(context) {
  const tests = new Map();
  const visit = (task) => {
    if (task.type === 'suite') task.tasks.forEach(visit);
    else if (task.type === 'test') {
      const file = path.relative(process.cwd(), path.resolve(task.file.filepath)).replaceAll('\\', '/');
      tests.set(`${file}#${fullName(task).replaceAll(separator, ' ')}`, `${file}#${fullName(task)}`);
    }
  };
  for (const file of context.state.getFiles()) file.tasks.forEach(visit);
  return tests;
}

function withFullNames(runner) {
  const renamed = (result) => {
    const ids = testsOf(runner.ctx);
    const idOf = (id) => ids.get(id) ?? id;
    if (result.tests) return { ...result, tests: result.tests.map((test) => ({ ...test, id: idOf(test.id) })) };
    if (result.killedBy) return { ...result, killedBy: result.killedBy.map(idOf) };
    return result;
  };
  const { init, dryRun, mutantRun } = runner;
  return Object.assign(runner, {
    async init() {
      await init.call(runner);
      const setup = await readFile(runner.localSetupFile, 'utf8');
      const mended = setup.replace(`nameParts.join(' ')`, `nameParts.join('${separator}')`);
      if (mended === setup) throw new Error('The vitest runner has changed: look at scripts/mutation-runner.mjs.');
      await writeFile(runner.localSetupFile, mended);
    },
    dryRun: async (options) => renamed(await dryRun.call(runner, options)),
    mutantRun: async (options) => renamed(await mutantRun.call(runner, options)),
  });
}

const [{ factory }] = vitestPlugins;
const create = (injector) => withFullNames(injector.injectFunction(factory));
create.inject = ['$injector'];

export const strykerPlugins = [{ kind: 'TestRunner', name: 'vitest-5', factory: create }];
