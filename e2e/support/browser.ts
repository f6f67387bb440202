import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { chromium, type LaunchOptions } from 'playwright-core';

const system = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/**
 * The browser there is: the one CHROMIUM names, Playwright's own, the system's, else the one that npm brought
 * (Linux x64). Null: none; then browser tests cannot run here.
 */
export async function findBrowser(): Promise<LaunchOptions | null> {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'];
  const named = process.env.CHROMIUM;
  if (named && !existsSync(named)) throw new Error(`CHROMIUM names ${named}, which is not there.`);
  const installed = [named, chromium.executablePath(), ...system].find((path) => path && existsSync(path));
  if (installed) return { executablePath: installed, args };
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  // Its own flags make one process of it, which falls over with several pages.
  return { executablePath: await sparticuz.executablePath(), args };
}

/** Must the browser part run here? Else it is skipped, with a message, where no browser is found. */
export function isBrowserRequired(): boolean {
  return (process.env.COPYDESK_REQUIRE ?? '').split(',').includes('browser');
}
