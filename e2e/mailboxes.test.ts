import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { testDatabase, type TestDatabase } from '../packages/server/test/support/test-database.ts';
import { fillMailbox } from './support/admin-screens.ts';
import { browserTest } from './support/browser-test.ts';
import { accessibilityViolations, openAs, openBrowser } from './support/console.ts';
import { aColleague, aDepartment, startNode, type Colleague, type Node } from './support/desk.ts';

let database: TestDatabase;
let desk: Node;
let browser: Browser;
let ada: Colleague;

beforeAll(async () => {
  if (inject('browser') === null) return;
  database = await testDatabase();
  desk = await startNode(database.url, { ROLES: 'web,jobs' });
  browser = await openBrowser();
  await aDepartment(desk.desk, 'Claims');
  ada = await aColleague(desk.desk, 'Ada Lind', 'ADMIN');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
  await database?.drop();
});

browserTest('a mailbox is added, says why it fails, is paused, and deleted', async () => {
  const { page } = await openAs(browser, ada, `${desk.url}/admin/mailboxes`);
  await page.getByText('No mailbox yet').waitFor();
  await fillMailbox(page);
  expect(await accessibilityViolations(page, true)).toEqual([]);
  await page.getByRole('button', { name: 'Add the mailbox' }).click();
  const mailbox = page.getByRole('listitem', { name: 'Claims' });
  // Its state changes by itself, while one looks.
  await mailbox.getByText('Nothing listens at localhost, port 9').waitFor();
  await mailbox.getByText('Failed', { exact: true }).waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await accessibilityViolations(page, true)).toEqual([]);
  await mailbox.getByRole('button', { name: 'Pause Claims' }).click();
  await mailbox.getByText('Paused', { exact: true }).waitFor();
  await mailbox.getByRole('button', { name: 'Change Claims' }).click();
  const form = page.getByRole('dialog', { name: 'Change Claims' });
  expect(await form.getByLabel('Password', { exact: true }).inputValue()).toBe('');
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Claims by mail');
  await form.getByRole('button', { name: 'Save' }).click();
  const renamed = page.getByRole('listitem', { name: 'Claims by mail' });
  await renamed.getByRole('button', { name: 'Delete Claims by mail' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the mailbox' }).click();
  await page.getByText('No mailbox yet').waitFor();
});
