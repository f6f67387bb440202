// The steps before a start or a test run. No dependencies: it runs before anything is installed.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fingerprint, forgetRecord, recorded, writeRecord } from './fingerprint.mjs';
import { cleanEnvironment, inRoot, lastLines, pinnedNode, run, toolEnvironment } from './run.mjs';
import { StepError, step } from './steps.mjs';

const installRecord = '.copydesk-installed.json';
const consoleRecord = '.copydesk-console.json';
const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

export const version = manifest.version;

export async function checkNode() {
  const [major] = process.versions.node.split('.');
  if (Number(major) < 20) {
    throw new StepError(
      `Copydesk needs Node 20 or newer, and this is ${process.versions.node}: install it from https://nodejs.org.`,
    );
  }
}

const workspaces = () =>
  [...readdirSync(inRoot('packages')).map((name) => `packages/${name}`), 'e2e', 'bench', 'faults'].filter((name) =>
    existsSync(inRoot(name, 'package.json')),
  );

function installedHash() {
  const manifests = ['package.json', ...workspaces().map((name) => `${name}/package.json`)];
  return fingerprint(['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests], `${process.platform} ${process.arch}`);
}

/** Installs with the pinned pnpm, unless what is installed fits the lockfile; then it needs no network and no time. */
export async function install() {
  const hash = installedHash();
  const complete = existsSync(pinnedNode) && workspaces().every((name) => existsSync(inRoot(name, 'node_modules')));
  if (complete && recorded(installRecord) === hash) return;
  await step('Installing dependencies', async () => {
    await alone(async () => {
      forgetRecord(installRecord);
      const { code, output } = await run(
        'npx',
        pnpm('install', '--frozen-lockfile', '--config.confirmModulesPurge=false'),
        {
          env: cleanEnvironment({
            // A machine without network is told so in seconds.
            npm_config_fetch_retries: '2',
            npm_config_fetch_retry_mintimeout: '1000',
            npm_config_fetch_retry_maxtimeout: '4000',
            npm_config_update_notifier: 'false',
          }),
          shell: process.platform === 'win32',
        },
      );
      if (code !== 0) throw new StepError(explainInstall(output), lastLines(output));
      if (!existsSync(pinnedNode))
        throw new StepError(
          'The installation ended without the pinned Node: remove node_modules and start again.',
          lastLines(output),
        );
      writeRecord(installRecord, hash);
    });
    return 'Dependencies installed';
  });
}

const pnpm = (...args) => ['-y', manifest.packageManager, ...args];

function explainInstall(output) {
  const reasons = [
    [/ENOSPC|no space left/i, 'The disk is full: the dependencies need about 1.5 GB.'],
    [
      /ERR_PNPM_OUTDATED_LOCKFILE/,
      'pnpm-lock.yaml does not fit the package.json files: run "pnpm install" and commit the lockfile.',
    ],
    [/EACCES|EROFS|EPERM/, 'The checkout cannot be written: correct its owner.'],
    [
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_PNPM_META_FETCH|network/i,
      'The package registry cannot be reached; the first start needs the network. Check it and start again.',
    ],
  ];
  return reasons.find(([pattern]) => pattern.test(output))?.[1] ?? 'The dependencies could not be installed:';
}

/** Two installations at once would spoil each other. */
async function alone(work) {
  const lock = inRoot('node_modules', '.copydesk-installing');
  mkdirSync(inRoot('node_modules'), { recursive: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw new StepError(`The checkout cannot be written: ${error.message}`);
    const holder = Number(readFileSync(lock, 'utf8'));
    if (isAlive(holder))
      throw new StepError(
        `Another installation runs in this checkout (process ${holder}): wait for it, or delete ${lock}.`,
      );
    writeFileSync(lock, String(process.pid));
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Builds the console into packages/console/dist, unless that was made from the same sources. */
export async function buildConsole() {
  const sources = ['packages/console', 'packages/rules/src', 'schema.graphql', 'pnpm-lock.yaml', 'tsconfig.base.json'];
  const hash = fingerprint(sources);
  if (recorded(consoleRecord) === hash && existsSync(inRoot('packages/console/dist/index.html'))) return;
  await step('Building the console', async () => {
    forgetRecord(consoleRecord);
    const vite = inRoot('packages/console/node_modules/vite/bin/vite.js');
    const env = toolEnvironment({ NODE_ENV: 'production' });
    const { code, output } = await run(pinnedNode, [vite, 'build'], { cwd: inRoot('packages/console'), env });
    if (code !== 0)
      throw new StepError(
        /ENOSPC/.test(output)
          ? 'The disk is full: free some space and start again.'
          : 'The console could not be built:',
        lastLines(output, 30),
      );
    writeRecord(consoleRecord, hash);
    return 'Console built';
  });
}
