import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { asOperation } from '../../observe/operation.ts';
import { MAIL_LIMITS } from '../parse/parsed-mail.ts';
import type { Certificate } from './certificate.ts';

export type ReceivedMail = {
  raw: Buffer;
  /** The empty string for the null sender (`MAIL FROM:<>`). */
  envelopeFrom: string;
  envelopeTo: string[];
  remoteAddress: string | null;
  /** As what the peer greeted; null: nobody did. */
  helo: string | null;
};

export type SmtpDoor = {
  /** The port it listens on (of use where 0 was asked for). */
  port: number;
  /** Takes no new connections, lets those that are open finish for a moment, then closes them. */
  close(): Promise<void>;
};

export type SmtpDoorOptions = {
  host: string;
  port: number;
  log: Logger;
  /** What STARTTLS shows; the sender may do without. */
  certificate: Certificate;
  /** Bytes of messages that may be on their way in at once, all connections together. */
  budget?: number;
  /** Is there anybody at this address? A rejection means "not now": the sender tries again. */
  isKnownRecipient(address: string): Promise<boolean>;
  /** Stores the message. The sender is told 250 when this has resolved, 451 when it rejects. */
  store(mail: ReceivedMail): Promise<{ id: string }>;
};

/** A refusal as SMTP says it. */
class SmtpRefusal extends Error {
  readonly responseCode: number;

  constructor(code: number, message: string) {
    super(message);
    this.responseCode = code;
  }
}

const MAX_RECIPIENTS = 100;
/** Whoever names so many unknown recipients is guessing: the line is closed. */
const MAX_UNKNOWN = 20;
const BUDGET = 8 * MAIL_LIMITS.bytes;

/** Listens for mail. Rejects when the port is taken. No sign-in: it takes mail for this desk alone and relays none. */
export async function openSmtpDoor(options: SmtpDoorOptions): Promise<SmtpDoor> {
  const { log } = options;
  const purse: Purse = { left: options.budget ?? BUDGET };
  const unknown: Unknown = new WeakMap();
  const server = new SMTPServer({
    banner: 'Copydesk',
    authOptional: true,
    disabledCommands: ['AUTH'],
    ...options.certificate,
    size: MAIL_LIMITS.bytes,
    maxClients: 200,
    disableReverseLookup: true,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    onRcptTo: ({ address }, session, callback) => {
      void answer(checkRecipient(options, unknown, session, address), (error) => callback(error));
    },
    onData: (stream, session, callback) => {
      void answer(receive(options, purse, stream, session), (error, stored) =>
        callback(error, `Stored as ${stored?.id}`),
      );
    },
  });
  server.on('error', (error) => log.debug({ err: error }, 'An SMTP connection failed.'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Tells a library that wants callbacks how something went. */
async function answer<T>(work: Promise<T>, callback: (error: Error | null, value?: T) => void): Promise<void> {
  const [result] = await Promise.allSettled([work]);
  if (result.status === 'fulfilled') callback(null, result.value);
  else callback(result.reason as Error);
}

/** How many unknown recipients each connection has named. */
type Unknown = WeakMap<SMTPServerSession, number>;

async function checkRecipient(
  { isKnownRecipient, log }: SmtpDoorOptions,
  unknown: Unknown,
  session: SMTPServerSession,
  address: string,
) {
  if (session.envelope.rcptTo.length >= MAX_RECIPIENTS)
    throw new SmtpRefusal(452, 'Too many recipients, send the rest separately');
  const known = await isKnownRecipient(address).catch((error: unknown) => {
    log.error({ err: error }, 'A recipient could not be looked up; the sender is asked to try again.');
    throw new SmtpRefusal(451, 'Recipients cannot be looked up right now, please try again later');
  });
  if (known) return;
  const count = (unknown.get(session) ?? 0) + 1;
  unknown.set(session, count);
  if (count >= MAX_UNKNOWN) throw new SmtpRefusal(421, 'Too many unknown recipients, good bye');
  throw new SmtpRefusal(550, `There is no such address here: ${address.slice(0, 320)}`);
}

async function receive(
  { store, log }: SmtpDoorOptions,
  purse: Purse,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
) {
  const read = await readAll(stream, purse);
  try {
    if (stream.sizeExceeded || read.over === 'SIZE') {
      throw new SmtpRefusal(552, `The message is larger than ${MAIL_LIMITS.bytes / 1024 / 1024} MB`);
    }
    if (read.over === 'BUDGET') throw new SmtpRefusal(452, 'Too much mail at once, please try again later');
    return await handOver({ store, log }, read.raw, session);
  } finally {
    purse.left += read.taken;
  }
}

async function handOver(
  { store, log }: Pick<SmtpDoorOptions, 'store' | 'log'>,
  raw: Buffer,
  session: SMTPServerSession,
) {
  const { mailFrom, rcptTo } = session.envelope;
  const mail: ReceivedMail = {
    raw,
    envelopeFrom: mailFrom ? mailFrom.address : '',
    envelopeTo: rcptTo.map(({ address }) => address),
    remoteAddress: session.remoteAddress.replace(/^::ffff:(?=\d+\.)/iu, ''),
    helo: session.hostNameAppearsAs ? session.hostNameAppearsAs.slice(0, 255) : null,
  };
  return asOperation('SMTP mail', () => store(mail)).catch((error: unknown) => {
    log.error({ err: error }, 'A mail could not be stored; the sender is asked to try again.');
    throw new SmtpRefusal(451, 'The message could not be stored right now, please try again later');
  });
}

/** What is left of the budget, shared by all connections. */
type Purse = { left: number };
type Read = { raw: Buffer; taken: number; over: 'SIZE' | 'BUDGET' | null };

/** The stream is read to its end also when it is too long, or there is no room: else the peer is left hanging. */
async function readAll(stream: SMTPServerDataStream, purse: Purse): Promise<Read> {
  let chunks: Buffer[] = [];
  let size = 0;
  let taken = 0;
  let over: Read['over'] = null;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAIL_LIMITS.bytes) over = 'SIZE';
      else if (over === null && chunk.length > purse.left) over = 'BUDGET';
      if (over === null) {
        chunks.push(chunk);
        purse.left -= chunk.length;
        taken += chunk.length;
      } else {
        chunks = [];
        purse.left += taken;
        taken = 0;
      }
    }
  } catch (error) {
    purse.left += taken;
    throw error;
  }
  return { raw: over === null ? Buffer.concat(chunks, size) : Buffer.alloc(0), taken, over };
}
