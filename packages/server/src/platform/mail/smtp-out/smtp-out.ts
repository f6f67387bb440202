import { createTransport } from 'nodemailer';
import type { NodemailerError } from 'nodemailer';
import type { DkimKey } from '../../../config.ts';

type Mailbox = { name: string; address: string };

/** A message as the SMTP peer gets it. Addresses in the envelope are one each: every person has a message of their own. */
export type OutgoingMail = {
  envelope: { from: string; to: string };
  from: Mailbox;
  to: readonly Mailbox[];
  cc: readonly Mailbox[];
  replyTo: Mailbox;
  /** With angle brackets, as `inReplyTo` and `references`. */
  messageId: string;
  inReplyTo: string | null;
  references: readonly string[];
  subject: string;
  text: string;
  html: string;
  date: Date;
  headers: Readonly<Record<string, string>>;
  /** `cid`: by which the HTML shows it. */
  attachments: readonly { filename: string; contentType: string; content: Buffer; cid?: string }[];
};

/** REFUSED: the peer will never take this message. DELAYED: another try may do. `reason` is the peer's sentence. */
export type SendResult = { state: 'SENT' } | { state: 'REFUSED' | 'DELAYED'; reason: string };

export type SmtpOut = { send(mail: OutgoingMail): Promise<SendResult>; close(): void };

const CONNECTIONS = 5;
/** Together less than what a job is given. */
const TIMEOUTS = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000, dnsTimeout: 10_000 };

/**
 * Opens a pool of connections to the SMTP peer of an `smtp:` or `smtps:` URL; nothing connects before the first mail. A mail
 * is signed (RFC 6376) with the key of its From domain, or of the nearest domain above it that has one.
 */
export function openSmtpOut(url: string, dkimKeys: readonly DkimKey[] = []): SmtpOut {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    // A connection that the peer closed while it was idle is not the message's fault; more is for the job to try.
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMEOUTS,
  });
  return {
    async send({ to, cc, references, headers, inReplyTo, attachments, ...mail }) {
      try {
        await transport.sendMail({
          ...mail,
          to: [...to],
          cc: [...cc],
          references: [...references],
          headers: { ...headers },
          attachments: [...attachments],
          ...(inReplyTo === null ? {} : { inReplyTo }),
          ...signedBy(mail.from.address, dkimKeys),
        });
        return { state: 'SENT' };
      } catch (error) {
        return failureOf(error as NodemailerError);
      }
    },
    close: () => transport.close(),
  };
}

function signedBy(from: string, keys: readonly DkimKey[]) {
  const host = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
  const [key] = keys
    .filter(({ domain }) => host === domain || host.endsWith(`.${domain}`))
    .toSorted((one, other) => other.domain.length - one.domain.length);
  return key ? { dkim: { domainName: key.domain, keySelector: key.selector, privateKey: key.privateKey } } : {};
}

/** Commands that are about one message: a 5xx elsewhere (greeting, TLS, sign-in) is the desk's trouble, not its own. */
const ABOUT_THE_MESSAGE = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

function failureOf(error: NodemailerError): SendResult {
  const { responseCode = 0, command = '', response, message } = error;
  const refused = responseCode >= 500 && responseCode < 600 && ABOUT_THE_MESSAGE.has(command);
  return { state: refused ? 'REFUSED' : 'DELAYED', reason: response || message };
}
