// npm test: installs what is missing, then static checks, then every test. No dependencies: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { buildConsole, checkNode, install, version } from './prepare.mjs';
import { inRoot, pinnedNode, root, toolEnvironment } from './run.mjs';
import { command, headline, step } from './steps.mjs';

const inherit = (args) =>
  new Promise((resolve) => {
    const child = spawn(pinnedNode, args, { cwd: root, stdio: 'inherit', env: toolEnvironment() });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });

await command(async () => {
  headline(`Copydesk ${version}: checks and tests`);
  await step(`Node ${process.versions.node}`, checkNode);
  // Under "pnpm test" the one who works here has installed already.
  if (!process.env.npm_config_user_agent?.startsWith('pnpm/')) await install();
  await buildConsole();
  const checks = await inherit(['scripts/check.mjs']);
  // The tests run even when a check failed: both are wanted in one go. Arguments go to the runner.
  const tests = await inherit([inRoot('node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);
  return checks || tests;
});
