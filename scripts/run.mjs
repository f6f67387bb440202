// Starting other programs. No dependencies: it runs before anything is installed.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const inRoot = (...parts) => path.join(root, ...parts);

/** The Node that the lockfile pins; the machine's own may be older. */
export const pinnedNode = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

// What npm hands to the scripts it runs means other things to pnpm, or nothing; where the registry is, means the same.
const sharedWithPnpm = /^npm_config_(registry|proxy|https_proxy|noproxy|ca|cafile|strict_ssl|userconfig|cache)$/i;

/** The environment without npm's own variables, with the pinned Node first in PATH. */
export function cleanEnvironment(extra = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || sharedWithPnpm.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/** The same for programs of this repository: they find the pinned Node as `node`, and each other's commands. */
export function toolEnvironment(extra = {}) {
  const PATH = [path.dirname(pinnedNode), inRoot('node_modules', '.bin'), process.env.PATH].join(path.delimiter);
  return cleanEnvironment({ PATH, ...extra });
}

/**
 * Runs a program quietly and returns its exit code and all it wrote.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => resolve({ code: code ?? 1, output: signal ? `${output}${signal}\n` : output }));
  });
}

/** @param {string} output @param {number} [count] */
export const lastLines = (output, count = 15) => output.trimEnd().split('\n').slice(-count).join('\n');
