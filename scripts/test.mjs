// npm test: installs what is missing, then static checks beside every test. No dependencies: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { buildConsole, checkNode, install, version } from './prepare.mjs';
import { inRoot, pinnedNode, root, toolEnvironment } from './run.mjs';
import { command, headline, step } from './steps.mjs';

/** Resolves with the exit code. `meanwhile`: in the time that the others leave, and shown as a whole when it is done. */
const runNode = (args, { meanwhile = false } = {}) =>
  new Promise((resolve) => {
    const stdio = ['inherit', meanwhile ? 'pipe' : 'inherit', meanwhile ? 'pipe' : 'inherit'];
    const child = spawn(pinnedNode, args, { cwd: root, stdio, env: toolEnvironment() });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
    child.on('error', () => resolve(127));
    child.on('spawn', () => meanwhile && setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code ?? 1);
    });
  });

await command(async () => {
  headline(`Copydesk ${version}: checks and tests`);
  await step(`Node ${process.versions.node}`, checkNode);
  // Under "pnpm test" the one who works here has installed already.
  if (!process.env.npm_config_user_agent?.startsWith('pnpm/')) await install();
  await buildConsole();
  // Tests often wait: the checks fit in between. Both are wanted in one go, whichever fails. Arguments go to the runner.
  const checking = runNode(['scripts/check.mjs'], { meanwhile: true });
  const tests = await runNode([inRoot('node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);
  const checks = await checking;
  if (checks !== 0) process.stderr.write('\n  Static checks failed: see above what each needs, or run "pnpm check".\n');
  return checks || tests;
});
