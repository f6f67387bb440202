import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import cluster from '../../packages/server/test/support/global-setup.ts';
import { buildConsole } from '../../scripts/prepare.mjs';
import { findBrowser, isBrowserRequired } from './browser.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the run's one browser listens; null where there is none. */
    browser: string | null;
  }
}

/** One PostgreSQL, the console as it stands in the sources, and one browser for the run. */
export default async function setup(project: TestProject) {
  const launch = await findBrowser();
  if (launch === null) {
    const none = 'No browser was found: install Chromium, or name one in CHROMIUM.';
    if (isBrowserRequired()) throw new Error(`${none} COPYDESK_REQUIRE says that the browser tests must run.`);
    console.warn(`\n  The browser tests are skipped. ${none}\n`);
    project.provide('browser', null);
    project.provide('clusterUrls', []);
    return;
  }
  if (!process.env.CONSOLE_DIRECTORY) await buildConsole();
  const stopCluster = await cluster(project);
  const browser = await chromium.launchServer(launch);
  project.provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await stopCluster();
  };
}
