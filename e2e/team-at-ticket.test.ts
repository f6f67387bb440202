import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { createTicket } from '../packages/server/src/features/tickets/index.ts';
import { aPerson } from '../packages/server/test/support/people.ts';
import { testDatabase, type TestDatabase } from '../packages/server/test/support/test-database.ts';
import { browserTest } from './support/browser-test.ts';
import { accessibilityViolations, openAs, openBrowser, ticketOn } from './support/console.ts';
import { aColleague, aDepartment, startNode, type Colleague, type Node } from './support/desk.ts';

let database: TestDatabase;
let desk: Node;
let browser: Browser;
let ben: Colleague;
let fay: Colleague;
let link: string;

beforeAll(async () => {
  if (inject('browser') === null) return;
  database = await testDatabase();
  desk = await startNode(database.url, { ROLES: 'web' });
  browser = await openBrowser();
  const claims = await aDepartment(desk.desk, 'Claims');
  ben = await aColleague(desk.desk, 'Ben Okoro', 'AGENT', [claims.departmentId]);
  fay = await aColleague(desk.desk, 'Fay Moreau', 'AGENT', [claims.departmentId]);
  const rita = await aPerson(desk.desk, { name: 'Rita Novak' });
  const ticket = { departmentId: claims.departmentId, subject: 'Wet attic', body: 'The attic is wet.' };
  await createTicket(desk.desk, rita, ticket);
  link = `${desk.url}/views/d-claims/1`;
});

afterAll(async () => {
  await browser?.close();
  await desk?.close();
  await database?.drop();
});

const others = (page: Page) => page.getByRole('status', { name: 'Who else is here' });

browserTest('who looks at the ticket and who writes is seen by the others, and nobody sees themselves', async () => {
  const bens = await openAs(browser, ben, link);
  await ticketOn(bens.page).connection.getByText('live').waitFor();
  const fays = await openAs(browser, fay, link);
  await others(bens.page).getByText('Viewing: Fay Moreau').waitFor();
  await others(fays.page).getByText('Viewing: Ben Okoro').waitFor();
  const ticket = ticketOn(fays.page);
  await fays.page.getByRole('tab', { name: 'Internal note' }).click();
  await ticket.note.pressSequentially('Hm');
  await others(bens.page).getByText('Fay Moreau is writing a note').waitFor();
  for (const [width, scheme] of [
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const) {
    await bens.page.setViewportSize({ width, height: 844 });
    await bens.page.emulateMedia({ colorScheme: scheme });
    await ticket.note.pressSequentially('.');
    await others(bens.page).getByText('Fay Moreau is writing a note').waitFor();
    expect(await accessibilityViolations(bens.page)).toEqual([]);
    if (process.env.PICTURES) {
      await bens.page.screenshot({ path: `${process.env.PICTURES}/presence.${width}.${scheme}.png` });
    }
  }
  await fays.page.goto('about:blank');
  await expect.poll(() => others(bens.page).textContent()).toBe('');
  await bens.context.close();
});

browserTest('what is not sent is there on another device, and gone when it is sent', async () => {
  const first = await openAs(browser, ben, link);
  const saved = first.page.waitForResponse(
    async (response) => /SaveDraft/.test(response.request().postData() ?? '') && response.ok(),
  );
  await ticketOn(first.page).text.fill('Please send photographs.');
  await saved;
  const second = await openAs(browser, ben, link);
  const ticket = ticketOn(second.page);
  await expect.poll(() => ticket.text.inputValue()).toBe('Please send photographs.');
  await ticket.text.fill('Please send two photographs.');
  await ticket.composer.getByRole('button', { name: 'Send to 1 person' }).click();
  await ticket.comment('Public reply by Ben Okoro').getByText('two photographs').waitFor();
  const third = await openAs(browser, ben, link);
  await ticketOn(third.page).comments.getByText('two photographs').waitFor();
  expect(await ticketOn(third.page).text.inputValue()).toBe('');
  // What was typed on the first device stays on its screen: nothing typed is ever taken away.
  expect(await ticketOn(first.page).text.inputValue()).toBe('Please send photographs.');
});
