import { canonicalAddress, type Identification, type ThreadMatch } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { readReplyAddress, replyTokensIn } from '../../platform/mail/canonical.ts';
import type { Authentication } from '../../platform/mail/authenticate/trusted-relay.ts';
import type { ParsedMail } from '../../platform/mail/parse/parsed-mail.ts';
import { readRoutings, type IssuedReplyAddress, type Routing, type RoutingKeys } from './read-routing.ts';

/** A stored message as its job is given it. */
export type StoredMessage = {
  id: string;
  envelopeFrom: string;
  envelopeTo: readonly string[];
  remoteAddress: string | null;
  helo: string | null;
  /** What SPF, DKIM and DMARC said; null: nobody was asked. */
  authentication: Authentication | null;
  receivedAt: Date;
  /** Empty unless an agent recovered it: the rules that had suspended it. */
  suspendedBy: readonly string[];
  recovered: boolean;
};

/** Where a message belongs. */
export type Route = {
  /** Of the first support address in To, then Cc, then the envelope; null: none of them is the desk's any more. */
  departmentId: string | null;
  ticketId: string | null;
  /** The side conversation of that ticket that it belongs to: then it never becomes a comment. */
  sideConversationId: string | null;
  identification: Identification;
  /**
   * Found by the number in its subject, by Outlook's Thread-Index, or by a message that both this and a mail of the ticket
   * speak of and that never came to the desk: counts for those who take part, and for nobody else.
   */
  forParticipants: boolean;
  /** Whom the message that this one answers had named; null: unknown. */
  namedInAnswered: readonly string[] | null;
  /** The signed reply address that it came to. */
  cameTo: IssuedReplyAddress | null;
  routing: Routing;
};

const conversationKey = (mail: ParsedMail) => (mail.threadIndex === null ? [] : [`thread-index:${mail.threadIndex}`]);

/** What a message says that it answers: Message-IDs and the conversation. */
export function answeredKeysOf(mail: ParsedMail): string[] {
  return [...new Set([...mail.inReplyTo, ...mail.references, ...conversationKey(mail)])];
}

/** At most so many of the messages that a mail speaks of are remembered: those that began the conversation, and the last. */
const MENTIONS = { first: 5, last: 15 };

/** Messages that a mail speaks of: by them others find its ticket, should they never come to the desk themselves. */
export function mentionedKeysOf(mail: ParsedMail): string[] {
  const all = [...new Set([...mail.references, ...mail.inReplyTo])].filter((id) => id !== mail.messageId);
  return [...new Set([...all.slice(0, MENTIONS.first), ...all.slice(-MENTIONS.last)])];
}

/** Under which keys answers to this message will find its ticket. */
export function referenceKeysOf(mail: ParsedMail): string[] {
  return [...(mail.messageId === null ? [] : [mail.messageId]), ...conversationKey(mail)];
}

/** A message that is to be routed; `mail` null: it could not be read. */
export type ToRoute = { message: StoredMessage; mail: ParsedMail | null };

/** Finds the departments and tickets of messages, in their order. One statement. */
export async function routeMessages(db: Queries, messages: readonly ToRoute[]): Promise<Route[]> {
  const keys = messages.map(keysOf);
  const routings = await readRoutings(db, keys);
  return messages.map((one, place) => routeBy(one, keys[place]?.addresses ?? [], routings[place] as Routing));
}

/** The same for one message. `matchOrder`: for a simulation, instead of the department's. */
export async function routeMessage(db: Queries, one: ToRoute, matchOrder?: readonly ThreadMatch[]): Promise<Route> {
  const keys = keysOf(one);
  const [routing] = await readRoutings(db, [keys]);
  return routeBy(one, keys.addresses, routing as Routing, matchOrder);
}

function routeBy(
  { message, mail }: ToRoute,
  addresses: readonly string[],
  routing: Routing,
  matchOrder?: readonly ThreadMatch[],
): Route {
  const department = inOrderOfAddresses(addresses, routing);
  const cameTo = firstReplyAddress(deliveryTokens(message, mail), routing);
  const match = mail ? findTicket(mail, cameTo, routing, matchOrder ?? department?.matchOrder ?? []) : null;
  return {
    departmentId: department?.departmentId ?? null,
    ticketId: match?.ticketId ?? null,
    sideConversationId: match?.sideConversationId ?? null,
    identification: match?.identification ?? 'NONE',
    forParticipants: match?.forParticipants ?? false,
    namedInAnswered: mail && match ? namedBy(mail, match.ticketId, routing) : null,
    cameTo,
    routing,
  };
}

function keysOf({ message, mail }: ToRoute): RoutingKeys {
  const recipients = [...(mail?.to ?? []), ...(mail?.cc ?? [])].map(({ address }) => address);
  const addresses = [...recipients, ...message.envelopeTo].map(canonicalAddress);
  const bodyTokens = mail ? replyTokensIn(`${mail.visibleText}\n${mail.quotedText ?? ''}`) : [];
  return {
    inboundMessageId: message.id,
    receivedAt: message.receivedAt,
    from: mail?.from[0]?.address ?? message.envelopeFrom,
    addresses: [...new Set(addresses.map((address) => readReplyAddress(address)?.supportAddress ?? address))],
    tokens: [...new Set([...deliveryTokens(message, mail), ...bodyTokens])],
    answered: mail ? [...answeredKeysOf(mail), ...(mail.messageId === null ? [] : [mail.messageId])] : [],
    numbers: mail ? numbersIn(mail.subject) : [],
    messageId: mail?.messageId ?? null,
    reported: mail?.deliveryReport?.originalMessageIds ?? [],
  };
}

/** Tokens of the reply addresses that it came to: the envelope first, for that is where it was sent. */
function deliveryTokens(message: StoredMessage, mail: ParsedMail | null): string[] {
  const named = [...(mail?.to ?? []), ...(mail?.cc ?? [])].map(({ address }) => address);
  const tokens = [...message.envelopeTo, ...named].map((address) => readReplyAddress(address)?.token);
  return [...new Set(tokens.filter((token) => token !== undefined))];
}

function firstReplyAddress(tokens: readonly string[], { replyAddresses }: Routing): IssuedReplyAddress | null {
  const found = tokens.map((token) => replyAddresses.find((issued) => issued.token === token));
  return found.find((issued) => issued !== undefined) ?? null;
}

function inOrderOfAddresses(addresses: readonly string[], { departments }: Routing) {
  const found = addresses.map((address) => departments.find((department) => department.address === address));
  return found.find((department) => department !== undefined);
}

/** `[#123]`, `#123` */
function numbersIn(subject: string): number[] {
  return [...subject.matchAll(/#(\d{1,9})\b/gu)].map(([, digits]) => Number(digits)).slice(0, 3);
}

const SIDE_TRACES: readonly ThreadMatch[] = ['IN_REPLY_TO', 'REFERENCES', 'THREAD_INDEX', 'BODY_TOKEN'];

type Match = {
  ticketId: string;
  sideConversationId: string | null;
  identification: Identification;
  forParticipants: boolean;
};

/**
 * The signed reply address first, always; then any trace of a side conversation, so that nothing said in one becomes a
 * comment; then as the department's `thread.matchOrder` says.
 */
export function findTicket(
  mail: ParsedMail,
  cameTo: IssuedReplyAddress | null,
  routing: Routing,
  matchOrder: readonly ThreadMatch[],
): Match | null {
  type Found = { ticketId: string; sideConversationId?: string | null };
  // The ticket that had it first: whoever sends somebody's Message-ID again draws no answers to a ticket of their own.
  const byIds = (ids: readonly string[]): Found | undefined =>
    ids
      .map((id) => routing.references.findLast((known) => known.messageId === id && known.named !== null))
      .find(Boolean);
  const bodyTokens = () => replyTokensIn(`${mail.visibleText}\n${mail.quotedText ?? ''}`);
  const find: Record<ThreadMatch, () => Found | undefined> = {
    ADDR_TOKEN: () => cameTo ?? undefined,
    BODY_TOKEN: () => firstReplyAddress(bodyTokens(), routing) ?? undefined,
    IN_REPLY_TO: () => byIds(mail.inReplyTo),
    REFERENCES: () => byIds(mail.references.toReversed()),
    THREAD_INDEX: () => byIds(conversationKey(mail)),
    SUBJECT_ID: () => routing.numbered[0],
  };
  const isSide = (by: ThreadMatch) => Boolean(find[by]()?.sideConversationId);
  for (const by of new Set<ThreadMatch>(['ADDR_TOKEN', ...SIDE_TRACES.filter(isSide), ...matchOrder])) {
    const found = find[by]();
    if (found === undefined) continue;
    const identified = by === 'ADDR_TOKEN' || by === 'BODY_TOKEN';
    const { ticketId, sideConversationId = null } = found;
    return {
      ticketId,
      sideConversationId,
      identification: identified ? 'IDENTIFIED' : 'MATCHED',
      forParticipants: by === 'SUBJECT_ID' || (by === 'THREAD_INDEX' && sideConversationId === null),
    };
  }
  const spokenOf = matchOrder.includes('REFERENCES') ? byMention(mail, routing) : undefined;
  return spokenOf ? { ...spokenOf, sideConversationId: null, identification: 'MATCHED', forParticipants: true } : null;
}

/**
 * The ticket of which another mail spoke of a message that this one answers too, or is: the message itself never came to
 * the desk, or comes after its answers. The ticket that spoke of it first.
 */
function byMention(mail: ParsedMail, { references }: Routing): { ticketId: string } | undefined {
  const ids = [
    ...(mail.messageId === null ? [] : [mail.messageId]),
    ...mail.inReplyTo,
    ...mail.references.toReversed(),
  ];
  return ids
    .map((id) => references.findLast(({ messageId, named }) => messageId === id && named === null))
    .find((mention) => mention !== undefined);
}

/** The newest message that this one answers and that belongs to the ticket. */
function namedBy(mail: ParsedMail, ticketId: string, { references }: Routing): readonly string[] | null {
  const answered = [...mail.inReplyTo, ...mail.references.toReversed()];
  const found = answered.map((id) =>
    references.find(
      (known) =>
        known.messageId === id &&
        known.ticketId === ticketId &&
        known.sideConversationId === null &&
        known.named !== null,
    ),
  );
  return found.find((known) => known !== undefined)?.named ?? null;
}
