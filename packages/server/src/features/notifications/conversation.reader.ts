import { sql } from 'kysely';
import type { Party } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { partyJson } from '../people/index.ts';
import { attachmentsJson, type AttachedFile } from './event-page.ts';
import type { OwnTexts } from '../mail-texts/index.ts';
import type { Recipient } from './plan-messages.ts';

/** A new CC gets so many public comments at most, the newest. */
export const HISTORY_LIMIT = 200;
/** So many ids of either kind stand in References, the newest. */
const THREAD_LIMIT = 5;

export type HistoryComment = {
  id: string;
  ticketId: string;
  author: Party | null;
  bodyText: string;
  bodyHtml: string | null;
  createdAt: string;
  attachments: readonly AttachedFile[];
};

const allAddresses = sql`'addresses', coalesce((
  select json_agg(json_build_object('address', a.canonical, 'undeliverable', a.undeliverable_since is not null)
    order by a.is_primary desc, a.canonical) from address a where a.person_id = p.id), '[]')`;

/** People with all their addresses, the primary one first; and the texts that departments wrote themselves. */
export async function readRecipients(
  db: Queries,
  personIds: readonly string[],
  departmentIds: readonly string[],
): Promise<{ people: Recipient[]; ownTexts: Map<string, OwnTexts> }> {
  if (personIds.length === 0) return { people: [], ownTexts: new Map() };
  const { rows } = await sql<{ person: Recipient | null; departmentId: string | null; texts: OwnTexts | null }>`
    select ${partyJson('p', sql`'language', p.language`, allAddresses)} as person,
      null::uuid as "departmentId", null::jsonb as texts
    from person p where p.id = any(${[...personIds]}::uuid[])
    union all
    select null, d.id, d.mail_templates from department d
    where d.id = any(${[...departmentIds]}::uuid[]) and d.mail_templates <> '{}'`.execute(db);
  return {
    people: rows.flatMap(({ person }) => (person ? [person] : [])),
    ownTexts: new Map(
      rows.flatMap(({ departmentId, texts }) => (departmentId && texts ? [[departmentId, texts]] : [])),
    ),
  };
}

/** The public comments of tickets, oldest first. Only these: whatever else a ticket holds is not for its customers. */
export async function readPublicHistory(db: Queries, ticketIds: readonly string[]): Promise<HistoryComment[]> {
  if (ticketIds.length === 0) return [];
  const { rows } = await sql<HistoryComment>`
    select c.id, c.ticket_id as "ticketId", c.body_text as "bodyText", c.body_html as "bodyHtml",
      to_jsonb(c.created_at) #>> '{}' as "createdAt", ${attachmentsJson} as attachments,
      case when author.id is not null then ${partyJson('author')} end as author
    from unnest(${[...ticketIds]}::uuid[]) as wanted(id)
      cross join lateral (
        select * from comment where ticket_id = wanted.id and visibility = 'PUBLIC'
        order by id desc limit ${HISTORY_LIMIT}) c
      left join person author on author.id = c.author_id
    order by c.ticket_id, c.id`.execute(db);
  return rows;
}

/** Of these, what stood on the ticket when it happened: a mail that is written late tells of nothing that came after. */
export function historyUpTo(
  history: readonly HistoryComment[],
  ticketId: string,
  { at }: { at: string },
): HistoryComment[] {
  const then = new Date(at);
  return history.filter((comment) => comment.ticketId === ticketId && new Date(comment.createdAt) <= then);
}

export type Threads = {
  /** Message-IDs of mails that became public comments, by ticket, oldest first. */
  received: Map<string, string[]>;
  /** Message-IDs of what a person was sent before, by `ticketId:personId`, oldest first. */
  sent: Map<string, string[]>;
};

/** The last messages of tickets: those that came in as public comments, and those that each person was sent. */
export async function readThreads(
  db: Queries,
  ticketIds: readonly string[],
  personIds: readonly string[],
): Promise<Threads> {
  const { rows } = await sql<{ ticketId: string; personId: string | null; ids: string[] }>`
    with mine as (
      select o.ticket_id, o.person_id, o.message_id, o.id,
        row_number() over (partition by o.ticket_id, o.person_id order by o.id desc) as place
      from outbound_message o
      where o.ticket_id = any(${[...ticketIds]}::uuid[]) and o.person_id = any(${[...personIds]}::uuid[])
        and o.status <> 'FAILED'),
    received as (
      select c.ticket_id, m.message_id, c.id, row_number() over (partition by c.ticket_id order by c.id desc) as place
      from comment c join inbound_message m on m.id = c.inbound_message_id
      where c.ticket_id = any(${[...ticketIds]}::uuid[]) and c.visibility = 'PUBLIC' and m.message_id is not null)
    select ticket_id as "ticketId", person_id as "personId", jsonb_agg(message_id order by id) as ids
      from mine where place <= ${THREAD_LIMIT} group by ticket_id, person_id
    union all
    select ticket_id, null, jsonb_agg(message_id order by id) from received where place <= ${THREAD_LIMIT}
      group by ticket_id`.execute(db);
  const of = (wanted: typeof rows, key: (row: (typeof rows)[number]) => string) =>
    new Map(wanted.map((row) => [key(row), row.ids]));
  return {
    received: of(
      rows.filter((row) => row.personId === null),
      (row) => row.ticketId,
    ),
    sent: of(
      rows.filter((row) => row.personId !== null),
      (row) => `${row.ticketId}:${row.personId}`,
    ),
  };
}
