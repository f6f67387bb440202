// npm start: everything a desk needs, from a fresh clone. No dependencies: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { buildConsole, checkNode, install, version } from './prepare.mjs';
import { cleanEnvironment, pinnedNode, root } from './run.mjs';
import { command, headline, step } from './steps.mjs';

await command(async () => {
  headline(`Copydesk ${version}`);
  await step(`Node ${process.versions.node}`, checkNode);
  await install();
  await buildConsole();
  return serve();
});

/**
 * Runs the server until it ends. One Ctrl-C reaches us once or twice (npm passes on what the terminal sent to all), so the server gets a
 * process group of its own and hears from us alone: the first signal drains it, one after a pause ends it at once.
 */
function serve() {
  return new Promise((resolve) => {
    const child = spawn(pinnedNode, ['packages/server/src/main.ts'], {
      cwd: root,
      stdio: 'inherit',
      env: cleanEnvironment(),
      detached: true,
    });
    let firstAt;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        const now = performance.now();
        if (firstAt === undefined) {
          firstAt = now;
          child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
        } else if (now - firstAt > 500) {
          child.kill('SIGKILL');
        }
      });
    }
    child.on('error', (error) => {
      process.stderr.write(`\n  The server could not be started: ${error.message}\n\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
