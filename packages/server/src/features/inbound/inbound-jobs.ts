import type { Desk } from '../../platform/desk.ts';
import { startSweep } from '../../platform/jobs/sweep.ts';
import { mailCertificate } from '../../platform/mail/smtp-in/certificate.ts';
import { openSmtpDoor, type ReceivedMail, type SmtpDoor } from '../../platform/mail/smtp-in/smtp-server.ts';
import { together, togetherOrAlone } from '../../platform/together.ts';
import { startExpiry } from './expire-suspended.ts';
import { areKnownRecipients } from './known-recipient.ts';
import { mailProcessor } from './process-message.ts';
import { receiveRawMail, receiveRawMails } from './receive-raw-mail.ts';

/** Messages that are read and decided at once on this node; two threads parse. */
const SHARE = { takers: 3, atOnce: 24 };
/** Messages that come at the same time are stored together, unless they are large: then each by itself. */
const STORED_AT_ONCE = { most: 32, bytes: 256 * 1024 };
/** So many that a crash left are queued again by one sweep; the rest by the next. */
const SWEEP_AT_MOST = 1_000;

/** Works through stored messages (role `jobs`), those included that a crash left. */
export async function startInbound(desk: Desk): Promise<{ stop(): Promise<void> }> {
  const processMessage = mailProcessor(desk);
  await desk.jobs.work('inbound.process', SHARE, ({ inboundMessageId }) => processMessage(inboundMessageId));
  const sweep = await startSweep(desk.jobs, desk.log, 'inbound.process', () => findWaiting(desk));
  const expiry = startExpiry(desk);
  return {
    stop: async () => {
      await sweep.stop();
      await expiry.stop();
    },
  };
}

async function findWaiting({ db }: Desk): Promise<{ inboundMessageId: string }[]> {
  const rows = await db
    .selectFrom('inbound_message')
    .select('id')
    .where('status', '=', 'RECEIVED')
    .orderBy('id')
    .limit(SWEEP_AT_MOST)
    .execute();
  return rows.map(({ id }) => ({ inboundMessageId: id }));
}

/** Opens the SMTP door (role `smtp`); port 0 takes a free one. Rejects when the port is taken. */
export function openMailDoor(desk: Desk, { host, port }: { host: string; port: number }): Promise<SmtpDoor> {
  const { most, bytes } = STORED_AT_ONCE;
  const store = togetherOrAlone((mails: readonly ReceivedMail[]) => receiveRawMails(desk, mails), most);
  return openSmtpDoor({
    host,
    port,
    log: desk.log,
    certificate: mailCertificate(desk.config),
    isKnownRecipient: together((addresses) => areKnownRecipients(desk.db, addresses), most),
    store: (mail) => (mail.raw.length > bytes ? receiveRawMail(desk, mail) : store(mail)),
  });
}
