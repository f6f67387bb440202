import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addCcs } from '../../src/features/copies/index.ts';
import {
  consumeBatch,
  deliverMessage,
  placeNotificationsCursor,
  startDelivery,
  startNotifications,
} from '../../src/features/notifications/index.ts';
import { notificationsCursor } from '../../src/features/notifications/event-page.ts';
import { changeTicketState } from '../../src/features/tickets/index.ts';
import { openJobQueue } from '../../src/platform/jobs/pg-boss.ts';
import { openSmtpOut, type SmtpOut } from '../../src/platform/mail/smtp-out/smtp-out.ts';
import { statementsOf } from '../support/statements.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { mailPeer } from './mail-peer.ts';
import { readable } from '../support/readable.ts';
import { aStory, consumeAll, deliverAll, reply } from './story.ts';

let peer: Awaited<ReturnType<typeof mailPeer>>;
let desk: TestDesk;
let smtp: SmtpOut;

beforeAll(async () => {
  peer = await mailPeer();
  desk = await testDesk({ SMTP_URL: peer.url });
  await placeNotificationsCursor(desk.db, desk.epoch);
  smtp = openSmtpOut(peer.url);
});
afterAll(async () => {
  smtp.close();
  await desk.close();
  await peer.close();
});
beforeEach(async () => {
  await consumeAll(desk);
  // The mails of other tests, hundreds of some, are not sent here.
  desk.sent.length = 0;
  await desk.db.updateTable('outbound_message').set({ status: 'KEPT' }).where('status', '=', 'QUEUED').execute();
  peer.received.length = 0;
  peer.refuse.clear();
});

async function messagesOf(ticketId: string) {
  return desk.db.selectFrom('outbound_message').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute();
}

async function messageTo(ticketId: string, personId: string) {
  return (await messagesOf(ticketId)).find((row) => row.person_id === personId)!;
}

describe('mail.batchOver', () => {
  it('sends one batch after the other; a mail that is put off holds up nobody, nor does a crash', async () => {
    const { ticketId, rita, carl, fiona } = await aStory(desk, (policy) => {
      policy.mail.batchOver = 1;
    });
    await consumeAll(desk);
    const batches = (await messagesOf(ticketId)).map((row) => [row.person_id, row.batch]);
    expect(batches).toEqual([rita, carl, fiona].map(({ id }, at) => [id, at + 1]));
    const jobs = () =>
      desk.sent.splice(0).map(({ payload }) => (payload as { outboundMessageId: string }).outboundMessageId);
    const [first, carls, fionas] = (await messagesOf(ticketId)).map((row) => row.id);
    expect(jobs()).toEqual([first]);
    peer.refuse.set(rita.address!, { code: 451, message: 'Later, please', times: 1 });
    await expect(deliverMessage(desk, smtp, first!)).rejects.toThrow('tried again');
    expect(jobs()).toEqual([carls]);
    // The process ends before the next batch is on its way: what comes up again finds it.
    await desk.db
      .updateTable('outbound_message')
      .set({ status: 'SENT', attempts: 1 })
      .where('id', '=', carls!)
      .execute();
    const delivery = await startDelivery(desk);
    await delivery.stop();
    expect(jobs()).toEqual([first, fionas]);
    await deliverMessage(desk, smtp, fionas!);
    await deliverMessage(desk, smtp, first!);
    expect(peer.received.map(({ to }) => to[0])).toEqual([fiona.address, rita.address]);
    expect(jobs()).toEqual([]);
  });
});

describe('reading the log', () => {
  it('doubles nothing when events are read again', async () => {
    const { rows } = await sql<{ epoch: number; xid: string; last_id: string }>`
      select epoch, xid::text as xid, last_id::text as last_id from event_consumer`.execute(desk.db);
    const { ticketId } = await aStory(desk);
    expect(await consumeAll(desk)).toHaveLength(3);
    const before = await messagesOf(ticketId);
    await sql`update event_consumer set epoch = ${rows[0]!.epoch}, xid = ${rows[0]!.xid}::xid8, last_id = ${rows[0]!.last_id}::bigint`.execute(
      desk.db,
    );
    expect(await consumeAll(desk)).toEqual([]);
    expect(await messagesOf(ticketId)).toEqual(before);
    expect(desk.sent.filter((job) => job.kind === 'outbound.deliver')).toHaveLength(3);
  });

  it('gives the turn to one node at a time', async () => {
    await aStory(desk);
    await desk.db.transaction().execute(async (other) => {
      expect(await notificationsCursor.takeTurn(other)).toBe(true);
      expect(await consumeBatch(desk)).toBeNull();
    });
    expect(await consumeAll(desk)).toHaveLength(3);
  });

  it('writes each message once, however many nodes read', async () => {
    const stories = await Promise.all([aStory(desk), aStory(desk), aStory(desk)]);
    const both = await Promise.all([consumeAll(desk), consumeAll(desk), consumeAll(desk)]);
    const rest = await consumeAll(desk);
    expect([...both.flat(), ...rest]).toHaveLength(stories.length * 3);
  });

  it('waits for a transaction that began earlier, so that its events are not skipped', async () => {
    const { ticketId, ada } = await aStory(desk);
    await consumeAll(desk);
    const other = await aStory(desk);
    await consumeAll(desk);
    await desk.db.transaction().execute(async (slow) => {
      // It has its transaction id before the reply below gets its own.
      await sql`select pg_current_xact_id()`.execute(slow);
      await reply(desk, ada, ticketId, 'The later one.');
      expect(await consumeBatch(desk)).toMatchObject({ events: 0 });
      await sql`update person set name = name where id = ${other.rita.id}`.execute(slow);
    });
    expect(await consumeAll(desk)).toHaveLength(3);
  });

  it('takes as many statements for twelve tickets as for one', async () => {
    await aStory(desk);
    await readable(desk);
    const one = await statementsOf(() => consumeBatch(desk));
    for (let i = 0; i < 12; i += 1) await aStory(desk);
    await readable(desk);
    const many = await statementsOf(() => consumeBatch(desk));
    expect(many.result?.messages).toHaveLength(36);
    expect(many.statements.length).toBe(one.statements.length);
    // Begin, turn, page, tickets, people, reply addresses, history, threads, what was written, commit; jobs are one more.
    expect(one.statements.length).toBeLessThanOrEqual(10);
  });

  it('keeps its transactions short: so many messages and no more, unless one event has them', async () => {
    const { ada, ticketId } = await aStory(desk);
    const people = Array.from({ length: 45 }, (_, at) => ({ email: `cc${at}.${ticketId}@example.com` }));
    await addCcs(desk, ada, { ticketId, people });
    await consumeAll(desk);
    for (let i = 0; i < 6; i += 1) await reply(desk, ada, ticketId, `Reply ${i}.`);
    await readable(desk);
    const sizes = [];
    for (let more = true; more;) {
      const batch = await consumeBatch(desk);
      sizes.push(batch!.messages.length);
      more = batch!.more;
    }
    // Six replies to Rita, 46 CCs and Fiona.
    expect(sizes).toEqual([192, 96]);
  });

  it('gives a message the same Message-ID when it is written again', async () => {
    const { rows } = await sql<{ epoch: number; xid: string; last_id: string }>`
      select epoch, xid::text as xid, last_id::text as last_id from event_consumer`.execute(desk.db);
    const { ticketId } = await aStory(desk);
    await consumeAll(desk);
    const ids = (await messagesOf(ticketId)).map((row) => row.message_id).sort();
    await desk.db.deleteFrom('outbound_message').where('ticket_id', '=', ticketId).execute();
    const { epoch, xid, last_id: lastId } = rows[0]!;
    await sql`update event_consumer set epoch = ${epoch}, xid = ${xid}::xid8, last_id = ${lastId}::bigint`.execute(
      desk.db,
    );
    await consumeAll(desk);
    expect((await messagesOf(ticketId)).map((row) => row.message_id).sort()).toEqual(ids);
  });

  it('starts at the end of a log that was there before it', async () => {
    const late = await testDesk();
    try {
      await aStory(late);
      await readable(late);
      await placeNotificationsCursor(late.db, late.epoch);
      expect(await consumeAll(late)).toEqual([]);
      await aStory(late);
      await placeNotificationsCursor(late.db, late.epoch);
      expect(await consumeAll(late)).toHaveLength(3);
    } finally {
      await late.close();
    }
  });
});

describe('handing over', () => {
  it('sends once, however often the job runs', async () => {
    const { ticketId, rita } = await aStory(desk);
    await consumeAll(desk);
    const { id } = await messageTo(ticketId, rita.id);
    await deliverMessage(desk, smtp, id);
    await deliverMessage(desk, smtp, id);
    expect(peer.received).toHaveLength(1);
    const sent = await messageTo(ticketId, rita.id);
    expect([sent.status, sent.attempts, sent.sent_at === null]).toEqual(['SENT', 1, false]);
  });

  it('sends the same Message-ID again after a crash between the answer and the record', async () => {
    const { ticketId, rita } = await aStory(desk);
    await consumeAll(desk);
    const { id, message_id: messageId } = await messageTo(ticketId, rita.id);
    await deliverMessage(desk, smtp, id);
    await desk.db
      .updateTable('outbound_message')
      .set({ status: 'QUEUED' } as never)
      .where('id', '=', id)
      .execute();
    await deliverMessage(desk, smtp, id);
    expect(peer.received.map(({ mail }) => mail.messageId)).toEqual([messageId, messageId]);
  });

  it('sends once, though what the peer has taken cannot be recorded for a while', async () => {
    const { ticketId, rita } = await aStory(desk);
    await consumeAll(desk);
    const { id } = await messageTo(ticketId, rita.id);
    await sql`alter table outbound_message add constraint disk_is_full check (status <> 'SENT') not valid`.execute(
      desk.db,
    );
    await expect(deliverMessage(desk, smtp, id)).rejects.toThrow('disk_is_full');
    await expect(deliverMessage(desk, smtp, id)).rejects.toThrow('disk_is_full');
    await sql`alter table outbound_message drop constraint disk_is_full`.execute(desk.db);
    await deliverMessage(desk, smtp, id);
    expect(peer.received).toHaveLength(1);
    expect((await messageTo(ticketId, rita.id)).status).toBe('SENT');
  });

  it("records a refusal with the peer's sentence, and says so on the ticket to staff alone", async () => {
    const { ticketId, rita } = await aStory(desk);
    peer.refuse.set(rita.address!, { code: 550, message: 'No such mailbox here', times: 1 });
    await consumeAll(desk);
    await deliverAll(desk, smtp);
    const row = await messageTo(ticketId, rita.id);
    expect([row.status, row.last_error, row.attempts]).toEqual(['FAILED', '550 No such mailbox here', 1]);
    const events = await desk.db
      .selectFrom('event')
      .selectAll()
      .where('ticket_id', '=', ticketId)
      .orderBy('seq')
      .execute();
    const last = events.at(-1)!;
    expect([last.type, last.public_seq, last.data]).toEqual(['delivery.changed', null, { outboundMessageId: row.id }]);
    await deliverMessage(desk, smtp, row.id);
    expect(peer.received.some(({ to }) => to[0] === rita.address)).toBe(false);
  });

  it('tries again when the peer asks for it', async () => {
    const { ticketId, rita } = await aStory(desk);
    peer.refuse.set(rita.address!, { code: 451, message: 'Greylisted, come back later', times: 1 });
    await consumeAll(desk);
    const { id } = await messageTo(ticketId, rita.id);
    await expect(deliverMessage(desk, smtp, id)).rejects.toThrow('it is tried again');
    const waiting = await messageTo(ticketId, rita.id);
    expect([waiting.status, waiting.last_error, waiting.attempts]).toEqual([
      'QUEUED',
      '451 Greylisted, come back later',
      1,
    ]);
    await deliverMessage(desk, smtp, id);
    const sent = await messageTo(ticketId, rita.id);
    expect([sent.status, sent.last_error, sent.attempts]).toEqual(['SENT', null, 2]);
  });

  it('tries again when nobody answers, and gives up after five days', async () => {
    const nobody = openSmtpOut('smtp://127.0.0.1:2660');
    const { ticketId, rita } = await aStory(desk);
    await consumeAll(desk);
    const { id } = await messageTo(ticketId, rita.id);
    await expect(deliverMessage(desk, nobody, id)).rejects.toThrow('it is tried again');
    await sql`update outbound_message set created_at = now() - interval '121 hours' where id = ${id}`.execute(desk.db);
    await deliverMessage(desk, nobody, id);
    nobody.close();
    const row = await messageTo(ticketId, rita.id);
    expect(row.status).toBe('FAILED');
    expect(row.last_error).toMatch(/^Given up after 2 tries: .*ECONNREFUSED/u);
  });

  it('keeps everything where there is no peer', async () => {
    const quiet = await testDesk();
    try {
      await placeNotificationsCursor(quiet.db, quiet.epoch);
      await aStory(quiet);
      expect((await consumeAll(quiet)).map((message) => message.status)).toEqual(['KEPT', 'KEPT', 'KEPT']);
      expect(quiet.sent).toEqual([]);
    } finally {
      await quiet.close();
    }
  });
});

describe('the running whole', () => {
  it('writes, queues and sends by itself when it is woken', async () => {
    const own = await testDesk({ SMTP_URL: peer.url });
    const jobs = await openJobQueue({ url: own.url, log: own.log });
    const running = { ...own, jobs };
    const notifications = await startNotifications(running);
    const delivery = await startDelivery(running);
    try {
      running.wake = () => notifications.wake();
      const arrived = peer.next(3);
      const { rita, carl, fiona } = await aStory(running);
      expect((await arrived).map(({ to }) => to[0]).sort()).toEqual([rita.address, carl.address, fiona.address].sort());
    } finally {
      await notifications.stop();
      await jobs.stop();
      await delivery.stop();
      await own.close();
    }
  });

  it('tells of a failure that only the next reading of the rows showed', async () => {
    const own = await testDesk({ SMTP_URL: peer.url });
    await placeNotificationsCursor(own.db, own.epoch);
    const { ticketId, rita } = await aStory(own);
    await own.db.updateTable('person').set({ state: 'SPAM' }).where('id', '=', rita.id).execute();
    const told = new Promise<void>((resolve) => {
      own.wake = () => resolve();
    });
    const notifications = await startNotifications(own);
    try {
      await told;
      const event = await own.db
        .selectFrom('event')
        .select('type')
        .where('ticket_id', '=', ticketId)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      expect(event?.type).toBe('delivery.changed');
    } finally {
      await notifications.stop();
      await own.close();
    }
  });
});

it('reads past what concerns nobody', async () => {
  const { ticketId } = await aStory(desk);
  await consumeAll(desk);
  await changeTicketState(desk, ticketId, {}, (state) => ({
    ticketId,
    expectSeq: state.seq,
    actorId: null,
    set: { subject: 'Another subject' },
    events: [{ type: 'ticket.changed', public: true, data: { changed: { subject: { from: null, to: null } } } }],
  }));
  expect(await consumeAll(desk)).toEqual([]);
});
