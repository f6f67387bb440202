import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { testDatabase, type TestDatabase } from '../packages/server/test/support/test-database.ts';
import { browserTest } from './support/browser-test.ts';
import { accessibilityViolations, openAs, openBrowser, openWindow, signIn, ticketOn } from './support/console.ts';
import { write, type Customer } from './support/customer.ts';
import { aColleague, aDepartment, startNode, type Colleague, type Node } from './support/desk.ts';

const rita: Customer = { name: 'Rita Novak', address: 'rita@novak.example.com' };

let database: TestDatabase;
let desk: Node;
/** Works through mail when `desk` is away: a second server on the same database. */
let second: Node;
let browser: Browser;
let ada: Colleague;
let ben: Colleague;
let fay: Colleague;
let support: string;
let waterMail: string | undefined;

beforeAll(async () => {
  if (inject('browser') === null) return;
  database = await testDatabase();
  desk = await startNode(database.url, { ROLES: 'web' });
  second = await startNode(database.url, { ROLES: 'smtp,jobs' });
  browser = await openBrowser();
  const claims = await aDepartment(desk.desk, 'Claims');
  support = claims.address;
  ada = await aColleague(desk.desk, 'Ada Lind', 'ADMIN');
  ben = await aColleague(desk.desk, 'Ben Okoro', 'AGENT', [claims.departmentId]);
  fay = await aColleague(desk.desk, 'Fay Moreau', 'AGENT', [claims.departmentId]);
  const { page, context } = await openAs(browser, ben, `${desk.url}/views/d-claims`);
  // Three tickets, the newest on top of the list.
  for (const subject of ['Water in the cellar', 'A broken window', 'Hail on the car']) {
    const id = await write(second, { from: rita, to: [support], subject, text: `${subject}: what happens now?` });
    waterMail ??= id;
    await page.getByRole('link', { name: new RegExp(subject) }).waitFor();
  }
  await context.close();
});

afterAll(async () => {
  await browser?.close();
  await desk?.close();
  await second?.close();
  await database?.drop();
});

browserTest('a wrong password says so, the right one leads where the link went, and signing out ends it', async () => {
  const link = `${desk.url}/views/d-claims/2`;
  const { page } = await openWindow(browser);
  await page.goto(link);
  await signIn(page, ben, 'not the password');
  await page.getByRole('alert').getByText('That address and password do not belong together').waitFor();
  expect(await page.getByLabel('Address').inputValue()).toBe(ben.email);
  await signIn(page, ben);
  await ticketOn(page).comment('Public reply by Rita Novak').waitFor();
  expect(page.url()).toBe(link);
  await page.getByRole('button', { name: `You: ${ben.name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('form', { name: 'Sign in' }).waitFor();
  await page.goto(link);
  await page.getByRole('form', { name: 'Sign in' }).waitFor();
  expect(await page.getByText('A broken window').count()).toBe(0);
});

browserTest('a ticket is found, opened and answered with the keyboard alone', async () => {
  const { page } = await openAs(browser, ben, `${desk.url}/views/d-claims`);
  const ticket = ticketOn(page);
  await page.getByRole('link', { name: /Water in the cellar/ }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await page.keyboard.press('j');
  await expect.poll(focused).toContain('Hail on the car');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect.poll(focused).toContain('Water in the cellar');
  await page.keyboard.press('k');
  await expect.poll(focused).toContain('A broken window');
  await page.keyboard.press('o');
  await ticket.comment('Public reply by Rita Novak').waitFor();
  await page.keyboard.press('r');
  await expect.poll(() => ticket.text.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type('rn: these letters are text here.');
  await page.keyboard.press('Control+Enter');
  await ticket.comment('Public reply by Ben Okoro').getByText('rn: these letters are text here.').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.keyboard.type('Only we read this.');
  await page.keyboard.press('Meta+Enter');
  await ticket.comment('Internal note by Ben Okoro').getByText('Only we read this.').waitFor();
  expect(await ticket.comments.count()).toBe(3);
});

browserTest('two agents at one ticket see each other’s comments as they are written', async () => {
  const link = `${desk.url}/views/d-claims/3`;
  const one = ticketOn((await openAs(browser, ben, link)).page);
  const other = ticketOn((await openAs(browser, fay, link)).page);
  for (const { connection } of [one, other]) await connection.getByText('live').waitFor();
  await one.text.fill('The adjuster comes on Friday.');
  await one.composer.getByRole('button', { name: 'Send to 1 person' }).click();
  await other.comment('Public reply by Ben Okoro').getByText('on Friday').waitFor();
  await other.composer.getByRole('tab', { name: 'Internal note' }).click();
  await other.note.fill('I have the photographs.');
  await other.composer.getByRole('button', { name: 'Add note' }).click();
  await one.comment('Internal note by Fay Moreau').getByText('I have the photographs.').waitFor();
  expect(await one.comments.count()).toBe(3);
  expect(await other.comments.count()).toBe(3);
});

browserTest('the server goes away and comes back: the page says so, and shows what it missed', async () => {
  const { page } = await openAs(browser, ben, `${desk.url}/views/d-claims/1`);
  const ticket = ticketOn(page);
  await ticket.connection.getByText('live').waitFor();
  await page.evaluate(() => Object.assign(window, { untouched: true }));
  await desk.close();
  await ticket.connection.getByText(/^reconnecting since/).waitFor();
  const text = 'There is more water every day.';
  await write(second, {
    from: rita,
    to: [support],
    subject: 'Re: Water in the cellar',
    text,
    ...(waterMail ? { answers: waterMail } : {}),
  });
  desk = await startNode(database.url, { ROLES: 'web', PORT: new URL(desk.url).port });
  await ticket.connection.getByText('live').waitFor();
  await ticket.comment('Public reply by Rita Novak').getByText(text).waitFor();
  expect(await page.evaluate(() => 'untouched' in window)).toBe(true);
});

browserTest('no screen has what axe calls a violation', async () => {
  const { page } = await openWindow(browser);
  const found: Record<string, string[]> = {};
  const look = async (screen: string, contrastAlone = screen.endsWith('dark')) => {
    const violations = await accessibilityViolations(page, contrastAlone);
    if (violations.length > 0) found[screen] = violations;
  };
  await page.goto(desk.url);
  await page.getByRole('form', { name: 'Sign in' }).waitFor();
  await look('sign-in');
  await signIn(page, ada);
  const screens: Record<string, () => Promise<void>> = {
    '/views/d-claims': () => page.getByRole('link', { name: /A broken window/ }).waitFor(),
    '/views/d-claims/2': () => ticketOn(page).comments.first().waitFor(),
    '/messages': () => page.getByText('No suspended mail').waitFor(),
    '/sent': () =>
      page
        .getByRole('button', { name: /We have received your message/ })
        .first()
        .waitFor(),
    '/admin/departments': () => page.getByRole('link', { name: /Claims/ }).waitFor(),
    '/admin/departments/claims': () => page.getByLabel('A ticket takes at most this many CCs').waitFor(),
    '/admin/people': () => page.getByText(fay.email).waitFor(),
  };
  await page.getByRole('navigation', { name: 'Places' }).waitFor();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [path, isThere] of Object.entries(screens)) {
      await page.goto(`${desk.url}${path}`);
      await isThere();
      await look(`${path}, ${scheme}`);
    }
    await page.goto(`${desk.url}/views/d-claims/2`);
    await ticketOn(page).comments.first().getByRole('button', { name: 'Why?' }).click();
    await page.getByRole('region', { name: 'Why' }).waitFor();
    await ticketOn(page).composer.getByLabel('Add a CC', { exact: true }).first().fill('a');
    await page.getByRole('option').first().waitFor();
    // A list that pops up lies outside the page's landmarks.
    await look(`finding a CC, ${scheme}`, true);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Internal note' }).click();
    await look(`why and note, ${scheme}`);
  }
  expect(found).toEqual({});
});
