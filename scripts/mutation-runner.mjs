// Runs the tests of packages/rules for Stryker, in its own worker process and without starting Vitest for each mutant:
// that took 0.4 to 1 s a mutant, this takes some hundredths. The tests are the same, and `expect` is Vitest's own;
// `describe` and `it` collect here. Stryker's own runner does not know Vitest 5 yet (stryker-js issue 6210).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Left out: what tries random or all inputs. */
const leftOut = /^(properties|exhaustive.*)\.test\.ts$/u;

const namespace = (globalThis.__stryker__ ??= {});
/** Where the tests of the file that is being read go. */
let collected = [];
const titles = [];

function describe(title, ...rest) {
  titles.push(title);
  rest.find((one) => typeof one === 'function')();
  titles.pop();
}
function it(title, ...rest) {
  collected.push({ name: [...titles, title].join(' > '), run: rest.find((one) => typeof one === 'function') });
}
const each =
  (define) =>
  (rows) =>
  (title, ...rest) => {
    const body = rest.find((one) => typeof one === 'function');
    rows.forEach((row, at) => {
      const given = Array.isArray(row) ? row : [row];
      define(`${title} [${at}]`, () => body(...given));
    });
  };
describe.each = each(describe);
it.each = each(it);

/** What the tests are given as 'vitest'. */
const shim = 'data:text/javascript,export const { describe, it, test, expect } = globalThis.__copydeskTests__;';

/** Every load of the tests gets modules of its own, so that what is computed while loading is computed again. */
let load = 0;

function hookImports() {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'vitest') return { url: shim, shortCircuit: true };
      if (!specifier.startsWith('.')) return next(specifier, context);
      const [file, query] = specifier.split('?');
      const url = new URL(file, context.parentURL);
      if (query === 'raw') return { url: `${url.href}?raw`, shortCircuit: true };
      return { url: `${url.href}?load=${load}`, shortCircuit: true };
    },
    load(url, context, next) {
      if (url.startsWith('data:')) return next(url, context);
      const [file, query] = url.split('?');
      if (query !== 'raw') return next(url, context);
      const text = readFileSync(fileURLToPath(file), 'utf8');
      return { format: 'module', source: `export default ${JSON.stringify(text)};`, shortCircuit: true };
    },
  });
}

async function expectOfVitest() {
  const manifest = createRequire(path.resolve('package.json')).resolve('vitest/package.json');
  const { expect } = await import(pathToFileURL(manifest.replace('package.json', 'dist/index.js')).href);
  return expect;
}

const files = () =>
  readdirSync(path.resolve('test')).filter((name) => name.endsWith('.test.ts') && !leftOut.test(name));

class RulesTestRunner {
  static inject = [];
  /** Tests by file, as they were loaded last; what a mutant makes of loading is thrown away. */
  #loaded = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    globalThis.__copydeskTests__ = { describe, it, test: it, expect: await expectOfVitest() };
    hookImports();
  }

  async dryRun() {
    namespace.activeMutant = undefined;
    this.#reload();
    const tests = [];
    for (const file of files()) {
      for (const test of await this.#testsOf(file)) {
        const start = performance.now();
        const failureMessage = await failureOf(test);
        const result = { id: test.id, name: test.id, timeSpentMs: performance.now() - start };
        tests.push(failureMessage === null ? { ...result, status: 0 } : { ...result, status: 1, failureMessage });
      }
    }
    return { status: 'complete', tests, mutantCoverage: namespace.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, mutantActivation, hitLimit, reloadEnvironment }) {
    if (reloadEnvironment) this.#reload();
    namespace.hitCount = 0;
    namespace.hitLimit = hitLimit;
    namespace.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    const wanted = testFilter && new Set(testFilter);
    let nrOfTests = 0;
    for (const file of files()) {
      if (wanted && ![...wanted].some((id) => id.startsWith(`${file} > `))) continue;
      try {
        for (const test of await this.#testsOf(file)) {
          if (wanted && !wanted.has(test.id)) continue;
          nrOfTests += 1;
          namespace.activeMutant = activeMutant.id;
          const failureMessage = await failureOf(test);
          if (namespace.hitCount > (hitLimit ?? Infinity)) return { status: 'timeout' };
          if (failureMessage !== null) return { status: 'killed', killedBy: [test.id], failureMessage, nrOfTests };
        }
      } catch (error) {
        // The mutant did not even load.
        return { status: 'killed', killedBy: [`${file} > loads`], failureMessage: String(error), nrOfTests };
      } finally {
        namespace.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
      }
    }
    return { status: 'survived', nrOfTests };
  }

  async dispose() {}

  #reload() {
    load += 1;
    this.#loaded.clear();
  }

  async #testsOf(file) {
    const before = this.#loaded.get(file);
    if (before) return before;
    collected = [];
    titles.length = 0;
    await import(`${pathToFileURL(path.resolve('test', file)).href}?load=${load}`);
    const tests = collected.map(({ name, run }) => ({ id: `${file} > ${name}`, run }));
    this.#loaded.set(file, tests);
    return tests;
  }
}

async function failureOf({ id, run }) {
  namespace.currentTestId = id;
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    namespace.currentTestId = undefined;
  }
}

if (!existsSync('test')) throw new Error('Stryker works in packages/rules.');

export const strykerPlugins = [{ kind: 'TestRunner', name: 'rules', injectableClass: RulesTestRunner }];
