import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Desk } from '../../platform/desk.ts';
import { explainFailure, MailboxFailure } from '../../platform/mail/imap/explain-failure.ts';
import { openMailbox, type Mailbox, type MailboxLogin } from '../../platform/mail/imap/mailbox.ts';
import type { ReceivedMail } from '../../platform/mail/smtp-in/smtp-server.ts';
import { seal, unseal } from '../../platform/seal.ts';
import { returnPathOf } from '../inbound/index.ts';
import { isSupportAddress, noSupportAddress } from './checked-mail-account.ts';
import { passwordPurpose } from './configure-mail-accounts.ts';
import type { Afterwards } from './mail-account.entity.ts';

/** An account as whoever reads it needs it. A `revision` behind the row's: an admin has changed it meanwhile. */
export type ReadableAccount = Omit<MailboxLogin, 'password'> & {
  id: string;
  revision: number;
  sealedPassword: string;
  deliverTo: string;
  afterwards: Afterwards;
  moveTo: string | null;
  uidValidity: number | null;
  lastUid: number;
};

export type Receive = (desk: Desk, mail: ReceivedMail) => Promise<unknown>;

/** IDLE tells at once; servers without it, and those that forget, are asked this often. */
const POLL_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** A mail that is being taken in may be finished for so long when the process stops. */
const DRAIN_MS = 8_000;

/**
 * Reads an account until it is stopped: connected, it waits for mail; what fails is written down and tried again, after a
 * second at first and five minutes at last.
 */
export function readAccount(desk: Desk, account: ReadableAccount, receive: Receive): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let open: Mailbox | null = null;

  const connected = async (working: () => void) => {
    const mailbox = await openMailbox({ ...account, password: await passwordOf(desk, account) });
    open = mailbox;
    try {
      await beginAt(desk, account, mailbox.uidValidity);
      while (!signal.aborted) {
        await takeIn(desk, account, mailbox, receive, signal);
        working();
        await mailbox.idle(POLL_MS, signal);
      }
    } finally {
      await mailbox.close();
      open = null;
    }
  };
  const run = async () => {
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      try {
        await connected(() => (wait = FIRST_WAIT_MS));
      } catch (error) {
        if (signal.aborted) break;
        await noteFailure(desk, account, error);
        await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    }
    await write(desk, account, sql`state = 'WAITING'`, sql`state = 'CONNECTED'`).catch(() => undefined);
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      const impatient = setTimeout(() => void open?.close(), DRAIN_MS);
      await running;
      clearTimeout(impatient);
    },
  };
}

/** @throws MailboxFailure when none of the desk's secrets opens it */
async function passwordOf(desk: Desk, account: ReadableAccount): Promise<string> {
  const { secrets } = desk.config;
  const purpose = passwordPurpose(account.id);
  const opened = unseal(secrets, purpose, account.sealedPassword);
  if (opened === null) {
    throw new MailboxFailure('Its password was kept with another SECRET than the present ones: enter it again.');
  }
  if (opened.isOld) {
    account.sealedPassword = seal(secrets, purpose, opened.text);
    await write(desk, account, sql`password = ${account.sealedPassword}`);
  }
  return opened.text;
}

/** Connected. Where UIDs mean something else than last time, everything is looked at again: what is here already is known. */
async function beginAt(desk: Desk, account: ReadableAccount, uidValidity: number): Promise<void> {
  if (account.uidValidity !== uidValidity) {
    account.uidValidity = uidValidity;
    account.lastUid = 0;
  }
  await write(
    desk,
    account,
    sql`state = 'CONNECTED', last_error = null, last_connected_at = now(), uid_validity = ${uidValidity}::bigint,
      last_uid = ${account.lastUid}::bigint`,
  );
}

async function takeIn(desk: Desk, account: ReadableAccount, mailbox: Mailbox, receive: Receive, signal: AbortSignal) {
  const uids = await mailbox.above(account.lastUid);
  if (uids.length === 0) return;
  if (!(await isSupportAddress(desk.db, account.deliverTo)))
    throw new MailboxFailure(noSupportAddress(account.deliverTo));
  for (const uid of uids) {
    if (signal.aborted) return;
    await takeOne(desk, account, mailbox, uid, receive);
    account.lastUid = uid;
  }
}

/**
 * One message: stored, then flagged, moved or deleted at its server, then passed. A crash between any two of these does
 * the rest again: storing the same delivery twice stores it once.
 */
async function takeOne(desk: Desk, account: ReadableAccount, mailbox: Mailbox, uid: number, receive: Receive) {
  const read = await mailbox.read(uid);
  const passed = sql`last_uid = greatest(last_uid, ${uid}::bigint)`;
  const here = sql`uid_validity = ${account.uidValidity}::bigint`;
  if (read === null) return write(desk, account, passed, here);
  if ('tooLarge' in read) {
    const megabytes = Math.ceil(read.tooLarge / 1024 / 1024);
    const sentence = `Message ${uid} of ${account.mailbox} has ${megabytes} MB, more than the desk takes: it lies there unread.`;
    desk.log.warn(
      { mailAccount: account.id, uid, bytes: read.tooLarge },
      'A mail was too large and left where it lies.',
    );
    return write(desk, account, sql`${passed}, skipped = skipped + 1, last_skipped = ${sentence}`, here);
  }
  await receive(desk, {
    raw: read.raw,
    envelopeFrom: returnPathOf(read.raw),
    envelopeTo: [account.deliverTo],
    remoteAddress: null,
    helo: null,
  });
  await AFTERWARDS[account.afterwards](mailbox, uid, account);
  return write(desk, account, sql`${passed}, last_message_at = now()`, here);
}

const AFTERWARDS: Readonly<
  Record<Afterwards, (mailbox: Mailbox, uid: number, account: ReadableAccount) => Promise<void>>
> = {
  KEEP_SEEN: (mailbox, uid) => mailbox.markSeen(uid),
  MOVE: (mailbox, uid, { moveTo }) => mailbox.move(uid, moveTo ?? ''),
  DELETE: (mailbox, uid) => mailbox.remove(uid),
};

async function noteFailure(desk: Desk, account: ReadableAccount, error: unknown): Promise<void> {
  const sentence = explainFailure(account, error);
  desk.log.warn({ err: error, mailAccount: account.id }, 'A mail account could not be read; it is tried again.');
  await write(desk, account, sql`state = 'FAILED', last_error = ${sentence}`).catch((failed: unknown) => {
    desk.log.error({ err: failed, mailAccount: account.id }, 'The state of a mail account could not be written.');
  });
}

/** Nothing is written once an admin has changed the account. */
async function write(
  { db }: Desk,
  { id, revision }: ReadableAccount,
  set: ReturnType<typeof sql>,
  where: ReturnType<typeof sql> = sql`true`,
): Promise<void> {
  await sql`update mail_account set ${set} where id = ${id} and revision = ${revision} and ${where}`.execute(db);
}
