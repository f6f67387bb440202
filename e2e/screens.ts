// node e2e/screens.ts OUTDIR: boots a demo desk and saves a picture of every screen, light and dark, wide and narrow.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createApp } from '../packages/server/src/app.ts';
import { readConfig } from '../packages/server/src/config.ts';
import { demoAccounts } from '../packages/server/src/demo/demo-accounts.ts';
import { fillDemo } from '../packages/server/src/demo/fill-demo.ts';
import { startTestCluster } from '../packages/server/src/platform/database/embedded/test-cluster.ts';
import { adminScreens } from './support/admin-screens.ts';
import { findBrowser } from './support/browser.ts';
import { sendNewsletter } from './support/newsletter.ts';
import type { Screen } from './support/screen.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();
const stream = (page: Page) => page.getByRole('article').first().waitFor();

async function ticketNamed(page: Page, subject: RegExp): Promise<void> {
  await page.getByRole('link', { name: subject }).click();
  await stream(page);
}

const screens: readonly Screen[] = [
  { name: 'sign-in', as: null, at: '/', show: (page) => page.getByRole('region', { name: 'Demo sign-ins' }).waitFor() },
  {
    name: 'sign-in-refused',
    as: null,
    at: '/',
    show: async (page) => {
      await page.getByLabel('Address').fill('ada@desk.example.com');
      await page.getByLabel('Password', { exact: true }).fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'list',
    as: 'ben',
    at: '/views/d-claims',
    show: (page) => page.getByRole('link', { name: /Roof claim/ }).waitFor(),
  },
  {
    name: 'list-all',
    as: 'ada',
    at: '/views/all',
    show: (page) => page.getByRole('link', { name: /Roof claim/ }).waitFor(),
  },
  {
    name: 'list-attention',
    as: 'ben',
    at: '/views/attention',
    show: (page) => page.getByRole('link', { name: /Roof claim/ }).waitFor(),
  },
  {
    name: 'list-empty',
    as: 'ada',
    at: '/views/mine',
    show: (page) => page.getByText('No open tickets of yours').waitFor(),
  },
  { name: 'ticket-warning', as: 'ben', at: '/views/d-claims', show: (page) => ticketNamed(page, /Roof claim/) },
  {
    name: 'ticket-why',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Roof claim/);
      await page
        .getByRole('article', { name: 'Internal note by Carl Ruiz' })
        .getByRole('button', { name: 'Why?' })
        .click();
      await page.getByRole('region', { name: 'Why' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'ticket-reply',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Roof claim/);
      const text = 'Hello Rita,\n\nthe surveyor comes on Thursday at nine. Please keep the attic free.\n\nBen';
      await page.getByRole('textbox', { name: 'Public reply' }).fill(text);
    },
  },
  {
    name: 'ticket-note',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Roof claim/);
      await page.getByRole('tab', { name: 'Internal note' }).click();
      await page.getByRole('textbox', { name: 'Internal note' }).fill('He told us the same of another roof in March.');
    },
  },
  {
    name: 'ticket-add-cc',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Roof claim/);
      const composer = page.getByRole('region', { name: 'Write' });
      await composer.getByRole('textbox', { name: 'Public reply' }).click();
      await composer.getByLabel('Add a CC', { exact: true }).first().fill('e');
      await page.getByRole('option').first().waitFor();
    },
  },
  { name: 'ticket-48-ccs', as: 'ben', at: '/views/d-claims', show: (page) => ticketNamed(page, /Hail damage/) },
  { name: 'ticket-japanese', as: 'ben', at: '/views/d-claims', show: (page) => ticketNamed(page, /調査/) },
  {
    name: 'ticket-people',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Hail damage/);
      if ((page.viewportSize()?.width ?? 0) < 1000) await button(page, /^People/).click();
      await page.getByRole('region', { name: 'CCs' }).waitFor();
    },
  },
  {
    name: 'ticket-edit',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Roof claim/);
      await page
        .getByRole('button', { name: /^More for the comment by Ben Okoro/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Edit' }).click();
      await page.getByRole('textbox', { name: 'Text of the comment' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'ticket-menu',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Roof claim/);
      await page
        .getByRole('button', { name: /^More for the comment by Ben Okoro/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Delete…' }).waitFor();
    },
  },
  {
    name: 'ticket-activity',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Roof claim/);
      if ((page.viewportSize()?.width ?? 0) < 1000) await button(page, /^People/).click();
      await page.getByRole('region', { name: 'Requester' }).getByRole('button').click();
      await page.getByText(/^Since /).waitFor();
      await page.getByRole('button', { name: 'Activity' }).click();
      await page.getByRole('region', { name: 'Activity' }).getByRole('listitem').first().waitFor();
    },
  },
  {
    name: 'ticket-tags',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Roof claim/);
      await page.getByRole('button', { name: /^(Add a tag|Tags: )/ }).click();
      await page.getByRole('combobox', { name: 'Tags' }).waitFor();
    },
  },
  { name: 'ticket-newsletter', as: 'ben', at: '/views/d-claims', show: (page) => ticketNamed(page, /Autumn/) },
  {
    name: 'ticket-newsletter-top',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await ticketNamed(page, /Autumn/);
      await page.getByRole('button', { name: 'Show remote images' }).waitFor();
      await page
        .getByRole('article')
        .first()
        .evaluate((mail) => mail.scrollIntoView());
    },
  },
  {
    name: 'ticket-missing',
    as: 'ben',
    at: '/views/all/4711',
    show: (page) => page.getByText('There is no ticket #4711').waitFor(),
  },
  {
    name: 'spotlight',
    as: 'ada',
    at: '/views/all',
    show: async (page) => {
      await page.getByRole('link', { name: /Roof claim/ }).waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('textbox', { name: 'Find everything' }).fill('ri');
      await page.getByRole('dialog').getByText('Rita Novak').waitFor();
    },
  },
  {
    name: 'new-ticket',
    as: 'ben',
    at: '/views/d-claims',
    show: async (page) => {
      await page.getByRole('button', { name: 'New ticket' }).click();
      await page.getByRole('textbox', { name: 'Subject' }).waitFor();
    },
  },
  {
    name: 'keys',
    as: 'ben',
    at: '/views/d-claims',
    wideOnly: true,
    show: async (page) => {
      await page.getByRole('link', { name: /Roof claim/ }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'suspended', as: 'ada', at: '/messages', show: (page) => page.getByText('You have won').waitFor() },
  {
    name: 'suspended-open',
    as: 'ada',
    at: '/messages',
    show: async (page) => {
      await page.getByText('You have won').click();
      await page.getByRole('button', { name: 'Discard' }).waitFor();
    },
  },
  {
    name: 'sent',
    as: 'ada',
    at: '/sent',
    show: (page) =>
      page
        .getByRole('button', { name: /Roof claim/ })
        .first()
        .waitFor(),
  },
  {
    name: 'sent-open',
    as: 'ada',
    at: '/sent',
    show: async (page) => {
      await page
        .getByRole('button', { name: /Re: Roof claim|Roof claim/ })
        .first()
        .click();
      await page.getByRole('article').waitFor();
    },
  },
  ...adminScreens,
];

const sizes = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
] as const;

const out = path.resolve(process.argv[2] ?? 'screens');
const only = process.argv[3];
mkdirSync(out, { recursive: true });
const launch = await findBrowser();
if (launch === null) throw new Error('No browser was found: install Chromium, or name one in CHROMIUM.');
const cluster = await startTestCluster();
const config = readConfig({
  DATABASE_URL: cluster.url,
  SECRET: 'a-secret-for-pictures-of-sufficient-length',
  DEMO: '1',
  PORT: '0',
  SMTP_PORT: '0',
  LOG_LEVEL: 'silent',
});
const consoleDirectory = process.env.CONSOLE_DIRECTORY;
const app = await createApp({
  config,
  databaseUrl: cluster.url,
  log: pino({ level: config.logLevel }),
  ...(consoleDirectory ? { consoleDirectory } : {}),
});
await fillDemo(app.desk);
await sendNewsletter(app.smtpPort ?? 0, 'claims@desk.example.com');
const browser = await chromium.launch(launch);
let failed = 0;
try {
  for (const who of [null, 'ada', 'ben'] as const) await saveAll(browser, who);
} finally {
  await browser.close();
  await app.close();
  await cluster.close();
}
process.exit(failed === 0 ? 0 : 1);

async function saveAll(browser: Browser, who: Screen['as']): Promise<void> {
  const url = (app.url ?? '').replace(/\/$/, '');
  for (const { name: size, width, height } of sizes) {
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    if (who !== null) await signInDemo(page, url, who);
    for (const screen of screens.filter(
      ({ as, wideOnly, name }) => as === who && !(wideOnly && size === 'narrow') && (!only || name.includes(only)),
    )) {
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.goto('about:blank');
        await page.goto(`${url}${screen.at}`);
        const problem = await screen.show(page).then(
          () => null,
          (error: Error) => error.message.split('\n')[0],
        );
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: path.join(out, `${screen.name}.${size}.${scheme}.png`) });
        if (problem) failed += 1;
        console.log(`${problem ? '✗' : '✓'} ${screen.name} ${size} ${scheme}${problem ? `: ${problem}` : ''}`);
      }
    }
    await context.close();
  }
}

async function signInDemo(page: Page, url: string, who: string): Promise<void> {
  const account = demoAccounts.find(({ email }) => email.startsWith(`${who}@`));
  if (!account) throw new Error(`The demo has no ${who}.`);
  await page.goto(url);
  await page.getByLabel('Address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Places' }).waitFor();
}
