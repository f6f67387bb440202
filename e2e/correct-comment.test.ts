import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { addCcs } from '../packages/server/src/features/copies/index.ts';
import { changeDepartment } from '../packages/server/src/features/departments/index.ts';
import { addComment } from '../packages/server/src/features/comments/index.ts';
import { rateTicket } from '../packages/server/src/features/ratings/index.ts';
import { createTicket, mergeTickets } from '../packages/server/src/features/tickets/index.ts';
import { aPerson } from '../packages/server/test/support/people.ts';
import type { Viewer } from '../packages/server/src/platform/viewer.ts';
import { testDatabase, type TestDatabase } from '../packages/server/test/support/test-database.ts';
import { browserTest } from './support/browser-test.ts';
import { accessibilityViolations, openAs, openBrowser, ticketOn } from './support/console.ts';
import { aColleague, aDepartment, startNode, type Colleague, type Node } from './support/desk.ts';
import { step } from './support/step.ts';

let database: TestDatabase;
let desk: Node;
let browser: Browser;
let ben: Colleague;
let fay: Colleague;
let link: string;
let other: { ada: Viewer; rita: Viewer; ticketId: string; departmentId: string };

beforeAll(async () => {
  if (inject('browser') === null) return;
  database = await testDatabase();
  desk = await startNode(database.url, { ROLES: 'web' });
  browser = await openBrowser();
  const claims = await aDepartment(desk.desk, 'Claims');
  await changeDepartment(desk.desk, 'COMMAND_LINE', {
    departmentId: claims.departmentId,
    policy: {
      cc: { notifyEvents: ['AGENT_REPLY', 'PUBLIC_EDIT', 'PUBLIC_DELETE'] },
      rating: { requester: 'EVERY_REPLY' },
    },
  });
  ben = await aColleague(desk.desk, 'Ben Okoro', 'AGENT', [claims.departmentId]);
  fay = await aColleague(desk.desk, 'Fay Moreau', 'AGENT', [claims.departmentId]);
  const rita = await aPerson(desk.desk, { name: 'Rita Novak' });
  const carl = await aPerson(desk.desk, { name: 'Carl Ruiz' });
  const ada = await aPerson(desk.desk, { name: 'Ada Lind', role: 'ADMIN' });
  const ticket = { departmentId: claims.departmentId, subject: 'Wet attic', body: 'The attic is wet.' };
  const { ticketId } = await createTicket(desk.desk, rita, ticket);
  await addCcs(desk.desk, ada, { ticketId, people: [{ id: carl.id }] });
  other = { ada, rita, ticketId, departmentId: claims.departmentId };
  link = `${desk.url}/views/d-claims/1`;
});

afterAll(async () => {
  await browser?.close();
  await desk?.close();
  await database?.drop();
});

/** Is it where the keyboard is? */
const focused = (element: Locator) => element.evaluate((it) => it === document.activeElement);

const SIZES = [
  [1440, 'light'],
  [390, 'light'],
  [390, 'dark'],
] as const;

/** Axe has nothing to say of the page as it is, wide and narrow, light and dark (where only colours differ). */
async function isAccessible(page: Page, name: string): Promise<void> {
  for (const [width, colorScheme] of SIZES) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    expect(await accessibilityViolations(page, colorScheme === 'dark')).toEqual([]);
    if (process.env.PICTURES) {
      await page.screenshot({ path: `${process.env.PICTURES}/${name}.${width}.${colorScheme}.png` });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

browserTest('a comment is edited and deleted, and the other window follows', async () => {
  const bens = (await openAs(browser, ben, link)).page;
  const fays = (await openAs(browser, fay, link)).page;
  const mine = ticketOn(bens);
  const hers = ticketOn(fays);
  for (const { connection } of [mine, hers]) await connection.getByText('live').waitFor();
  const reply = mine.comment('Public reply by Ben Okoro');
  const seen = hers.comment('Public reply by Ben Okoro');
  const more = reply.getByRole('button', { name: 'More for the comment by Ben Okoro' });
  const field = bens.getByRole('textbox', { name: 'Text of the comment' });

  await step('Ben replies', async () => {
    await mine.text.fill('We come on Monday.');
    await mine.composer.getByRole('button', { name: 'Send to 2 people' }).click();
    await seen.getByText('We come on Monday.').waitFor();
  });
  await step('Esc leaves the editor, and nothing is changed', async () => {
    await more.focus();
    await bens.keyboard.press('Enter');
    await bens.getByRole('menuitem', { name: 'Edit' }).press('Enter');
    await expect.poll(() => focused(field)).toBe(true);
    await field.fill('We never come.');
    await bens.keyboard.press('Escape');
    await reply.getByText('We come on Monday.').waitFor();
    await expect.poll(() => focused(more)).toBe(true);
    expect(bens.url()).toBe(link);
  });
  await step('he corrects it', async () => {
    await bens.keyboard.press('Enter');
    await bens.getByRole('menuitem', { name: 'Edit' }).press('Enter');
    await field.fill('We come on Tuesday.');
    await reply.getByText('Told by mail: Rita Novak, Carl Ruiz.').waitFor();
    await isAccessible(bens, 'edit-comment');
    await field.press('Control+Enter');
    await seen.getByText('We come on Tuesday.').waitFor();
    await seen.getByText('We come on Monday.').waitFor({ state: 'hidden' });
    await expect.poll(() => focused(more)).toBe(true);
  });
  await step('Fay sees what it said before', async () => {
    await seen.getByRole('button', { name: /^edited \d\d:\d\d$/ }).click();
    await seen.getByRole('region', { name: 'Earlier texts' }).getByText('We come on Monday.').waitFor();
    await isAccessible(fays, 'earlier-texts');
  });
  await step('a refusal keeps what was typed', async () => {
    await more.click();
    await bens.getByRole('menuitem', { name: 'Edit' }).click();
    await field.fill('x'.repeat(20));
    await bens.route('**/graphql', (route) => route.abort());
    await field.press('Control+Enter');
    await reply.getByRole('alert').waitFor();
    expect(await field.inputValue()).toBe('x'.repeat(20));
    await bens.unroute('**/graphql');
    await field.press('Escape');
  });
  await step('Fay deletes it, who may; what Ben was typing stays with him', async () => {
    await more.click();
    await bens.getByRole('menuitem', { name: 'Edit' }).click();
    await field.fill('We come on Wednesday.');
    await seen.getByRole('button', { name: 'More for the comment by Ben Okoro' }).click();
    expect(await fays.getByRole('menuitem', { name: 'Edit' }).count()).toBe(0);
    await fays.getByRole('menuitem', { name: 'Delete…' }).click();
    const dialog = fays.getByRole('dialog', { name: 'Delete this comment?' });
    await dialog.getByText('Told by mail: Rita Novak, Carl Ruiz.').waitFor();
    await isAccessible(fays, 'delete-comment');
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    const stone = fays.getByRole('article', { name: 'Deleted comment by Ben Okoro' });
    await expect.poll(() => focused(stone)).toBe(true);
    const kept = bens.getByRole('article', { name: 'Deleted comment by Ben Okoro' });
    await kept.getByText('was deleted by Fay Moreau').waitFor();
    await kept.getByText('We come on Wednesday.').waitFor();
    await isAccessible(bens, 'deleted-comment');
    await kept.getByRole('button', { name: 'Discard' }).click();
    await kept.getByText('We come on Wednesday.').waitFor({ state: 'hidden' });
    expect(await fays.getByText('We come on', { exact: false }).count()).toBe(0);
  });
});

browserTest('who takes part says since when and why; priority and tags by keyboard, seen by the others', async () => {
  const bens = (await openAs(browser, ben, link)).page;
  const fays = (await openAs(browser, fay, link)).page;
  for (const page of [bens, fays]) await ticketOn(page).connection.getByText('live').waitFor();

  await step('why Carl is here', async () => {
    await ticketOn(bens).ccs.getByRole('button', { name: 'Carl Ruiz', exact: true }).click();
    await bens.getByText(/^Since .* Carl Ruiz was made CC by Ada Lind/).waitFor();
  });
  await step('the activity, and what is added to it live', async () => {
    await bens.getByRole('button', { name: 'Activity' }).click();
    const activity = bens.getByRole('region', { name: 'Activity' }).getByRole('listitem');
    await activity.getByText('Rita Novak became requester').waitFor();
    await fays.locator('body').press('f');
    await activity.getByText('Fay Moreau became a follower').waitFor();
    await isAccessible(bens, 'activity');
  });
  await step('priority and tags', async () => {
    await bens.locator('body').press('p');
    await bens.getByRole('menuitem', { name: 'Urgent' }).press('Enter');
    await fays.getByRole('button', { name: 'Priority: Urgent' }).waitFor();
    await bens.locator('body').press('t');
    const field = bens.getByRole('combobox', { name: 'Tags' });
    await expect.poll(() => focused(field)).toBe(true);
    await bens.keyboard.type('Roof Leak');
    await bens.keyboard.press('Enter');
    await fays.getByRole('button', { name: 'Tags: roof_leak' }).waitFor();
    await isAccessible(bens, 'tags');
    await bens.keyboard.press('Backspace');
    await bens.keyboard.press('Escape');
    await fays.getByRole('button', { name: 'Add a tag' }).waitFor();
  });
});

browserTest('a merge and a rating are shown live; each ticket leads to the other', async () => {
  const { ada, rita, ticketId: targetId, departmentId } = other;
  const twice = { departmentId, subject: 'Attic again', body: 'It still drips.' };
  const { ticketId: sourceId } = await createTicket(desk.desk, rita, twice);
  const { page } = await openAs(browser, ben, link.replace(/1$/, '2'));
  await ticketOn(page).connection.getByText('live').waitFor();
  await mergeTickets(desk.desk, ada, { sourceId, targetId });
  await page.getByText('Merged: it goes on in #1 Wet attic').waitFor();
  await page.getByText('Merged into #1 Wet attic').waitFor();
  await isAccessible(page, 'merged');
  await page.getByRole('link', { name: '#1', exact: true }).first().click();
  const related = page.getByRole('region', { name: 'Related tickets' });
  await related.getByText('Merged into this one: #2 Attic again').waitFor();
  const reply = { ticketId: targetId, body: 'We come on Thursday.', visibility: 'PUBLIC' as const };
  await addComment(desk.desk, ada, reply);
  await ticketOn(page).comment('Public reply by Ada Lind').waitFor();
  await rateTicket(desk.desk, rita, { ticketId: targetId, score: 'GOOD', comment: 'Quick and kind.' });
  const ratings = page.getByRole('region', { name: 'Ratings' });
  await ratings.getByText('Quick and kind.').waitFor();
  await isAccessible(page, 'rating');
});
