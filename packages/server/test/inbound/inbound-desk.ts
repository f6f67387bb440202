import { EventEmitter, once } from 'node:events';
import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer/index.js';
import { v7 } from 'uuid';
import { openMailDoor, receiveRawMail, startInbound } from '../../src/features/inbound/index.ts';
import { openJobQueue } from '../../src/platform/jobs/pg-boss.ts';
import type { Jobs } from '../../src/platform/jobs/jobs.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { aPerson } from '../support/people.ts';
import { testDesk } from '../support/test-desk.ts';

export type InboundDesk = Awaited<ReturnType<typeof inboundDesk>>;

/** Who vouches for senders in these tests: `Authentication-Results: mx.test; dmarc=pass` from this machine counts. */
export const PROOF = { 'Authentication-Results': 'mx.test; dmarc=pass (p=reject) header.from=example.com' };

/** A desk with a real SMTP door, a real job queue and its worker, on a database of its own. */
export async function inboundDesk(environment: Record<string, string> = {}, dns: Desk['dns'] = null) {
  const base = await testDesk({
    SMTP_PORT: '0',
    HOST: '127.0.0.1',
    TRUSTED_RELAYS: '127.0.0.1=mx.test',
    ...environment,
  });
  const runs = new EventEmitter().setMaxListeners(0);
  const queue = await openJobQueue({ url: base.url, log: base.log });
  // Every finished try is an event, so that a test waits for it and for nothing else.
  const jobs: Jobs = {
    ...queue,
    work: (kind, concurrency, handle) =>
      queue.work(kind, concurrency, async (payload) => {
        try {
          await handle(payload);
        } finally {
          runs.emit('ran');
        }
      }),
  };
  const desk: Desk & Pick<typeof base, 'url' | 'woken' | 'close'> = { ...base, jobs, dns };
  const work = await startInbound(desk);
  const door = await openMailDoor(desk, { host: '127.0.0.1', port: 0 });
  const transport = createTransport({ host: '127.0.0.1', port: door.port, secure: false, ignoreTLS: true });

  const row = (id: string) =>
    desk.db.selectFrom('inbound_message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  /** Waits until its job has decided it (or has given up). */
  const settled = async (id: string) => {
    for (;;) {
      const ran = once(runs, 'ran');
      const message = await row(id);
      if (message.status !== 'RECEIVED') return message;
      await ran;
    }
  };
  return {
    desk,
    port: door.port,
    runs,
    row,
    settled,
    /** Sends over SMTP; returns the id in the 250. */
    async hand(mail: Mail.Options): Promise<string> {
      const { response } = await transport.sendMail({ messageId: `<${v7()}@example.com>`, ...mail });
      return String(response).split(' ').at(-1) ?? '';
    },
    /** Sends over SMTP and waits for what becomes of it. */
    async send(mail: Mail.Options) {
      return settled(await this.hand(mail));
    },
    /** Stores a message without a job: the test runs it itself. Returns its id. */
    async store({
      from,
      to,
      subject,
      headers = '',
      text = 'hi',
    }: {
      from: string;
      to: string;
      subject: string;
      headers?: string;
      text?: string;
    }) {
      const raw = Buffer.from(
        `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${v7()}@example.com>\r\n${headers}\r\n${text}`,
      );
      const mail = { raw, envelopeFrom: from, envelopeTo: [to], remoteAddress: '127.0.0.1', helo: null };
      const { id } = await receiveRawMail({ ...desk, jobs: { ...jobs, sendAll: async () => {} } }, mail);
      return id;
    },
    comments: (ticketId: string) =>
      desk.db.selectFrom('comment').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute(),
    ticket: (id: string) => desk.db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    ccAddresses: async (ticketId: string) => {
      const rows = await desk.db
        .selectFrom('cc')
        .innerJoin('address', 'address.person_id', 'cc.person_id')
        .select('canonical')
        .where('cc.ticket_id', '=', ticketId)
        .orderBy('canonical')
        .execute();
      return rows.map(({ canonical }) => canonical);
    },
    /** A customer with a fresh address on example.com, whom PROOF proves. */
    customer: (name: string) => aPerson(desk, { name }),
    /** Issues a signed reply address. */
    async replyAddress(ticketId: string, personId: string, supportAddress: string) {
      const token = v7()
        .replaceAll(/[^a-z2-7]/g, 'a')
        .padEnd(26, 'b')
        .slice(0, 26)
        .split('')
        .toReversed()
        .join('');
      await desk.db.insertInto('reply_address').values({ token, ticket_id: ticketId, person_id: personId }).execute();
      return supportAddress.replace('@', `+${token}@`);
    },
    async close() {
      transport.close();
      await door.close();
      await work.stop();
      await queue.stop();
      await desk.close();
    },
  };
}
