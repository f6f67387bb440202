import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { testDatabase, type TestDatabase } from '../packages/server/test/support/test-database.ts';
import { browserTest } from './support/browser-test.ts';
import { markPage, openAs, openBrowser, ticketOn } from './support/console.ts';
import { replyAddress, write, type Customer } from './support/customer.ts';
import { aColleague, aDepartment, startNode, type Colleague, type Node } from './support/desk.ts';
import { everythingIn, mailboxes, mailHasSettled, type Received } from './support/mailbox.ts';
import { step } from './support/step.ts';

const rita: Customer = { name: 'Rita Novak', address: 'rita@novak.example.com' };
const carl: Customer = { name: 'Carl Ruiz', address: 'carl@ruiz.example.net' };
const xeno: Customer = { name: 'Xeno Papadakis', address: 'xeno@surveyor.example.org' };

let database: TestDatabase;
let mail: Awaited<ReturnType<typeof mailboxes>>;
let desk: Node;
let browser: Browser;
let claims: { departmentId: string; address: string };
let ada: Colleague;
let ben: Colleague;
let fay: Colleague;

beforeAll(async () => {
  if (inject('browser') === null) return;
  database = await testDatabase();
  mail = await mailboxes();
  desk = await startNode(database.url, { SMTP_URL: mail.url });
  browser = await openBrowser();
  claims = await aDepartment(desk.desk, 'Claims');
  ada = await aColleague(desk.desk, 'Ada Lind', 'ADMIN');
  ben = await aColleague(desk.desk, 'Ben Okoro', 'AGENT', [claims.departmentId]);
  fay = await aColleague(desk.desk, 'Fay Moreau', 'AGENT', [claims.departmentId]);
});

afterAll(async () => {
  await browser?.close();
  await desk?.close();
  await mail?.close();
  await database?.drop();
});

browserTest(
  'from a customer’s mail to a limit that an admin lowers: who sees what, and who is written to',
  async () => {
    const { page } = await openAs(browser, ben, `${desk.url}/views/d-claims`);
    const ticket = ticketOn(page);
    const mark = await markPage(page);
    const list = page.getByRole('region', { name: 'Tickets: Claims' });
    await list.getByText('Nothing open in Claims').waitFor();
    let toRita: Received;
    let toCarl: Received;

    await step('a customer writes, with a CC, and the ticket appears in the open list', async () => {
      const text = 'The storm took thirty tiles off our roof.';
      await write(desk, { from: rita, to: [claims.address], cc: [carl], subject: 'Roof claim', text });
      await list.getByRole('link', { name: /Roof claim/ }).waitFor();
      expect(everythingIn(await mail.newest(rita.address, 1))).not.toContain('thirty tiles');
    });

    await step('the agent opens it, and sees whom an answer reaches', async () => {
      await list.getByRole('link', { name: /Roof claim/ }).click();
      await ticket.comment('Public reply by Rita Novak').getByText('thirty tiles').waitFor();
      await says(ticket.goesTo, 'Goes to 2 people: Rita Novak (To), Carl Ruiz (Cc)');
      await page.getByRole('button', { name: 'Add a follower' }).click();
      await page.getByRole('region', { name: 'Followers' }).getByLabel('Find a colleague').first().fill('Fay');
      await page.getByRole('option', { name: /Fay Moreau/ }).click();
      await says(ticket.goesTo, 'Goes to 3 people: Rita Novak (To), Carl Ruiz (Cc), Fay Moreau (hidden)');
    });

    await step('the agent replies: requester and CC see each other, the follower is hidden', async () => {
      const before = countOf(mail.all);
      await ticket.text.fill('A surveyor can be with you on Thursday.');
      await page.getByRole('button', { name: 'Send to 3 people' }).click();
      await ticket.comment('Public reply by Ben Okoro').getByText('on Thursday').waitFor();
      toRita = await mail.newest(rita.address, (before[rita.address] ?? 0) + 1);
      toCarl = await mail.newest(carl.address, (before[carl.address] ?? 0) + 1);
      const toFay = await mail.newest(fay.email, (before[fay.email] ?? 0) + 1);
      for (const { mail: letter } of [toRita, toCarl]) {
        expect(letter.text).toContain('A surveyor can be with you on Thursday.');
        expect(addresses(letter.to)).toEqual([rita.address]);
        expect(addresses(letter.cc)).toEqual([carl.address]);
      }
      expect(toFay.mail.text).toContain('A surveyor can be with you on Thursday.');
      expect(addresses(toFay.mail.to)).toEqual([fay.email]);
      expect(addresses(toFay.mail.cc)).toEqual([]);
      expect(new Set([replyAddress(toRita), replyAddress(toCarl), replyAddress(toFay)]).size).toBe(3);
      await mailHasSettled(desk.desk);
      const one = (address: string) => ({ [address]: (before[address] ?? 0) + 1 });
      expect(countOf(mail.all)).toEqual({ ...before, ...one(rita.address), ...one(carl.address), ...one(fay.email) });
    });

    await step('the CC replies to all: public, and it appears by itself', async () => {
      const to = [replyAddress(toCarl), rita.address];
      await write(desk, {
        from: carl,
        to,
        subject: 'Re: Roof claim',
        text: 'I counted thirty-four tiles.',
        answers: toCarl.mail.messageId,
      });
      await ticket.comment('Public reply by Carl Ruiz').getByText('thirty-four tiles').waitFor();
    });

    await step('the CC replies to the desk alone: internal, and the desk says why', async () => {
      const text = 'CANARY-RUIZ: the battens were rotten before the storm.';
      await write(desk, {
        from: carl,
        to: [replyAddress(toCarl)],
        subject: 'Re: Roof claim',
        text,
        answers: toCarl.mail.messageId,
      });
      const comment = ticket.comment('Internal note by Carl Ruiz');
      await comment.getByText('rotten before the storm').waitFor();
      await comment.getByRole('button', { name: 'Why?' }).click();
      const why = comment.getByRole('region', { name: 'Why' });
      await why
        .getByText(/^Internal.*requester/)
        .first()
        .waitFor();
      await why.getByText('cc-without-requester').waitFor();
    });

    await step('the agent writes a note', async () => {
      await page.getByRole('tab', { name: 'Internal note' }).click();
      await ticket.note.fill('CANARY-NOTE: he has told us the same of another roof.');
      await page.getByRole('button', { name: 'Add note' }).click();
      await ticket.comment('Internal note by Ben Okoro').getByText('another roof').waitFor();
      await page.getByRole('tab', { name: 'Public reply' }).click();
    });

    const banner = page.getByRole('region', { name: 'Third party: Xeno Papadakis' });
    await step('a stranger replies: internal, with a warning, and no CC', async () => {
      const text = 'CANARY-XENO: I have photographs of the roof.';
      const to = [replyAddress(toRita), rita.address];
      await write(desk, { from: xeno, to, subject: 'Re: Roof claim', text, answers: toRita.mail.messageId });
      await ticket.comment('Internal note by a third party, Xeno Papadakis').getByText('photographs').waitFor();
      await banner.waitFor();
      expect(await ticket.ccs.allInnerTexts()).toEqual(['Carl Ruiz']);
      expect(mail.of(xeno.address)).toEqual([]);
    });

    let toXeno: Received;
    await step('the agent adds the stranger from the warning', async () => {
      await banner.getByRole('button', { name: 'Add as CC' }).click();
      await banner.waitFor({ state: 'detached' });
      await expect.poll(() => ticket.ccs.allInnerTexts()).toEqual(['Carl Ruiz', 'Xeno Papadakis']);
      await says(
        ticket.goesTo,
        'Goes to 4 people: Rita Novak (To), Carl Ruiz (Cc), Xeno Papadakis (Cc), Fay Moreau (hidden)',
      );
      toXeno = await mail.newest(xeno.address, 1);
      expect(everythingIn(toXeno)).not.toContain('CANARY');
    });

    await step('what the stranger writes now, to all, is public', async () => {
      const to = [replyAddress(toXeno), rita.address];
      const text = 'The photographs are on their way.';
      await write(desk, {
        from: xeno,
        to,
        cc: [carl],
        subject: 'Re: Roof claim',
        text,
        answers: toXeno.mail.messageId,
      });
      await ticket.comment('Public reply by Xeno Papadakis').getByText('on their way').waitFor();
    });

    await step('an admin lowers the CC limit, and the agent’s composer says so', async () => {
      await says(ticket.ccLimit, '46 left');
      await lowerCcLimit((await openAs(browser, ada, `${desk.url}/admin/departments/claims`)).page, 1);
      await says(ticket.ccLimit, 'over the limit: 2 of 1');
    });

    await step('nobody was written to twice, and nothing internal left the desk', async () => {
      expect(await mark.isUntouched()).toBe(true);
      await mailHasSettled(desk.desk);
      const customers = new Set([rita.address, carl.address, xeno.address]);
      const outside = mail.all.filter(({ to }) => to.some((address) => customers.has(address)));
      expect(outside.filter((each) => everythingIn(each).includes('CANARY'))).toEqual([]);
      expect(outside.filter((each) => /Fay|fay\.moreau/.test(everythingIn(each)))).toEqual([]);
      expect(mail.all.filter(({ to }) => to.length !== 1)).toEqual([]);
      // The acknowledgement and one reply; the CC's welcome and one reply; the stranger's welcome; all six to the follower.
      const each = { [rita.address]: 2, [carl.address]: 2, [xeno.address]: 1, [fay.email]: 6 };
      expect(countOf(mail.all)).toEqual(each);
      const said = ['on Thursday', 'thirty-four tiles', 'CANARY-RUIZ', 'CANARY-NOTE', 'CANARY-XENO', 'on their way'];
      for (const words of said)
        expect(
          mail.of(fay.email).filter(({ mail: letter }) => letter.text?.includes(words)).length,
          words,
        ).toBeGreaterThan(0);
    });
  },
);

async function says(locator: ReturnType<Page['locator']>, words: string): Promise<void> {
  await expect
    .poll(async () => (await locator.innerText()).replaceAll(/\s+/g, ' ').trim(), { timeout: 15_000 })
    .toBe(words);
}

async function lowerCcLimit(page: Page, limit: number): Promise<void> {
  await page.getByLabel('A ticket takes at most this many CCs').fill(String(limit));
  await page.getByRole('button', { name: `Change from 48 to ${limit}` }).click();
}

function countOf(mails: readonly Received[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const address of mails.flatMap(({ to }) => to)) counts[address] = (counts[address] ?? 0) + 1;
  return counts;
}

function addresses(list: readonly { address?: string }[] | undefined): string[] {
  return (list ?? []).flatMap(({ address }) => address ?? []);
}
