import { createTransport } from 'nodemailer';
import type { Node } from './desk.ts';
import { RELAY } from './desk.ts';
import type { Received } from './mailbox.ts';

export type Customer = { name: string; address: string };

/** `answers`: the Message-ID of what it replies to. */
export type Letter = { from: Customer; to: string[]; cc?: Customer[]; subject: string; text: string; answers?: string };

/**
 * Writes to the desk as a mail client does, over SMTP; returns its Message-ID when the desk has taken it. The relay before
 * the desk has found the sender's domain in order, and says so in a header.
 */
export async function write(desk: Node, { from, to, cc = [], subject, text, answers }: Letter): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port: desk.smtpPort, secure: false, ignoreTLS: true });
  const domain = from.address.split('@')[1];
  try {
    const { messageId } = await transport.sendMail({
      from: { name: from.name, address: from.address },
      to,
      cc: [...cc],
      subject,
      text,
      ...(answers ? { inReplyTo: answers, references: answers } : {}),
      headers: { 'Authentication-Results': `${RELAY}; dmarc=pass header.from=${domain}` },
      // Others have mail servers of their own.
      envelope: { from: from.address, to: to.filter((address) => address.endsWith('@desk.example.com')) },
    });
    return messageId;
  } finally {
    transport.close();
  }
}

/** The signed address at which the reader of this mail answers. */
export function replyAddress({ mail }: Received): string {
  const address = mail.replyTo?.[0]?.address;
  if (!address) throw new Error(`“${mail.subject}” has no Reply-To.`);
  return address;
}
