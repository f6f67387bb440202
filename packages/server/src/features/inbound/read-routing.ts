import { sql } from 'kysely';
import type { Confidence, Party, ThreadMatch } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { partyJson } from '../people/index.ts';
import { endOfMerges } from '../tickets/index.ts';

/** What a message says about where it belongs: all of it the sender's words. */
export type RoutingKeys = {
  inboundMessageId: string;
  receivedAt: Date;
  from: string;
  /** Canonical addresses that may be the desk's. */
  addresses: readonly string[];
  tokens: readonly string[];
  /** Message-IDs (and the conversation) that it answers, and its own. */
  answered: readonly string[];
  numbers: readonly number[];
  messageId: string | null;
  reported: readonly string[];
};

export type IssuedReplyAddress = {
  token: string;
  ticketId: string;
  /** It answers a side conversation of the ticket, and nothing else of it. */
  sideConversationId: string | null;
  /** Of staff: anybody else knows it. Of customers: somebody does who takes no part in the ticket now. */
  seenByOutsiders: boolean;
  /** Anybody but its owner knows it, whoever they are. */
  seenByOthers: boolean;
  person: Party;
  addresses: readonly string[];
};

export type KnownReference = {
  messageId: string;
  ticketId: string;
  sideConversationId: string | null;
  /** Whom it named; null: nobody knows, for a mail of the ticket only spoke of it. */
  named: string[] | null;
};

/** How many there are, by how well their senders were proven. */
export type MailsByConfidence = Partial<Record<Confidence, number>>;

export type Routing = {
  departments: { address: string; departmentId: string; matchOrder: readonly ThreadMatch[] }[];
  replyAddresses: IssuedReplyAddress[];
  references: KnownReference[];
  numbered: { number: number; ticketId: string }[];
  /** Other mails that bear this sender's name in the hour before this one, by how well they were proven. */
  others: MailsByConfidence;
  /** Other mails that became part of the tickets above in that hour, by ticket. */
  onTickets: Record<string, MailsByConfidence>;
  /** Acknowledgements that were sent to this sender in that hour. */
  acknowledged: number;
  own: boolean;
  reported: {
    id: string;
    ticketId: string;
    commentId: string | null;
    messageId: string;
    address: string;
    personId: string;
  }[];
};

/**
 * Does somebody know a reply address who should not? Staff's: anybody else. A customer's: whoever takes no part in the
 * ticket now. Those who do can do as much as its owner, but for adding and dropping people, and see as much.
 */
const seenByOutsiders = sql`exists (
  select from unnest(r.seen_by) seen left join address a on a.canonical = seen left join person s on s.id = a.person_id
  where s.id is distinct from p.id and (p.role <> 'END_USER' or (r.side_conversation_id is null
    and (s.id is null or (s.role = 'END_USER'
      and not exists (select from ticket t where t.id = r.ticket_id and t.requester_id = s.id)
      and not exists (select from cc where cc.ticket_id = r.ticket_id and cc.person_id = s.id))))))`;

const seenByOthers = sql`exists (select from unnest(r.seen_by) seen
  where not exists (select from address a where a.canonical = seen and a.person_id = p.id))`;

/** SQL: the tickets that the keys `k` may lead to. */
const wantedTickets = sql`
    select ${endOfMerges(sql`a.ticket_id`)} from reply_address a where a.token = any(k.tokens)
    union select ${endOfMerges(sql`r.ticket_id`)} from message_reference r where r.message_id = any(k.answered)
    union select ${endOfMerges(sql`t.id`)} from ticket t where t.number = any(k.numbers)
    union select s.ticket_id from side_conversation s where s.id in (
      select side_conversation_id from side_reply_address where token = any(k.tokens)
      union select side_conversation_id from side_message_reference where message_id = any(k.answered))`;

const columns =
  sql.raw(`"inboundMessageId" uuid, "receivedAt" timestamptz, "from" text, addresses text[], tokens text[],
  answered text[], numbers int[], "messageId" text, reported text[]`);

/**
 * What the desk knows of the keys of each message, in their order and in one statement. What belongs to a merged ticket
 * belongs to the one that goes on.
 */
export async function readRoutings(db: Queries, messages: readonly RoutingKeys[]): Promise<Routing[]> {
  const { rows } = await sql<Routing>`
    select
      coalesce((select jsonb_agg(jsonb_build_object('address', a.canonical, 'departmentId', d.id,
          'matchOrder', d.policy #> '{thread,matchOrder}'))
        from address a join department d on d.id = a.department_id
        where a.canonical = any(k.addresses)), '[]') as departments,
      coalesce((select jsonb_agg(jsonb_build_object('token', r.token, 'ticketId', r.ticket_id,
          'sideConversationId', r.side_conversation_id,
          'seenByOutsiders', ${seenByOutsiders}, 'seenByOthers', ${seenByOthers}, 'person', ${partyJson('p')},
          'addresses', coalesce((select jsonb_agg(a.canonical) from address a where a.person_id = p.id), '[]')))
        from (
          select a.token, ${endOfMerges(sql`a.ticket_id`)} as ticket_id, null::uuid as side_conversation_id, a.person_id, a.seen_by
            from reply_address a where a.token = any(k.tokens)
          union all
          select a.token, s.ticket_id, s.id, a.person_id, a.seen_by
            from side_reply_address a join side_conversation s on s.id = a.side_conversation_id
            where a.token = any(k.tokens)) r
          join person p on p.id = r.person_id), '[]') as "replyAddresses",
      coalesce((select jsonb_agg(jsonb_build_object('messageId', m.message_id, 'ticketId', m.ticket_id,
          'sideConversationId', m.side_conversation_id, 'named', m.named) order by m.created_at desc)
        from (
          select r.message_id, ${endOfMerges(sql`r.ticket_id`)} as ticket_id, null::uuid as side_conversation_id, r.named, r.created_at
            from message_reference r where r.message_id = any(k.answered)
          union all
          select r.message_id, s.ticket_id, s.id, '{}', r.created_at
            from side_message_reference r join side_conversation s on s.id = r.side_conversation_id
            where r.message_id = any(k.answered)) m), '[]') as "references",
      coalesce((select jsonb_agg(jsonb_build_object('number', t.number, 'ticketId', ${endOfMerges(sql`t.id`)}))
        from ticket t where t.number = any(k.numbers)), '[]') as numbered,
      coalesce((select jsonb_object_agg(level, mails) from (
        select coalesce(m.confidence, 'LIKELY') as level, count(*)::int as mails from inbound_message m
        where m.from_address = k."from" and m.id <> k."inboundMessageId"
          and m.received_at > k."receivedAt" - interval '1 hour'
          and m.received_at <= k."receivedAt"
        group by 1) m), '{}') as others,
      coalesce((select jsonb_object_agg(ticket_id, levels) from (
        select ticket_id, jsonb_object_agg(level, mails) as levels from (
          select m.ticket_id, coalesce(m.confidence, 'LIKELY') as level, count(*)::int as mails from inbound_message m
          where m.ticket_id in (${wantedTickets}) and m.status = 'DONE' and m.id <> k."inboundMessageId"
            and m.received_at > k."receivedAt" - interval '1 hour'
          group by 1, 2) m group by 1) m), '{}') as "onTickets",
      (select count(*)::int from outbound_message o
        where o.address = k."from" and o.told ->> 'mail' = 'ACKNOWLEDGEMENT' and o.status <> 'FAILED'
          and o.created_at > k."receivedAt" - interval '1 hour') as acknowledged,
      exists (select from outbound_message o where o.message_id = k."messageId") as own,
      coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'ticketId', o.ticket_id, 'commentId', o.comment_id,
          'messageId', o.message_id, 'address', o.address, 'personId', o.person_id))
        from outbound_message o where o.message_id = any(k.reported)), '[]') as reported
    from jsonb_array_elements(${JSON.stringify(messages)}::jsonb) with ordinality given(keys, place)
      cross join lateral jsonb_to_record(given.keys) as k(${columns})
    order by given.place`.execute(db);
  if (rows.length < messages.length) throw new Error('The routing of a message could not be read.');
  return rows;
}

/**
 * Texts of a ticket's comments, newest first, for the guard against repeating internal notes. Bounded: comparing takes
 * some 80 ms at most.
 */
export async function readCommentTexts(
  db: Queries,
  ticketId: string,
): Promise<{ internal: string[]; public: string[] }> {
  const { rows } = await sql<{ visibility: string; text: string }>`
    select visibility, left(body_text, 4000) as text from comment
    where ticket_id = ${ticketId} order by id desc limit 200`.execute(db);
  const of = (visibility: string) => rows.filter((row) => row.visibility === visibility).map((row) => row.text);
  return { internal: of('INTERNAL'), public: of('PUBLIC') };
}
