import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addCcs } from '../../src/features/copies/index.ts';
import { makeCommentInternal } from '../../src/features/comments/index.ts';
import { placeNotificationsCursor } from '../../src/features/notifications/index.ts';
import { changeTicket } from '../../src/features/tickets/index.ts';
import { readReplyAddress } from '../../src/platform/mail/canonical.ts';
import { openSmtpOut, type SmtpOut } from '../../src/platform/mail/smtp-out/smtp-out.ts';
import { aPerson } from '../support/people.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { mailPeer, type Received } from './mail-peer.ts';
import { aStory, consumeAll, deliverAll, mailed, note, reply } from './story.ts';

const CANARY = 'canary-7f3a-internal';

let peer: Awaited<ReturnType<typeof mailPeer>>;
let desk: TestDesk;
let smtp: SmtpOut;

beforeAll(async () => {
  peer = await mailPeer();
  desk = await testDesk({ SMTP_URL: peer.url, PUBLIC_URL: 'https://desk.example.com' });
  await placeNotificationsCursor(desk.db, desk.epoch);
  smtp = openSmtpOut(peer.url);
});
afterAll(async () => {
  smtp.close();
  await desk.close();
  await peer.close();
});
beforeEach(() => {
  peer.received.length = 0;
});
// Whatever a test wrote: no customer's mail ever holds the canary, nor the name of an agent who only follows.
afterEach(() => {
  const leaks = peer.received
    .filter(({ to }) => !/^(?:ada|fiona|frank)\./u.test(to[0] ?? ''))
    .filter(({ mail }) => /canary-7f3a|fiona/iu.test(JSON.stringify(mail)));
  if (leaks.length > 0) throw new Error(`Leaked: ${JSON.stringify(leaks)}`);
});

async function run(): Promise<Map<string, Received[]>> {
  await consumeAll(desk);
  await deliverAll(desk, smtp);
  return Map.groupBy(peer.received, ({ to }) => to.join(','));
}

function only(mails: Map<string, Received[]>, address: string | null): Received {
  const found = mails.get(address ?? '') ?? [];
  expect(found.map(({ mail }) => mail.subject)).toHaveLength(1);
  return found[0]!;
}

const addressesOf = (list: Received['mail']['to']) => (list ?? []).map(({ address }) => address);

describe('who gets a mail, and what it shows', () => {
  it('sends one message to each person; customers see each other, followers are seen by nobody', async () => {
    const { rita, carl, fiona, ada, ticketId, department } = await aStory(desk);
    const mails = await run();
    expect([...mails.keys()].sort()).toEqual([rita.address, carl.address, fiona.address].sort());
    for (const customer of [rita, carl]) {
      const { mail, from } = only(mails, customer.address);
      expect(addressesOf(mail.to)).toEqual([rita.address]);
      expect(addressesOf(mail.cc)).toEqual([carl.address]);
      expect(mail.from).toMatchObject({ name: `Ada · ${department.slug}`, address: department.address });
      expect(from).toBe(mail.replyTo?.[0]?.address);
      expect(mail.text).toContain('Your roof claim has arrived.');
      expect(mail.html).toContain('Your roof claim has arrived.');
    }
    const hidden = only(mails, fiona.address).mail;
    expect([addressesOf(hidden.to), addressesOf(hidden.cc)]).toEqual([[fiona.address], []]);
    expect(hidden.text).toContain('Reply to this email to add an internal note to the request.');
    expect(only(mails, rita.address).mail.text).toContain(
      'A reply to all reaches Carl and the team. A reply to the desk alone is public too.',
    );
    expect(only(mails, carl.address).mail.text).toContain(
      'A reply to all reaches Rita and the team. A reply to the desk alone is read by the team only.',
    );
    const { number } = await desk.db
      .selectFrom('ticket')
      .select('number')
      .where('id', '=', ticketId)
      .executeTakeFirstOrThrow();
    expect(new Set(peer.received.map(({ mail }) => mail.subject))).toEqual(new Set([`[#${number}] Roof claim`]));
    expect(ada.address && mails.has(ada.address)).toBe(false);
  });

  it('marks its mails as its own, and as automatic all but what an agent wrote to customers', async () => {
    const { rita, carl, fiona } = await aStory(desk);
    await run();
    const marks = new Map(peer.received.map((one) => [one.to[0], one.header('auto-submitted')]));
    expect([rita, carl, fiona].map(({ address }) => marks.get(address!))).toEqual([null, null, 'auto-generated']);
    for (const received of peer.received) {
      expect(received.header('x-copydesk-loop')).toBe('desk.example.com');
      expect(received.mail.html).not.toMatch(/<img|src=|url\(|http-equiv/u);
    }
  });

  it('names the department where the author takes part only as a follower', async () => {
    const { rita, carl, fiona, ada, ticketId, department } = await aStory(desk);
    await run();
    peer.received.length = 0;
    await reply(desk, fiona, ticketId, 'We are looking into it.');
    const mails = await run();
    for (const customer of [rita, carl]) {
      const { mail } = only(mails, customer.address);
      expect(mail.from?.name).toBe(department.slug);
      expect(mail.text).toMatch(new RegExp(`^${department.slug}, `, 'u'));
    }
    expect(only(mails, ada.address).mail.from?.name).toBe(`Fiona Hidden · ${department.slug}`);
  });

  it('writes to nobody who stood in the mail that caused it', async () => {
    const { rita, carl, ada, fiona, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    await mailed(desk, rita, ticketId, 'Any news?', { recipients: [carl.address!] });
    const mails = await run();
    expect([...mails.keys()].sort()).toEqual([ada.address, fiona.address].sort());
  });

  it('does not name a CC whom the author left out of this one reply', async () => {
    const { rita, carl, ada, ticketId } = await aStory(desk, (policy) => {
      policy.cc.removeViaReplyEditor = false;
    });
    const kim = await aPerson(desk, { name: 'Kim' });
    await addCcs(desk, ada, { ticketId, people: [{ id: kim.id }] });
    await run();
    peer.received.length = 0;
    await reply(desk, ada, ticketId, 'Not for Carl.', { removeCcs: [carl.id] });
    const mails = await run();
    expect(mails.has(carl.address!)).toBe(false);
    expect(addressesOf(only(mails, rita.address).mail.cc)).toEqual([kim.address]);
  });

  it('passes on the files of a comment, and names them', async () => {
    const { rita, carl, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    const content = Buffer.from('not really a picture');
    await desk.db.insertInto('blob').values({ sha256: 'roof', size: content.length, content }).execute();
    const roof = { sha256: 'roof', name: 'roof.jpg', contentType: 'image/jpeg', size: content.length, contentId: null };
    const plan = { ...roof, name: 'plan.bin', size: 10_000_000 };
    await mailed(desk, rita, ticketId, 'See the picture.', { attachments: [roof, plan] });
    const { mail } = only(await run(), carl.address);
    expect(mail.text).toContain('Attachments: roof.jpg (1 kB), plan.bin (10.0 MB)');
    expect(mail.html).toContain('Attachments: roof.jpg (1 kB), plan.bin (10.0 MB)');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['roof.jpg']);
    expect(Buffer.from(mail.attachments[0]!.content as ArrayBuffer).equals(content)).toBe(true);
  });

  it('acknowledges with a fixed text and none of theirs', async () => {
    const { rita, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    const told = {
      personId: rita.id,
      address: rita.address!,
      header: 'TO' as const,
      as: 'REQUESTER' as const,
      mail: 'ACKNOWLEDGEMENT' as const,
      rule: 'told-acknowledgement',
      because: 'They wrote to the desk: the ticket is acknowledged.',
    };
    await mailed(desk, rita, ticketId, 'buy-this-now', { told: [told] });
    const { mail } = only(await run(), rita.address);
    expect(mail.subject).toMatch(/^\[#\d+\] We have received your message$/u);
    expect(JSON.stringify(mail)).not.toMatch(/buy-this-now|Roof|Rita|Carl/u);
  });

  it('tells assignee and followers of a change once, and no customer', async () => {
    const { rita, carl, ada, fiona, ticketId, department } = await aStory(desk);
    const frank = await aPerson(desk, { name: 'Frank', role: 'AGENT', departmentIds: [department.id] });
    await run();
    peer.received.length = 0;
    await changeTicket(desk, ada, { ticketId, status: 'ON_HOLD', assigneeId: frank.id });
    const mails = await run();
    expect([...mails.keys()].sort()).toEqual([frank.address, fiona.address].sort());
    expect(only(mails, frank.address).mail.text).toContain(
      'Ada set the status from New to On hold and assigned the ticket to Frank.',
    );
    expect([rita, carl].some(({ address }) => mails.has(address!))).toBe(false);
  });
});

describe('history for those who join', () => {
  it('sends a new CC all public comments at once, newest first, and nothing internal', async () => {
    const { ada, ticketId, rita, carl } = await aStory(desk);
    await note(desk, ada, ticketId, `${CANARY}: suspicious claim`);
    await reply(desk, ada, ticketId, 'We need a photo.');
    await run();
    peer.received.length = 0;
    const kim = await aPerson(desk, { name: 'Kim' });
    await addCcs(desk, ada, { ticketId, people: [{ id: kim.id }] });
    const mails = await run();
    expect([...mails.keys()]).toEqual([kim.address]);
    const { mail } = only(mails, kim.address);
    expect(mail.text).toMatch(/You have been copied[^]*We need a photo\.[^]*Your roof claim has arrived\./u);
    expect([addressesOf(mail.to), addressesOf(mail.cc)]).toEqual([[rita.address], [carl.address, kim.address]]);
  });

  it('holds nothing that came later, however late it is written', async () => {
    const { ticketId, ada } = await aStory(desk);
    await reply(desk, ada, ticketId, 'The adjuster comes on Monday.');
    const mia = await aPerson(desk, { name: 'Mia' });
    await addCcs(desk, ada, { ticketId, people: [{ id: mia.id }] });
    await reply(desk, ada, ticketId, 'The adjuster comes on Tuesday.');
    const texts = ((await run()).get(mia.address ?? '') ?? []).map(({ mail }) => mail.text ?? '');
    const days = texts.map((text) => ['Monday', 'Tuesday'].filter((day) => text.includes(day)));
    expect(days).toEqual([['Monday'], ['Tuesday']]);
  });

  it('sends no history where a department starts with what comes next', async () => {
    const { ada, ticketId } = await aStory(desk, (policy) => {
      policy.cc.fullPublicHistoryForNewCc = false;
    });
    await run();
    peer.received.length = 0;
    const kim = await aPerson(desk, { name: 'Kim' });
    await addCcs(desk, ada, { ticketId, people: [{ id: kim.id }] });
    const { mail } = only(await run(), kim.address);
    expect(mail.text).toContain('You have been copied');
    expect(mail.text).not.toContain('has arrived');
  });

  it('sends the reply and what was said before in one mail to a CC whom the reply adds', async () => {
    const { ada, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    const kim = await aPerson(desk, { name: 'Kim' });
    await reply(desk, ada, ticketId, 'Kim looks at it.', { ccs: [{ id: kim.id }] });
    const { mail } = only(await run(), kim.address);
    expect(mail.text).toMatch(/Kim looks at it\.[^]*Earlier in this conversation[^]*has arrived\./u);
    expect(mail.text?.match(/Kim looks at it/gu)).toHaveLength(1);
  });
});

describe('private means private', () => {
  it('sends a note to assignee and follower only, with its banner', async () => {
    const { ada, fiona, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    await note(desk, ada, ticketId, CANARY);
    const mails = await run();
    expect([...mails.keys()]).toEqual([fiona.address]);
    const { mail } = only(mails, fiona.address);
    expect(mail.text).toMatch(/^\*\*\* Internal note: only the team reads this\. \*\*\*/u);
    expect(mail.html).toContain('Internal note: only the team reads this.');
  });

  it('sends nothing outside of a comment made internal before the log was read', async () => {
    const { ada, fiona, rita, carl, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    const commentId = await reply(desk, ada, ticketId, CANARY);
    await makeCommentInternal(desk, ada, { commentId });
    const mails = await run();
    expect([...mails.keys()]).toEqual([fiona.address]);
    const rows = await desk.db.selectFrom('outbound_message').selectAll().where('comment_id', '=', commentId).execute();
    const unsent = rows.filter((row) => [rita.id, carl.id].includes(row.person_id));
    expect(unsent.map((row) => [row.status, row.body_text, row.subject])).toEqual([
      ['FAILED', '', ''],
      ['FAILED', '', ''],
    ]);
    expect(unsent[0]?.last_error).toMatch(/^Not sent: the comment is internal now/u);
  });

  it('sends nothing outside of a comment made internal while its mail was waiting', async () => {
    const { ada, fiona, rita, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    const commentId = await reply(desk, ada, ticketId, CANARY);
    await consumeAll(desk);
    await makeCommentInternal(desk, ada, { commentId });
    await deliverAll(desk, smtp);
    expect(new Set(peer.received.map(({ to }) => to[0]))).toEqual(new Set([fiona.address]));
    const row = await desk.db
      .selectFrom('outbound_message')
      .selectAll()
      .where('comment_id', '=', commentId)
      .where('person_id', '=', rita.id)
      .executeTakeFirstOrThrow();
    expect([row.status, row.last_error]).toEqual([
      'FAILED',
      'Not sent: what it says was deleted or made internal meanwhile.',
    ]);
  });

  it('writes to a new CC although another comment has just been made internal; not once what it holds is', async () => {
    const { ada, ticketId } = await aStory(desk);
    const secret = await reply(desk, ada, ticketId, CANARY);
    const held = await reply(desk, ada, ticketId, 'The surveyor comes on Thursday.');
    await makeCommentInternal(desk, ada, { commentId: secret });
    await run();
    const kim = await aPerson(desk, { name: 'Kim' });
    await addCcs(desk, ada, { ticketId, people: [{ id: kim.id }] });
    const { mail } = only(await run(), kim.address);
    expect(mail.text).toContain('The surveyor comes on Thursday.');
    expect(mail.text).not.toContain(CANARY);

    const lou = await aPerson(desk, { name: 'Lou' });
    await addCcs(desk, ada, { ticketId, people: [{ id: lou.id }] });
    await consumeAll(desk);
    await makeCommentInternal(desk, ada, { commentId: held });
    expect((await run()).has(lou.address!)).toBe(false);
  });

  it('sends nothing to a follower who is no longer staff of the ticket', async () => {
    const { ada, fiona, rita, carl, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    await note(desk, ada, ticketId, CANARY);
    await reply(desk, ada, ticketId, 'Public, and hidden from nobody who takes part.');
    await desk.db.updateTable('person').set({ role: 'END_USER' }).where('id', '=', fiona.id).execute();
    expect([...(await run()).keys()].sort()).toEqual([rita.address, carl.address].sort());
  });

  it('does not mail a new CC of a ticket without a public comment', async () => {
    const { ada, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    const first = await desk.db
      .selectFrom('comment')
      .select('id')
      .where('ticket_id', '=', ticketId)
      .executeTakeFirstOrThrow();
    await makeCommentInternal(desk, ada, { commentId: first.id });
    const kim = await aPerson(desk, { name: 'Kim' });
    await addCcs(desk, ada, { ticketId, people: [{ id: kim.id }] });
    expect((await run()).has(kim.address!)).toBe(false);
  });

  it('records why somebody is not written to', async () => {
    const { ada, rita, carl, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    const commentId = await reply(desk, ada, ticketId, 'Two of you are out of reach.');
    await desk.db.updateTable('person').set({ state: 'SUSPENDED' }).where('id', '=', carl.id).execute();
    await desk.db
      .updateTable('address')
      .set({ undeliverable_since: new Date() } as never)
      .where('person_id', '=', rita.id)
      .execute();
    await run();
    const rows = await desk.db.selectFrom('outbound_message').selectAll().where('comment_id', '=', commentId).execute();
    const errorOf = (id: string) => rows.find((row) => row.person_id === id)?.last_error;
    expect(errorOf(carl.id)).toBe('Not sent: the contact Carl is suspended.');
    expect(errorOf(rita.id)).toBe(`Not sent: earlier mail to ${rita.address} came back.`);
  });
});

describe('answers find their way back', () => {
  it('gives each person one signed reply address per ticket, the same in every mail', async () => {
    const { ada, rita, ticketId } = await aStory(desk);
    await reply(desk, ada, ticketId, 'Once more.');
    const mails = await run();
    const addresses = mails.get(rita.address!)!.map(({ mail }) => mail.replyTo![0]!.address!);
    expect(new Set(addresses).size).toBe(1);
    const { token } = readReplyAddress(addresses[0]!)!;
    const row = await desk.db.selectFrom('reply_address').selectAll().where('token', '=', token).executeTakeFirst();
    expect([row?.ticket_id, row?.person_id]).toEqual([ticketId, rita.id]);
    expect(new Set([...mails.values()].flat().map(({ mail }) => mail.replyTo![0]!.address)).size).toBe(3);
  });

  it('keeps a ticket together in mail programs, and remembers whom each message named', async () => {
    const { ada, rita, carl, ticketId } = await aStory(desk);
    const first = only(await run(), rita.address);
    peer.received.length = 0;
    await mailed(desk, rita, ticketId, 'Here is the photo.', {
      messageId: '<photo@example.com>',
      recipients: [carl.address!],
    });
    await reply(desk, ada, ticketId, 'Thank you.');
    const second = only(await run(), rita.address);
    const references = second.header('references')!.split(/\s+/u);
    expect(references[0]).toBe(first.header('references'));
    expect(references).toEqual(expect.arrayContaining(['<photo@example.com>', first.mail.messageId]));
    const known = await desk.db.selectFrom('message_reference').selectAll().where('ticket_id', '=', ticketId).execute();
    const byId = new Map(known.map((row) => [row.message_id, row.named]));
    expect(byId.get(second.mail.messageId!)).toEqual([rita.address, carl.address]);
    expect(byId.has(references[0]!)).toBe(true);
  });

  it('answers the mail that caused it', async () => {
    const { ada, rita, ticketId } = await aStory(desk);
    await run();
    peer.received.length = 0;
    await mailed(desk, rita, ticketId, 'Hello?', { messageId: '<hello@example.com>' });
    expect(only(await run(), ada.address).header('in-reply-to')).toBe('<hello@example.com>');
  });
});
