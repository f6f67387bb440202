import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer/index.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { cleanHtml } from '../packages/server/src/platform/mail/parse/clean-html.ts';
import { testDatabase, type TestDatabase } from '../packages/server/test/support/test-database.ts';
import { browserTest } from './support/browser-test.ts';
import { accessibilityViolations, openBrowser, openWindow, signIn, ticketOn } from './support/console.ts';
import { consoleLayer } from './support/console-layer.ts';
import { aColleague, aDepartment, startNode, type Colleague, type Node } from './support/desk.ts';
import { ELSEWHERE, HOSTILE_TEXTS, PAYLOADS } from './support/hostile-html.ts';
import { watch } from './support/watch-page.ts';

let database: TestDatabase;
let desk: Node;
let browser: Browser;
let ada: Colleague;
let support: string;
let layer: string;

beforeAll(async () => {
  if (inject('browser') === null) return;
  [database, layer] = await Promise.all([testDatabase(), consoleLayer()]);
  desk = await startNode(database.url);
  browser = await openBrowser();
  const claims = await aDepartment(desk.desk, 'Claims');
  support = claims.address;
  ada = await aColleague(desk.desk, 'Ada Lind', 'ADMIN');
});

afterAll(async () => {
  await browser?.close();
  await desk?.close();
  await database?.drop();
});

type Layers = { server?: true; browser?: true; frame?: true };

/**
 * Shows every payload in a frame of its own, behind these layers only, and says what ran and what was fetched. The page is
 * the desk's, with its policy where the frame is the console's.
 */
async function showBehind({ server, browser: again, frame }: Layers) {
  const { context, page } = await openWindow(browser);
  const watched = await watch(context, desk.url);
  const policy = (await fetch(desk.url)).headers.get('content-security-policy') ?? '';
  await context.route(`${desk.url}/layers`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: frame ? { 'content-security-policy': policy } : {},
      body: `<!doctype html><title>Layers</title><body><script nonce=layers>${again || frame ? layer : ''}</script>`,
    }),
  );
  await page.goto(`${desk.url}/layers`);
  if (again || frame) await page.evaluate(`${layer}; Object.assign(window, { layer });`);
  const given = PAYLOADS.map((payload) => (server ? cleanHtml(payload) : payload));
  for (let at = 0; at < given.length; at += 100) await showFrames(page, given.slice(at, at + 100), { again, frame });
  const settled = { ran: watched.ran.length, fetched: [...watched.fetched], opened: [...watched.opened] };
  await context.close();
  return settled;
}

type ConsoleLayer = {
  cleanHtml(html: string, images: boolean): { html: string };
  bodyPage(html: string, images: boolean, sheet: object, origin: string): string;
};

/** Each frame's load waits for all that it fetches, and so for what runs when that fails. */
function showFrames(page: Page, payloads: string[], how: { again?: true | undefined; frame?: true | undefined }) {
  return page.evaluate(
    async ([payloads, { again, frame }]) => {
      const { layer } = window as unknown as { layer: ConsoleLayer };
      const shown = payloads.map((payload) => {
        const html = again ? layer.cleanHtml(payload, false).html : payload;
        const element = document.createElement('iframe');
        const sheet = { scheme: 'light', ink: '#000', link: '#00f', line: '#ccc' };
        element.srcdoc = frame ? layer.bodyPage(html, false, sheet, location.origin) : `<!doctype html>${html}`;
        if (frame) element.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
        const loaded = new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
        document.body.append(element);
        return Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 3_000))]);
      });
      await Promise.all(shown);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    },
    [payloads, how] as const,
  );
}

browserTest('without any layer the attacks work: this test would see them', async () => {
  const { ran, fetched } = await showBehind({});
  expect(ran).toBeGreaterThan(40);
  expect(new Set(fetched.filter((url) => url.includes(ELSEWHERE))).size).toBeGreaterThan(30);
});

browserTest.each([
  ['the server’s allow-list', { server: true }],
  ['the console’s cleaning', { browser: true }],
  ['the frame and its policy', { frame: true }],
] as const)('behind %s alone nothing runs and nothing is fetched', async (_, layers) => {
  expect(await showBehind(layers)).toEqual({ ran: 0, fetched: [], opened: [] });
});

const PATIENT = { timeout: 30_000 };

/** An image of one dot. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Some payloads in one mail: nobody writes to a ticket as often as there are payloads. */
const PER_MAIL = 25;

/** Hands a mail over by SMTP, as anybody can. */
async function send(mail: Mail.Options): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port: desk.smtpPort, secure: false, ignoreTLS: true });
  const { messageId } = await transport.sendMail({
    to: support,
    envelope: { from: 'mallory@attacker.example.com', to: [support] },
    ...mail,
  });
  transport.close();
  return messageId;
}

browserTest('hostile mail in the console: nothing runs, nothing is fetched until images are asked for', async () => {
  const from = { name: HOSTILE_TEXTS[0] ?? '', address: 'mallory@attacker.example.com' };
  const attachments = HOSTILE_TEXTS.map((filename) => ({ filename, content: 'x' }));
  const pixel = `https://pixel.${ELSEWHERE}/open.png?who=ada`;
  const { context, page } = await openWindow(browser);
  const watched = await watch(context, desk.url);
  await page.goto(`${desk.url}/views/d-claims`);
  await signIn(page, ada);
  const { comments, ccs } = ticketOn(page);
  const first = await send({
    from,
    cc: HOSTILE_TEXTS.map((name, at) => ({ name, address: `cc${at}@attacker.example.com` })),
    subject: HOSTILE_TEXTS.join(' '),
    text: HOSTILE_TEXTS.join('\n'),
    attachments,
  });
  await page.getByRole('link', { name: /onerror=alert/ }).click();
  await comments
    .first()
    .getByRole('link', { name: /javascript/ })
    .waitFor();
  expect(await ccs.count()).toBe(HOSTILE_TEXTS.length);
  const bodies: string[] = [];
  for (let at = 0; at < PAYLOADS.length; at += PER_MAIL) bodies.push(PAYLOADS.slice(at, at + PER_MAIL).join('\n'));
  bodies.push(`<img src="${pixel}" alt="Our offer" width="40" height="40">`);
  for (const [at, body] of bodies.entries()) {
    const name = HOSTILE_TEXTS[at % HOSTILE_TEXTS.length] ?? '';
    const html = `<p>Mail <b>number ${at + 1}</b></p>${body}`;
    await send({ from: { ...from, name }, subject: `Re: ${name}`, html, inReplyTo: first, references: first });
  }
  await expect.poll(() => comments.count(), PATIENT).toBe(bodies.length + 1);
  // They come in any order: each is looked at, and each of them is shown as it is.
  const seen: string[] = [];
  for (const comment of (await comments.all()).slice(1)) {
    await comment.scrollIntoViewIfNeeded();
    seen.push(
      await comment
        .frameLocator('iframe')
        .getByText(/^number \d+$/)
        .innerText(),
    );
  }
  expect(new Set(seen).size).toBe(bodies.length);
  await comments.first().scrollIntoViewIfNeeded();
  await page
    .getByText(HOSTILE_TEXTS[1] ?? '')
    .first()
    .waitFor();
  await page.getByRole('link', { name: 'Sent mail' }).click();
  await page.getByRole('button', { name: /^To / }).first().click();
  await page.getByRole('article').frameLocator('iframe').locator('body').waitFor();
  expect(watched).toEqual({ ran: [], fetched: [], opened: [] });

  await page.goBack();
  const asked = page.waitForRequest(pixel);
  await comments.nth(1 + seen.indexOf(`number ${bodies.length}`)).scrollIntoViewIfNeeded();
  await comments
    .nth(1 + seen.indexOf(`number ${bodies.length}`))
    .getByRole('button', { name: 'Show remote images' })
    .click();
  expect(await (await asked).allHeaders()).not.toHaveProperty('referer');
  await expect.poll(() => watched.fetched, PATIENT).toEqual([pixel]);
  expect(watched.ran).toEqual([]);
  expect(await accessibilityViolations(page)).toEqual([]);
  await context.close();
});

browserTest(
  'a mail shows its own images in place, leaves the keys to the desk, and its original is there',
  async () => {
    const { context, page } = await openWindow(browser);
    const watched = await watch(context, desk.url);
    await page.goto(`${desk.url}/views/d-claims`);
    await signIn(page, ada);
    await send({
      from: { name: 'Rita Novak', address: 'rita@novak.example.com' },
      subject: 'My roof',
      html: '<p>This is <b>my roof</b>: <img src="cid:roof@novak.example.com" alt="Roof"></p>',
      attachments: [{ filename: 'roof.png', cid: 'roof@novak.example.com', content: DOT }],
    });
    await page.getByRole('link', { name: /My roof/ }).click();
    const { comments, note } = ticketOn(page);
    const mail = comments.first().frameLocator('iframe');
    const drawn = () => mail.getByAltText('Roof').evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(drawn, PATIENT).toBe(1);
    // It stands in the text: no list of files names it again.
    expect(await comments.first().getByRole('list', { name: 'Attachments' }).count()).toBe(0);
    await mail.getByText('my roof').click();
    await page.keyboard.press('n');
    await expect.poll(() => note.evaluate((field) => field === document.activeElement), PATIENT).toBe(true);
    await page.getByRole('button', { name: /^More for the comment by Rita/ }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Download the original mail' }).click();
    expect((await download).suggestedFilename()).toBe('My roof.eml');
    expect(watched.fetched).toEqual([]);
    await context.close();
  },
);
