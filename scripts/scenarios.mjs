// pnpm scenarios: the acceptance scenarios alone, each with its number and result.
import path from 'node:path';
import { startVitest } from 'vitest/node';
import { root } from './run.mjs';

const folder = 'packages/server/test/scenarios';
const numbered = /^(\d-\d+[a-z]?)\s+(.*)$/su;
/** @type {Map<string, { title: string, ok: boolean, errors: string[] }>} */
const results = new Map();
/** What fails outside a scenario: a file that does not load, a hook. */
const broken = [];

const reporter = {
  onTestCaseResult(test) {
    const { state, errors = [] } = test.result();
    const [, number = '?', title = test.name] = numbered.exec(test.name) ?? [];
    // A scenario that did not run has not passed.
    const before = results.get(number);
    const ok = state === 'passed' && (before?.ok ?? true);
    const messages = errors.map(({ message }) => message ?? '');
    results.set(number, { title, ok, errors: [...(before?.errors ?? []), ...messages] });
    console.log(`${number} ${state === 'passed' ? 'ok' : 'FAILED'} ${title}`);
    for (const message of messages) console.log(message.replaceAll(/^/gmu, '    '));
  },
  onTestModuleEnd(module) {
    for (const { message } of module.errors()) broken.push(`${path.relative(root, module.moduleId)}: ${message}`);
  },
};

// From wherever it is called.
process.chdir(root);
const files = process.argv.slice(2).map((name) => `${folder}/${name}`);
const vitest = await startVitest('test', files.length > 0 ? files : [folder], {
  root,
  project: 'server',
  run: true,
  watch: false,
  reporters: [reporter],
});
await vitest.close();

if (results.size === 0) broken.push('No scenario ran.');
for (const message of broken) console.log(`\n${message}`);
const failed = [...results.values()].filter(({ ok }) => !ok).length + broken.length;
process.exitCode = failed > 0 ? 1 : 0;
console.log(`\n${results.size - [...results.values()].filter(({ ok }) => !ok).length} passed, ${failed} failed`);
