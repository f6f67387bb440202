import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer/index.js';
import pg from 'pg';
import type { DnsResolver } from '../../src/platform/mail/authenticate/dns.ts';
import { mailPeer } from '../notifications/mail-peer.ts';
import { runningDesk } from '../support/running-desk.ts';

export type ScenarioDesk = Awaited<ReturnType<typeof scenarioDesk>>;

/** Everything that came in is decided, everything that happened is told, everything that was written is sent. */
const SETTLED = `select not exists (select from inbound_message where status = 'RECEIVED')
  and not exists (select from outbound_message where status = 'QUEUED')
  and not exists (select from event e, event_consumer k where (e.epoch, e.xid, e.id) > (k.epoch, k.xid, k.last_id))
  as settled`;

/** So that waiting is told of progress by the database itself. */
const TELL_PROGRESS = `
  create function tell_progress() returns trigger language plpgsql as $$ begin notify progress; return null; end $$;
  ${['inbound_message', 'outbound_message', 'event_consumer']
    .map(
      (table) => `create trigger tell_progress after insert or update on ${table}
    for each statement execute function tell_progress();`,
    )
    .join('\n')}
  listen progress`;

/** A whole desk between two SMTP peers: mails are handed to its door, and what it sends is kept by `peer`. */
export async function scenarioDesk(
  environment: Record<string, string> = { TRUSTED_RELAYS: '127.0.0.1=mx.test' },
  dns?: DnsResolver,
) {
  const peer = await mailPeer();
  const desk = await runningDesk({ SMTP_URL: peer.url, ...environment }, dns);
  const transport = createTransport({ host: '127.0.0.1', port: desk.smtpPort!, secure: false, ignoreTLS: true });
  const watcher = new pg.Client(desk.databaseUrl);
  await watcher.connect();
  await watcher.query(TELL_PROGRESS);
  return {
    ...desk,
    received: peer.received,
    /** Waits until nothing is under way any more. */
    async settled(): Promise<void> {
      for (;;) {
        const progress = once(watcher, 'notification');
        const { rows } = await watcher.query<{ settled: boolean }>(SETTLED);
        if (rows[0]!.settled) return;
        await progress;
      }
    },
    /** Hands a mail over by SMTP; returns the id in the 250. */
    async hand(mail: Mail.Options): Promise<string> {
      const { response } = await transport.sendMail(mail);
      return String(response).split(' ').at(-1) ?? '';
    },
    async close() {
      transport.close();
      await watcher.end();
      await desk.close();
      await peer.close();
    },
  };
}
