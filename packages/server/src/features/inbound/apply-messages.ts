import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import type { ParseResult } from '../../platform/mail/parse/parsed-mail.ts';
import { applyDecision, type Applied } from './apply-decision.ts';
import { decideMessage, type DecidedMessage } from './decide-message.ts';
import { factsApart, factsTogether } from './fact-source.ts';
import { finishMessages } from './finish-message.ts';
import { holdMessages, locksOf, repeats, type Earlier } from './hold-messages.ts';
import type { StoredAttachment } from './plan-message.ts';
import { routeMessages, type Route, type StoredMessage } from './route-message.ts';
import { storeAttachments } from './store-attachments.ts';

/** A message that has been read, and its sender asked about. */
export type ReadMessage = { message: StoredMessage; parsed: ParseResult };

/** The same with its place, as it was found before any lock was held. */
type Routed = ReadMessage & { mail: ReturnType<typeof mailOf>; route: Route };

const mailOf = (parsed: ParseResult) => (parsed.ok ? parsed.mail : null);

/**
 * Decides and applies messages in one transaction; gives the tickets that each changed. Those that have anything to do with
 * one before them (a ticket, a Message-ID, a person) are applied after it, by themselves: so nothing is decided on facts
 * that its neighbour has just changed. Should the transaction fail, each is applied by itself, and fails alone.
 */
export async function applyMessages(desk: Desk, messages: readonly ReadMessage[]): Promise<(string[] | Error)[]> {
  const [only] = messages;
  if (only && messages.length === 1) return [await applyAlone(desk, only).catch(asError)];
  const routed = await route(desk, messages);
  const apart = new Set(apartFrom(routed));
  const [before, after] = [routed.filter((one) => !apart.has(one)), routed.filter((one) => apart.has(one))];
  const done = new Map<Routed, string[] | null>();
  try {
    const touched = await applyRouted(desk, before);
    before.forEach((one, place) => done.set(one, touched[place] ?? null));
  } catch (error) {
    desk.log.debug({ err: error, messages: before.length }, 'Mails are applied one by one.');
  }
  const results = new Map<Routed, string[] | Error>();
  for (const one of [...before, ...after]) {
    results.set(one, done.get(one) ?? (await applyAlone(desk, one).catch(asError)));
  }
  return routed.map((one) => results.get(one) ?? []);
}

/** One message in a transaction of its own. Routed again when its ticket was merged while it waited for the lock. */
export async function applyAlone(desk: Desk, message: ReadMessage): Promise<string[]> {
  const [touched] = await applyRouted(desk, await route(desk, [message]));
  return touched ?? applyAlone(desk, message);
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

async function route(desk: Desk, messages: readonly ReadMessage[]): Promise<Routed[]> {
  const toRoute = messages.map((one) => ({ ...one, mail: mailOf(one.parsed) }));
  const routes = await routeMessages(desk.db, toRoute);
  return toRoute.map((one, place) => ({ ...one, route: routes[place] as Route }));
}

/** Those that share something with one before them. */
function apartFrom(messages: readonly Routed[]): Routed[] {
  const taken = new Set<string>();
  return messages.filter((one) => {
    const touches = touchedBy(one);
    const isApart = touches.some((key) => taken.has(key));
    for (const key of touches) taken.add(key);
    return isApart;
  });
}

/** The locks of a message, what it says that it answers, everybody outside whom it names, and signed addresses in it. */
function touchedBy({ mail, message, route: { routing, ...found } }: Routed): string[] {
  const desks = new Set(routing.departments.map(({ address }) => address));
  const people = mail
    ? [...mail.from, ...mail.replyTo, ...mail.to, ...mail.cc, ...(mail.forwarded ? [mail.forwarded.from] : [])]
    : [{ address: message.envelopeFrom }];
  const outside = people.map(({ address }) => address).filter((address) => !desks.has(address));
  const answered = mail ? [...mail.inReplyTo, ...mail.references].map((id) => ` message:${id}`) : [];
  const conversation = mail?.threadIndex ? [` conversation:${mail.threadIndex}`] : [];
  const tokens = routing.replyAddresses.map(({ token }) => ` token:${token}`);
  const locks = locksOf({ mail, route: { routing, ...found } });
  return [...new Set([...locks, ...outside, ...answered, ...conversation, ...tokens])];
}

/** Null for a message whose ticket was merged meanwhile. */
async function applyRouted(desk: Desk, messages: readonly Routed[]): Promise<(string[] | null)[]> {
  const attachments = await Promise.all(messages.map((one) => storeInAdvance(desk, one)));
  return desk.db.transaction().execute(async (trx) => {
    const held = await holdMessages(trx, messages);
    const source = messages.length === 1 ? factsApart(trx) : factsTogether(trx);
    const decided = await allOf(
      messages.map(async (one, place) =>
        held[place] === 'GONE' ? null : decideMessage(source, one.message, one.parsed, one.route, desk.config),
      ),
    );
    const applied = await allOf(
      messages.map(async (one, place) =>
        applyHeld(trx, desk, one, {
          held: held[place] ?? 'GONE',
          decided: decided[place] ?? null,
          attachments: attachments[place] ?? [],
        }),
      ),
    );
    await finishMessages(
      trx,
      applied.flatMap((one) => (one === 'MERGED' ? [] : (one?.finished ?? []))),
    );
    return applied.map((one) => (one === 'MERGED' ? null : (one?.touched ?? [])));
  });
}

/** All have ended before the transaction does, also where one fails. */
async function allOf<Value>(work: readonly Promise<Value>[]): Promise<Value[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

type Held = {
  held: 'GONE' | 'FREE' | Earlier;
  decided: DecidedMessage | null;
  attachments: readonly StoredAttachment[];
};

/** Null: somebody else has applied it. MERGED: its ticket, meanwhile; it has to be routed again. */
async function applyHeld(
  trx: Transaction,
  desk: Desk,
  { message, mail, route: found }: Routed,
  { held, decided, attachments }: Held,
): Promise<Applied | 'MERGED' | null> {
  if (held === 'GONE' || decided === null) return null;
  if (held !== 'FREE' && repeats(held, decided)) {
    const { ticketId, commentId, departmentId } = held;
    const same = { ticketId, commentId, departmentId };
    const finish = { mail, status: 'DONE' as const, suspendedBy: 'duplicate', ...same };
    return { touched: [], finished: { id: message.id, finish } };
  }
  if (decided.gathered?.state?.mergedIntoId) return 'MERGED';
  return applyDecision(trx, desk, message, { route: found, decided, attachments });
}

/**
 * Large bytes are stored before the transaction, which is short because every reader of the log waits for it. What is
 * about to be suspended stores none: its raw message has them.
 */
async function storeInAdvance(desk: Desk, { message, parsed, route: found }: Routed): Promise<StoredAttachment[]> {
  if (!parsed.ok || parsed.mail.attachments.length === 0) return [];
  const { result } = await decideMessage(factsApart(desk.db), message, parsed, found, desk.config);
  const { effect } = result;
  return effect === 'SUSPEND' || effect === 'REJECT' ? [] : storeAttachments(desk.db, parsed.mail.attachments);
}
