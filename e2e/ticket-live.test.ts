import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { testDatabase, type TestDatabase } from '../packages/server/test/support/test-database.ts';
import { browserTest } from './support/browser-test.ts';
import { markPage, openAs, openBrowser, ticketOn } from './support/console.ts';
import { write, type Customer } from './support/customer.ts';
import { aColleague, aDepartment, startNode, type Colleague, type Node } from './support/desk.ts';

const rita: Customer = { name: 'Rita Novak', address: 'rita@novak.example.com' };

let database: TestDatabase;
let desk: Node;
/** Takes mail when `desk` is away: a second server on the same database. */
let second: Node;
let browser: Browser;
let ben: Colleague;
let fay: Colleague;
let support: string;
let firstMail: string;
let link: string;

beforeAll(async () => {
  if (inject('browser') === null) return;
  database = await testDatabase();
  desk = await startNode(database.url, { ROLES: 'web' });
  second = await startNode(database.url, { ROLES: 'smtp,jobs' });
  browser = await openBrowser();
  const claims = await aDepartment(desk.desk, 'Claims');
  support = claims.address;
  ben = await aColleague(desk.desk, 'Ben Okoro', 'AGENT', [claims.departmentId]);
  fay = await aColleague(desk.desk, 'Fay Moreau', 'AGENT', [claims.departmentId]);
  const { page, context } = await openAs(browser, ben, `${desk.url}/views/d-claims`);
  const text = 'The attic is wet.\n'.repeat(60);
  firstMail = await write(second, { from: rita, to: [support], subject: 'Wet attic', text });
  await page.getByRole('link', { name: /Wet attic/ }).waitFor();
  await context.close();
  link = `${desk.url}/views/d-claims/1`;
});

afterAll(async () => {
  await browser?.close();
  await desk?.close();
  await second?.close();
  await database?.drop();
});

browserTest('a comment that came while one’s reply was on its way is asked about before anything is sent', async () => {
  const { page } = await openAs(browser, ben, link);
  const ticket = ticketOn(page);
  const other = ticketOn((await openAs(browser, fay, link)).page);
  for (const { connection } of [ticket, other]) await connection.getByText('live').waitFor();
  await ticket.text.fill('Please send photographs.');
  // Ben's reply waits on the way until Fay's note is written.
  let release = () => {};
  const isWritten = new Promise<void>((resolve) => {
    release = resolve;
  });
  let held = () => {};
  const isHeld = new Promise<void>((resolve) => {
    held = resolve;
  });
  const addComment = /"operationName":"AddComment"/;
  await page.route('**/graphql', async (route) => {
    if (addComment.test(route.request().postData() ?? '')) {
      held();
      await isWritten;
    }
    await route.continue();
  });
  await ticket.composer.getByRole('button', { name: 'Send to 1 person' }).click();
  await isHeld;
  await other.composer.getByRole('tab', { name: 'Internal note' }).click();
  await other.note.fill('We have the photographs already.');
  await other.composer.getByRole('button', { name: 'Add note' }).click();
  await other.comment('Internal note by Fay Moreau').waitFor();
  release();

  const question = ticket.composer.getByRole('alert').filter({ hasText: 'Not sent yet.' });
  await question.waitFor();
  expect(await ticket.text.inputValue()).toBe('Please send photographs.');
  expect(await ticket.comment('Public reply by Ben Okoro').count()).toBe(0);
  await question.getByRole('button', { name: 'Look again' }).click();
  await question.waitFor({ state: 'detached' });
  await ticket.text.fill('Thank you for the photographs.');
  await ticket.composer.getByRole('button', { name: 'Send to 1 person' }).click();
  for (const each of [ticket, other])
    await each.comment('Public reply by Ben Okoro').getByText('Thank you for the photographs.').waitFor();
  expect(await other.comments.count()).toBe(3);
});

browserTest('a reply that is refused comes back with the reason, and the text is in the composer', async () => {
  const { page } = await openAs(browser, ben, link);
  const ticket = ticketOn(page);
  await ticket.connection.getByText('live').waitFor();
  await page.route('**/graphql', async (route) => {
    if (/"operationName":"AddComment"/.test(route.request().postData() ?? '')) return route.abort();
    await route.continue();
  });
  await ticket.composer.getByRole('tab', { name: 'Internal note' }).click();
  await ticket.note.fill('This does not arrive.');
  await ticket.composer.getByRole('button', { name: 'Add note' }).click();
  await ticket.composer.getByText(/^Not added: The desk does not answer/).waitFor();
  expect(await ticket.note.inputValue()).toBe('This does not arrive.');
  await ticket.comment('Internal note being added').getByRole('button', { name: 'Close' }).click();
  await ticket.comment('Internal note being added').waitFor({ state: 'detached' });
});

browserTest('what comes while one reads further up is counted in a pill, and does not move the page', async () => {
  const { page } = await openAs(browser, ben, link);
  const ticket = ticketOn(page);
  await ticket.connection.getByText('live').waitFor();
  const scroller = ticket.comments.first().locator('..');
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(0);
  await write(second, {
    from: rita,
    to: [support],
    subject: 'Re: Wet attic',
    text: 'And the wall.',
    answers: firstMail,
  });
  const pill = page.getByRole('button', { name: '1 new' });
  await pill.waitFor();
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
  await pill.click();
  await pill.waitFor({ state: 'detached' });
  const isAtEnd = () => scroller.evaluate((it) => it.scrollHeight - it.scrollTop - it.clientHeight < 2);
  await expect.poll(isAtEnd).toBe(true);
});

browserTest('after a break the page says how much came while one was away', async () => {
  const { page } = await openAs(browser, ben, link);
  const ticket = ticketOn(page);
  await ticket.connection.getByText('live').waitFor();
  const mark = await markPage(page);
  await desk.close();
  await ticket.connection.getByText(/^reconnecting since/).waitFor();
  const text = 'The ceiling came down.';
  await write(second, { from: rita, to: [support], subject: 'Re: Wet attic', text, answers: firstMail });
  desk = await startNode(database.url, { ROLES: 'web', PORT: new URL(desk.url).port });
  await ticket.comment('Public reply by Rita Novak').getByText(text).waitFor();
  const notice = page.getByRole('status').filter({ hasText: /^\d+ changes? while you were away/ });
  await notice.getByRole('button', { name: 'Seen' }).click();
  await notice.waitFor({ state: 'detached' });
  expect(await mark.isUntouched()).toBe(true);
});
