import { v7 } from 'uuid';
import { receiveRawMail } from '../features/inbound/index.ts';
import type { Desk } from '../platform/desk.ts';

export type DemoMail = {
  from: { name: string; address: string };
  to: string[];
  cc?: string[];
  subject: string;
  text: string;
  inReplyTo?: string;
  /** Headers as they are, such as a second From. */
  extra?: string[];
};

/** A header's text, in RFC 2047's base64 where it is not plain ASCII. */
function encoded(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** Hands a mail in at the door, as if it had come by SMTP, and waits until the rules have decided it. */
export async function mailIn(desk: Desk, mail: DemoMail): Promise<{ messageId: string; ticketId: string | null }> {
  const messageId = `<${v7()}@mail.example.com>`;
  const lines = [
    `From: ${encoded(mail.from.name)} <${mail.from.address}>`,
    `To: ${mail.to.join(', ')}`,
    ...(mail.cc ? [`Cc: ${mail.cc.join(', ')}`] : []),
    `Subject: ${encoded(mail.subject)}`,
    `Message-ID: ${messageId}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    ...(mail.inReplyTo ? [`In-Reply-To: ${mail.inReplyTo}`, `References: ${mail.inReplyTo}`] : []),
    ...(mail.extra ?? []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...mail.text.split('\n'),
    '',
  ];
  const raw = Buffer.from(lines.join('\r\n'));
  const envelopeTo = [...mail.to, ...(mail.cc ?? [])].filter((address) => address.endsWith('@desk.example.com'));
  const { id } = await receiveRawMail(desk, {
    raw,
    envelopeFrom: mail.from.address,
    envelopeTo,
    remoteAddress: null,
    helo: null,
  });
  const row = await until(async () =>
    desk.db
      .selectFrom('inbound_message')
      .select('ticket_id')
      .where('id', '=', id)
      .where('status', 'not in', ['RECEIVED', 'FAILED'])
      .executeTakeFirst(),
  );
  return { messageId, ticketId: row.ticket_id };
}

/** The signed address at which a person answers a ticket, once the desk has written to them. */
export async function replyAddressOf(desk: Desk, ticketId: string, address: string): Promise<string> {
  const row = await until(async () =>
    desk.db
      .selectFrom('outbound_message')
      .select('headers')
      .where('ticket_id', '=', ticketId)
      .where('address', '=', address)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
  return row.headers.replyTo.address;
}

/** Looks again until there is something. The demo is filled beside running workers, which need a moment. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const startedAt = Date.now(); Date.now() - startedAt < 20_000;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('The demo waited 20 s for a mail to be worked through.');
}
