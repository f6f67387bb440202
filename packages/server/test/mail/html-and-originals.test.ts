import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteComment, makeCommentInternal } from '../../src/features/comments/index.ts';
import { localId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { mailPeer } from '../notifications/mail-peer.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let desk: RunningDesk;
let peer: Awaited<ReturnType<typeof mailPeer>>;
let department: Awaited<ReturnType<typeof aDepartment>>;
let ada: Viewer;
let otto: Viewer;
let rita: Viewer;
let carl: Viewer;

beforeAll(async () => {
  peer = await mailPeer();
  desk = await runningDesk({ SMTP_URL: peer.url, TRUSTED_RELAYS: '127.0.0.1=mx.test' });
  department = await aDepartment(desk.desk, { slug: 'claims' });
  const other = await aDepartment(desk.desk, { slug: 'billing' });
  ada = await aPerson(desk.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
  otto = await aPerson(desk.desk, { name: 'Otto', role: 'AGENT', departmentIds: [other.id] });
  rita = await aPerson(desk.desk, { name: 'Rita' });
  carl = await aPerson(desk.desk, { name: 'Carl' });
});
afterAll(async () => {
  await desk?.close();
  await peer?.close();
});

/** Sends over SMTP, with a sender that is proven; returns the mail's row when the rules have decided. */
async function send(from: Viewer, mail: Mail.Options) {
  const transport = createTransport({ host: '127.0.0.1', port: desk.smtpPort ?? 0, ignoreTLS: true });
  const { response } = await transport.sendMail({
    from: { name: from.name, address: from.address ?? '' },
    to: department.address,
    envelope: { from: from.address ?? '', to: [department.address] },
    headers: { 'Authentication-Results': 'mx.test; dmarc=pass header.from=example.com' },
    ...mail,
  });
  transport.close();
  const id = String(response).split(' ').at(-1) ?? '';
  for (;;) {
    const row = await desk.desk.db
      .selectFrom('inbound_message')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    if (row.status !== 'RECEIVED') return row;
  }
}

const photos: Mail.Options = {
  subject: 'The roof / “today”',
  html: '<p>See <b>here</b>: <img src="cid:roof@example.com" alt="Roof"> <img src="cid:plan@example.com" alt="Plan"> <img src="https://pixels.example/a.png" alt="Far"></p>',
  attachments: [
    { filename: 'roof.png', cid: 'roof@example.com', content: PNG, contentType: 'application/octet-stream' },
    {
      filename: 'plan.svg',
      cid: 'plan@example.com',
      content: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      contentType: 'image/svg+xml',
    },
    { filename: 'page.png', content: '<script>alert(1)</script>', contentType: 'text/html' },
  ],
};

const COMMENT = `query ($id: ID!) { inboundMessage(id: $id) { originalUrl comment { id bodyText bodyHtml originalUrl
  attachments { id name url inline contentType } } } }`;

async function fetchAs(viewer: Viewer | null, url: string): Promise<Response> {
  const headers: Record<string, string> = viewer ? { authorization: `Bearer ${await desk.tokenOf(viewer)}` } : {};
  return fetch(new URL(url, desk.baseUrl), { headers });
}

const globalMessage = (id: string) => Buffer.from(`InboundMessage:${id}`).toString('base64url');

async function aPhotoMail(mail: Mail.Options = {}) {
  const row = await send(rita, { ...photos, ...mail });
  const { data } = await desk.ask(ada, COMMENT, { id: globalMessage(row.id) });
  return { row, original: data.inboundMessage.originalUrl as string, comment: data.inboundMessage.comment };
}

describe('a mail with images', () => {
  it('shows its own in place, and none from elsewhere', async () => {
    const { comment } = await aPhotoMail();
    const [roof, plan, page] = comment.attachments;
    expect([roof, plan, page].map(({ inline }) => inline)).toEqual([true, false, false]);
    expect(comment.bodyHtml).toBe(
      `<p>See <b>here</b>: <img src="${roof.url}" alt="Roof" /> Plan <img data-remote-src="https://pixels.example/a.png" alt="Far" /></p>`,
    );
    const ritas = await desk.ask(rita, 'query ($id: ID!) { node(id: $id) { ... on Comment { bodyHtml } } }', {
      id: comment.id,
    });
    expect(ritas.data.node.bodyHtml).toBe(comment.bodyHtml);
  });

  it('gives its files to readers of the comment alone, and only drawings to be shown', async () => {
    const { comment } = await aPhotoMail();
    const [roof, plan, page] = comment.attachments;
    for (const viewer of [ada, rita]) {
      const image = await fetchAs(viewer, roof.url);
      expect(Object.fromEntries(image.headers)).toMatchObject({
        'content-type': 'image/png',
        'content-disposition': expect.stringMatching(/^inline;/),
        'x-content-type-options': 'nosniff',
        'content-security-policy': `sandbox; default-src 'none'`,
      });
      expect(Buffer.from(await image.arrayBuffer()).equals(PNG)).toBe(true);
    }
    for (const { url } of [plan, page]) {
      expect(Object.fromEntries((await fetchAs(ada, url)).headers)).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': expect.stringMatching(/^attachment;/),
        'x-content-type-options': 'nosniff',
      });
    }
    for (const viewer of [carl, otto, null]) expect((await fetchAs(viewer, roof.url)).status).toBe(404);
    await makeCommentInternal(desk.desk, ada, { commentId: localId('Comment', comment.id) ?? '' });
    expect((await fetchAs(rita, roof.url)).status).toBe(404);
    expect((await fetchAs(ada, roof.url)).status).toBe(200);
  });

  it('reaches a CC with the images that it came with, and without those from elsewhere', async () => {
    await aPhotoMail({ subject: 'Copied', cc: carl.address ?? '' });
    while (!peer.received.some(({ to }) => to.includes(carl.address ?? '-'))) await peer.next(1);
    const { mail } = peer.received.find(({ to }) => to.includes(carl.address ?? '-'))!;
    const shown = mail.attachments.filter(({ contentId }) =>
      mail.html?.includes(`src="cid:${contentId?.slice(1, -1)}"`),
    );
    expect(shown.map(({ filename }) => filename)).toEqual(['roof.png']);
    expect(mail.html).toMatch(/Plan <span>Far<\/span>/);
    expect(mail.html).not.toContain('pixels.example');
  });
});

describe('the original of a mail', () => {
  it('is there byte for byte, for staff who may know of the mail', async () => {
    const { row, original, comment } = await aPhotoMail({ subject: 'Roof: "1"\u202E /\\ 屋根' });
    expect(comment.originalUrl).toBe(original);
    const response = await fetchAs(ada, original);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('Roof 1 屋根')}.eml`,
      'x-content-type-options': 'nosniff',
    });
    const kept = await desk.desk.db
      .selectFrom('blob')
      .select('content')
      .where('sha256', '=', row.raw_sha256)
      .executeTakeFirstOrThrow();
    expect(Buffer.from(await response.arrayBuffer()).equals(kept.content)).toBe(true);
    for (const viewer of [rita, carl, otto, null]) expect((await fetchAs(viewer, original)).status).toBe(404);
    const ritas = await desk.ask(rita, 'query ($id: ID!) { node(id: $id) { ... on Comment { originalUrl } } }', {
      id: comment.id,
    });
    expect(ritas.data?.node?.originalUrl ?? null).toBeNull();
  });

  it('of a suspended mail is for those who may settle it', async () => {
    const raw = `From: ${rita.address}\r\nFrom: eve@example.com\r\nTo: ${department.address}\r\nSubject: Us\r\n\r\nhi\r\n`;
    const { id } = await send(rita, { raw });
    const { data } = await desk.ask(ada, '{ suspendedMessages { edges { node { id subject originalUrl } } } }');
    const [{ node }] = data.suspendedMessages.edges;
    expect(node.id).toBe(globalMessage(id));
    expect(await (await fetchAs(ada, node.originalUrl)).text()).toContain('eve@example.com');
    for (const viewer of [rita, otto, null]) expect((await fetchAs(viewer, node.originalUrl)).status).toBe(404);
  });

  it('goes when its comment is deleted, with the files that nobody else has', async () => {
    const own = Buffer.from('only here');
    const { row, original, comment } = await aPhotoMail({
      subject: 'To be deleted',
      attachments: [...(photos.attachments ?? []), { filename: 'own.txt', content: own }],
    });
    const blobs = async () => {
      const found = await desk.desk.db.selectFrom('blob').select('content').execute();
      return {
        raw: found.some(({ content }) => Buffer.from(content).includes('To be deleted')),
        own: found.some(({ content }) => own.equals(content)),
        roof: found.some(({ content }) => PNG.equals(content)),
      };
    };
    expect(await blobs()).toEqual({ raw: true, own: true, roof: true });
    await deleteComment(desk.desk, ada, { commentId: localId('Comment', comment.id) ?? '' });
    expect(await blobs()).toEqual({ raw: false, own: false, roof: true });
    expect((await fetchAs(ada, original)).status).toBe(404);
    const { data } = await desk.ask(ada, COMMENT, { id: globalMessage(row.id) });
    expect(data.inboundMessage).toMatchObject({ originalUrl: null, comment: { originalUrl: null, attachments: [] } });
  });
});
