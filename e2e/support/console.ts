import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { expect, inject, onTestFailed } from 'vitest';
import { PASSWORD, type Colleague } from './desk.ts';

/** The run's one browser. */
export async function openBrowser(): Promise<Browser> {
  const endpoint = inject('browser');
  if (endpoint === null) throw new Error('There is no browser: such a test is not run.');
  return chromium.connect(endpoint);
}

/** A window of somebody's own, signed in nowhere. */
export async function openWindow(browser: Browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  if (expect.getState().currentTestName) onTestFailed(({ task }) => picture(page, task.id));
  return { context, page };
}

/** What the screen showed when a test failed. */
async function picture(page: Page, name: string): Promise<void> {
  const file = path.join(tmpdir(), `copydesk-e2e-${name}-${Date.now()}.png`);
  await page.screenshot({ path: file });
  console.log(`The screen at ${page.url()}: ${file}`);
}

/** Fills in the sign-in page that stands there. */
export async function signIn(page: Page, who: Colleague, password = PASSWORD): Promise<void> {
  await page.getByLabel('Address').fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens a page of the desk as somebody, through the sign-in page. */
export async function openAs(
  browser: Browser,
  who: Colleague,
  url: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const window = await openWindow(browser);
  await window.page.goto(url);
  await signIn(window.page, who);
  await window.page.getByRole('navigation', { name: 'Places' }).waitFor();
  return window;
}

/** What is on a ticket's page, by the names its readers know. */
export function ticketOn(page: Page) {
  const composer = page.getByRole('region', { name: 'Write' });
  return {
    heading: page.getByRole('heading', { level: 1 }),
    comments: page.getByRole('region', { name: 'Comments' }).getByRole('article'),
    comment: (label: string): Locator => page.getByRole('article', { name: label }),
    connection: page.getByRole('status', { name: 'Connection' }),
    people: page.getByRole('complementary', { name: 'People' }),
    ccs: page.getByRole('region', { name: 'CCs' }).getByRole('listitem'),
    followers: page.getByRole('region', { name: 'Followers' }).getByRole('listitem'),
    composer,
    text: composer.getByRole('textbox', { name: 'Public reply' }),
    note: composer.getByRole('textbox', { name: 'Internal note' }),
    goesTo: composer.getByRole('status', { name: 'Who gets it' }),
    ccLimit: composer.getByRole('status', { name: 'CC limit' }),
  };
}

/** A mark in the page that a reload would take away. */
export async function markPage(page: Page): Promise<{ isUntouched(): Promise<boolean> }> {
  await page.evaluate(() => Object.assign(window, { untouched: true }));
  return { isUntouched: () => page.evaluate(() => 'untouched' in window) };
}

/** What axe finds wrong with the page, one line each with the elements. Contrast alone, where only colours differ. */
export async function accessibilityViolations(page: Page, contrastAlone = false): Promise<string[]> {
  await page.evaluate(axe.source);
  const rules = contrastAlone ? ['color-contrast'] : [];
  const violations = await page.evaluate(async (only) => {
    const { axe: run } = window as unknown as { axe: typeof axe };
    return (await run.run(only.length > 0 ? { runOnly: only } : {})).violations;
  }, rules);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
