// pnpm dev: the server, started anew at each change, beside Vite's server for the console.
import { spawn } from 'node:child_process';
import { inRoot, pinnedNode, root, toolEnvironment } from './run.mjs';

const start = (args, cwd) => spawn(pinnedNode, args, { cwd, stdio: 'inherit', env: toolEnvironment() });
const children = [
  start(['--watch', '--watch-preserve-output', 'packages/server/src/main.ts'], root),
  start([inRoot('packages/console/node_modules/vite/bin/vite.js')], inRoot('packages/console')),
];
// Ctrl-C reaches both from the terminal; when one ends, the other has no purpose.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => children.forEach((child) => child.kill(signal)));
for (const child of children) child.on('exit', () => children.forEach((other) => other.kill('SIGTERM')));
