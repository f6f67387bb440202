import { ImapFlow } from 'imapflow';
import { MAIL_LIMITS } from '../parse/parsed-mail.ts';
import { MailboxFailure } from './explain-failure.ts';

export type MailSecurity = 'TLS' | 'STARTTLS' | 'NONE';

export type MailboxLogin = {
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  password: string;
  mailbox: string;
};

/** An open mailbox of a mail server. Every call rejects once the connection is gone. */
export type Mailbox = {
  /** What UIDs mean: another one, and the old ones mean nothing. */
  uidValidity: number;
  /** UIDs of the messages above one, rising. Messages that are marked as deleted are none. */
  above(uid: number): Promise<number[]>;
  /** The message as it lies there, not marked as read; its size alone where that is beyond `MAIL_LIMITS`; null: it is gone. */
  read(uid: number): Promise<{ raw: Buffer } | { tooLarge: number } | null>;
  markSeen(uid: number): Promise<void>;
  move(uid: number, to: string): Promise<void>;
  remove(uid: number): Promise<void>;
  /** Waits until mail may have come (IDLE), the time is over, or the signal; rejects when the connection breaks. */
  idle(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Signs out; at once and without manners where the server does not answer. */
  close(): Promise<void>;
};

/** Beyond what a message may have: the size is asked first, this is for servers that do not tell the truth. */
const LITERAL_AT_MOST = MAIL_LIMITS.bytes + 1024 * 1024;
const CLOSE_MS = 2_000;
/** Longer than `idle` is ever asked to wait: a server that is silent for so long is gone. */
const SILENT_MS = 150_000;

const SECURITY: Readonly<Record<MailSecurity, { secure: boolean; doSTARTTLS?: boolean }>> = {
  TLS: { secure: true },
  STARTTLS: { secure: false, doSTARTTLS: true },
  NONE: { secure: false, doSTARTTLS: false },
};

/** Signs in and opens a mailbox. Rejects with what the library says; `explainFailure` makes a sentence of it. */
export async function openMailbox(login: MailboxLogin): Promise<Mailbox> {
  const { host, port, security, username, password, mailbox } = login;
  const client = new ImapFlow({
    host,
    port,
    ...SECURITY[security],
    auth: { user: username, pass: password },
    logger: false,
    disableAutoIdle: true,
    clientInfo: { name: 'Copydesk' },
    connectionTimeout: 20_000,
    socketTimeout: SILENT_MS,
    maxLockHoldTime: false,
    maxLiteralSize: LITERAL_AT_MOST,
    maxResponseSize: 2 * LITERAL_AT_MOST,
  });
  // Whatever is under way rejects with it; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // The lock is kept as long as the connection: it tells a mailbox that is not there from other refusals.
    await client.getMailboxLock(mailbox);
    if (!client.mailbox) throw new MailboxFailure(`${host} has closed ${mailbox} again; it is tried again.`);
    return mailboxOf(client, Number(client.mailbox.uidValidity));
  } catch (error) {
    client.close();
    throw error;
  }
}

function mailboxOf(client: ImapFlow, uidValidity: number): Mailbox {
  const byUid = { uid: true } as const;
  const has = (capability: string) => client.capabilities.has(capability);
  const mark = async (uid: number, flag: string) => {
    required(await client.messageFlagsAdd(String(uid), [flag], byUid), `marking message ${uid} as ${flag.slice(1)}`);
  };
  const remove = async (uid: number) => {
    // A plain EXPUNGE would take along what others have marked.
    if (has('UIDPLUS')) required(await client.messageDelete(String(uid), byUid), `deleting message ${uid}`);
    else await mark(uid, '\\Deleted');
  };
  return {
    uidValidity,
    above: async (uid) => {
      const found = required(await client.search({ uid: `${uid + 1}:*`, deleted: false }, byUid), 'looking for mail');
      // "n:*" names the last message also when its UID is smaller.
      return found.filter((one) => one > uid).toSorted((a, b) => a - b);
    },
    read: (uid) => readOne(client, uid),
    markSeen: (uid) => mark(uid, '\\Seen'),
    move: async (uid, to) => {
      const moves = has('MOVE');
      const moved = moves
        ? await client.messageMove(String(uid), to, byUid)
        : await client.messageCopy(String(uid), to, byUid);
      if (!moved && client.usable) {
        throw new MailboxFailure(
          `A mail cannot be moved to "${to}": make that mailbox at the server, or name another.`,
        );
      }
      required(moved, 'moving mail');
      if (!moves) await remove(uid);
    },
    remove,
    idle: idleOn(client),
    close: () => closeSoon(client),
  };
}

/** The library says false where the server refused, and nothing where the connection is gone. */
function required<T>(result: T | false | undefined, what: string): T {
  if (result !== false && result !== undefined) return result;
  throw new MailboxFailure(`The mail server refused or broke off while ${what}; it is tried again.`);
}

async function readOne(client: ImapFlow, uid: number) {
  const sized = await client.fetchOne(String(uid), { uid: true, size: true }, { uid: true });
  if (!sized) return gone(client);
  if ((sized.size ?? 0) > MAIL_LIMITS.bytes) return { tooLarge: sized.size ?? 0 };
  const source = { start: 0, maxLength: MAIL_LIMITS.bytes + 1 };
  const fetched = await client.fetchOne(String(uid), { uid: true, source }, { uid: true });
  if (!fetched || !fetched.source) return gone(client);
  if (fetched.source.length > MAIL_LIMITS.bytes) return { tooLarge: fetched.source.length };
  return { raw: fetched.source };
}

/** Nothing came: somebody else has deleted it, unless the connection is gone. */
function gone(client: ImapFlow): null {
  if (client.usable) return null;
  throw new MailboxFailure('The connection to the mail server broke; it is tried again.');
}

function idleOn(client: ImapFlow): Mailbox['idle'] {
  // What came while a command ran counts as well.
  let grown = false;
  let wake = () => {};
  client.on('exists', () => {
    grown = true;
    wake();
  });
  client.on('close', () => wake());
  return async (milliseconds, signal) => {
    if (!grown && client.usable && !signal.aborted) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const timer = setTimeout(() => wake(), milliseconds);
      const stopped = () => wake();
      signal.addEventListener('abort', stopped);
      client.idle().catch(() => undefined);
      await woken;
      clearTimeout(timer);
      signal.removeEventListener('abort', stopped);
    }
    grown = false;
    if (!client.usable) gone(client);
    // Ends IDLE, tells us what the server has not told by itself, and finds out whether it is still there.
    if (!signal.aborted) await client.noop();
  };
}

async function closeSoon(client: ImapFlow): Promise<void> {
  const timer = setTimeout(() => client.close(), CLOSE_MS);
  await client.logout().catch(() => undefined);
  clearTimeout(timer);
  client.close();
}
