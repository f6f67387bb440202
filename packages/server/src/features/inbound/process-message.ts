import { sql } from 'kysely';
import type { Desk } from '../../platform/desk.ts';
import { parseMail } from '../../platform/mail/parse/parse-mail.ts';
import type { ParseResult } from '../../platform/mail/parse/parsed-mail.ts';
import { together } from '../../platform/together.ts';
import { applyAlone, applyMessages, type ReadMessage } from './apply-messages.ts';
import { claimMessage, claimNewMessages, noteFailure, type Claimed } from './claim-message.ts';
import { authenticateMessage } from './decide-message.ts';
import type { StoredMessage } from './route-message.ts';

/** Messages that are taken up, and applied, at once. The transaction is short: every reader of the log waits for it. */
const AT_ONCE = 16;

/**
 * The job of stored messages: reads each, decides it, applies the decision. Messages that come at the same time are taken
 * up together and applied in one transaction; what was tried before, and what is large, is done one by one. It may run any number
 * of times and at the same time as itself: only a message that is still RECEIVED is applied, under its lock.
 *
 * What fails is noted on the message and thrown, so that the queue tries again; after the last try the message is FAILED
 * and nothing is thrown any more: it is listed, and an admin can try it again.
 */
export function mailProcessor(desk: Desk): (inboundMessageId: string) => Promise<void> {
  const claimNew = together((ids: readonly string[]) => claimNewMessages(desk.db, ids), AT_ONCE);
  const apply = together((messages: readonly ReadMessage[]) => applyMessages(desk, messages), AT_ONCE);
  const inTurn = turns();
  return async (id) => {
    const claimed = await claimNew(id);
    if (claimed) await process(desk, claimed, apply);
    else await inTurn(() => processMessage(desk, { inboundMessageId: id }));
  };
}

/** One message, by itself. */
export async function processMessage(desk: Desk, { inboundMessageId }: { inboundMessageId: string }): Promise<void> {
  const claimed = await claimMessage(desk.db, inboundMessageId);
  if (claimed) await process(desk, claimed, (message) => applyAlone(desk, message));
}

type Apply = (message: ReadMessage) => Promise<string[]>;

async function process(desk: Desk, { message, raw, attempts }: Claimed, apply: Apply): Promise<void> {
  try {
    const parsed = await parseMail(raw);
    // A busy machine is not the message's fault; what breaks a worker twice is.
    if (!parsed.ok && parsed.gaveUp && attempts < 2) throw new Error(parsed.cause);
    const touched = await apply({ message: await withAuthentication(desk, { message, raw }, parsed), parsed });
    if (touched.length > 0) desk.wake(touched);
  } catch (error) {
    desk.log.error({ err: error, inboundMessageId: message.id, attempts }, 'A mail could not be processed.');
    if (!(await noteFailure(desk.db, message.id, error))) throw error;
  }
}

/**
 * What speaks for the sender is asked once, when the message is first read: keys change, and so would what a recovered
 * message proves. Network and DNS are waited for outside of any transaction.
 */
async function withAuthentication(
  desk: Desk,
  { message, raw }: { message: StoredMessage; raw: Buffer },
  parsed: ParseResult,
): Promise<StoredMessage> {
  const authentication = message.authentication ? null : await authenticateMessage(desk, message, raw, parsed);
  if (!authentication) return message;
  await sql`update inbound_message set authentication = ${JSON.stringify(authentication)}::jsonb
    where id = ${message.id}`.execute(desk.db);
  return { ...message, authentication };
}

/** One at a time, in the order of asking. */
function turns() {
  let last: Promise<unknown> = Promise.resolve();
  return (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
