import type { Page } from 'playwright-core';
import type { Screen } from './screen.ts';

/** A mailbox of a server that is not there. */
export async function fillMailbox(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a mailbox' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Claims');
  await page.getByRole('textbox', { name: 'Server', exact: true }).fill('localhost');
  await page.getByRole('textbox', { name: 'Port', exact: true }).fill('9');
  await page.getByLabel('User', { exact: true }).fill('claims@example.org');
  await page.getByLabel('Password', { exact: true }).fill('not shown');
  await page.getByLabel('Its mail goes to').first().click();
  await page.getByRole('option', { name: 'claims@desk.example.com' }).click();
}

/** What admins see. */
export const adminScreens: readonly Screen[] = [
  {
    name: 'admin-departments',
    as: 'ada',
    at: '/admin/departments',
    show: (page) => page.getByRole('link', { name: /Billing/ }).waitFor(),
  },
  {
    name: 'admin-department',
    as: 'ada',
    at: '/admin/departments/claims',
    show: (page) => page.getByLabel('A ticket takes at most this many CCs').waitFor(),
  },
  {
    name: 'admin-turn-ccs-on',
    as: 'ada',
    at: '/admin/departments/billing',
    show: async (page) => {
      const turn = page.getByRole('switch').first();
      await turn.waitFor();
      if (await turn.isChecked()) await turn.click();
      await page.getByText('Nobody is copied.').waitFor();
      await turn.click();
      await page.getByRole('dialog').getByText('Everybody copied sees').waitFor();
    },
  },
  {
    name: 'admin-no-mailbox',
    as: 'ada',
    at: '/admin/mailboxes',
    show: (page) => page.getByRole('button', { name: 'Add a mailbox' }).waitFor(),
  },
  { name: 'admin-mailbox-form', as: 'ada', at: '/admin/mailboxes', show: fillMailbox },
  {
    name: 'admin-mailboxes',
    as: 'ada',
    at: '/admin/mailboxes',
    show: async (page) => {
      // There is one since the first picture.
      await page.getByText(/No mailbox yet|Failed/).waitFor();
      if ((await page.getByText('No mailbox yet').count()) > 0) {
        await fillMailbox(page);
        await page.getByRole('button', { name: 'Add the mailbox' }).click();
      }
      await page.getByText('Failed', { exact: true }).first().waitFor();
    },
  },
  {
    name: 'admin-people',
    as: 'ada',
    at: '/admin/people',
    show: (page) => page.getByText('ben@desk.example.com').first().waitFor(),
  },
  {
    name: 'admin-change-person',
    as: 'ada',
    at: '/admin/people',
    show: async (page) => {
      await page.getByRole('button', { name: 'Change Ben Okoro' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'admin-new-person',
    as: 'ada',
    at: '/admin/people',
    show: async (page) => {
      await page.getByRole('button', { name: 'Add a person' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
];
