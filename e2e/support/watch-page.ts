import type { BrowserContext } from 'playwright-core';

export type Watched = {
  /** Every call of what attacks call: where. */
  ran: string[];
  /** Addresses that were asked for, other than the desk's own pages, files and API. */
  fetched: string[];
  /** Pages that opened by themselves. */
  opened: string[];
};

const SPY = `for (const name of ['alert', 'confirm', 'prompt', 'print']) {
  window[name] = () => { console.error('RAN ' + name + ' in ' + location.href); };
}`;

/** What the desk's own pages ask the desk for. */
const OF_THE_DESK =
  /^\/(?:$|assets\/|graphql$|api\/auth\/|attachments\/|originals\/|views|tickets|messages|sent|admin|favicon|demo|layers)/u;

/**
 * Watches everything that runs or is fetched in a context, its frames included. Nothing leaves the machine: what is asked of
 * another host is answered here, with an image.
 */
export async function watch(context: BrowserContext, origin: string): Promise<Watched> {
  const watched: Watched = { ran: [], fetched: [], opened: [] };
  await context.addInitScript(SPY);
  context.on('console', (message) => {
    if (message.text().startsWith('RAN ')) watched.ran.push(message.text());
  });
  context.on('dialog', (dialog) => {
    watched.ran.push(`RAN ${dialog.type()}`);
    void dialog.dismiss();
  });
  context.on('page', (page) => watched.opened.push(page.url()));
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin === origin && OF_THE_DESK.test(url.pathname)) return route.fallback();
    watched.fetched.push(url.href);
    if (url.origin === origin) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' });
  });
  return watched;
}
