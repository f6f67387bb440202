import { sql, type RawBuilder } from 'kysely';
import { isStaff, type Party, type Told } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import {
  connectionOf,
  cursorOf,
  emptyConnection,
  pageOf,
  type Connection,
  type PageArguments,
} from '../../platform/graphql/connections.ts';
import { signedIn, type Context } from '../../platform/graphql/context.ts';
import { defineLoader, groupedBy, inOrderOf } from '../../platform/graphql/loaders.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { partyJson } from '../people/index.ts';
import { internalTo, mayReadInternal, ticketById, visibleTo } from '../tickets/index.ts';
import type { MailHeaders, OutboundStatus } from './outbound-message.entity.ts';

/** A mail as resolvers pass it around. */
export type OutboundRow = {
  id: string;
  ticketId: string;
  commentId: string | null;
  person: Party;
  address: string;
  headers: MailHeaders;
  subject: string;
  bodyText: string;
  bodyHtml: string;
  state: OutboundStatus;
  because: string;
  error: string | null;
  batch: number;
  createdAt: Date | string;
};

/** What became of one message of a comment. */
export type DeliveryRow = Pick<Told, 'address' | 'header' | 'because'> & {
  commentId: string;
  person: Party;
  state: OutboundStatus;
  error: string | null;
};

/** A deleted comment is read nowhere any more, in the copies of the desk's own mails neither. */
const unlessDeleted = (body: RawBuilder<unknown>) => sql`case when exists (
    select from comment c where c.ticket_id = o.ticket_id and c.deleted_at is not null
      and (c.id = o.comment_id or o.told -> 'holds' ? c.id::text))
  then '' else ${body} end`;

const columns = sql`o.id, o.ticket_id as "ticketId", o.comment_id as "commentId", ${partyJson('p')} as person, o.address, o.headers, o.subject,
  ${unlessDeleted(sql`o.body_text`)} as "bodyText", ${unlessDeleted(sql`o.body_html`)} as "bodyHtml", o.status as state, o.told ->> 'because' as because,
  o.last_error as error, o.batch, o.created_at as "createdAt"`;

const cursor = cursorOf('uuid');
const countedUpTo = 10_000;

/** Mails of the tickets that a member of staff may see, newest first. To everybody else there are none. */
export async function listSentMail(
  db: Queries,
  viewer: Viewer,
  filter: { ticketId: string | null },
  paging: PageArguments,
): Promise<Connection<OutboundRow>> {
  const page = pageOf(paging, cursor);
  if (page.size === 0 || !isStaff(viewer)) return emptyConnection();
  const ofTicket = filter.ticketId === null ? sql`true` : sql`o.ticket_id = ${filter.ticketId}`;
  const { rows } = await sql<OutboundRow>`
    select ${columns} from outbound_message o
      join ticket t on t.id = o.ticket_id
      join person p on p.id = o.person_id
    where ${visibleTo(viewer)} and ${internalTo(viewer)} and ${ofTicket} ${page.from ? sql`and o.id < ${page.from[0]}::uuid` : sql``}
    order by o.id desc limit ${page.size + 1}`.execute(db);
  const count = async () => {
    const counted = await sql<{ count: number }>`select count(*)::int as count from (
      select from outbound_message o join ticket t on t.id = o.ticket_id
      where ${visibleTo(viewer)} and ${internalTo(viewer)} and ${ofTicket} limit ${countedUpTo + 1}) counted`.execute(
      db,
    );
    const total = counted.rows[0]?.count ?? 0;
    return total > countedUpTo ? null : total;
  };
  return connectionOf(page, rows, (row) => cursor.encode([row.id]), count);
}

const anyMailById = defineLoader<string, OutboundRow | null>(async (ids, { desk }) => {
  const { rows } = await sql<OutboundRow>`
    select ${columns} from outbound_message o join person p on p.id = o.person_id
    where o.id = any(${[...ids]}::uuid[])`.execute(desk.db);
  return inOrderOf(ids, rows, (row) => row.id);
});

/** A mail by id; null for customers, and for what is not the viewer's to see. */
export async function outboundMessageById(context: Context, id: string): Promise<OutboundRow | null> {
  if (!isStaff(context.viewer)) return null;
  const mail = await anyMailById(context).load(id);
  const ticket = mail && (await ticketById(context).load(mail.ticketId));
  return ticket && mayReadInternal(signedIn(context), ticket) ? mail : null;
}

/**
 * Who was to be told of comments and what became of it, in the rules' order. A message that the consumer has still to
 * write is QUEUED; what was told before the desk could send is left out.
 */
export const deliveriesByCommentId = defineLoader<string, DeliveryRow[]>(async (ids, { desk }) => {
  const { rows } = await sql<DeliveryRow>`
    select c.id as "commentId", ${partyJson('p')} as person, coalesce(o.address, told.one ->> 'address') as address,
      told.one ->> 'header' as header, told.one ->> 'because' as because, coalesce(o.status, 'QUEUED') as state,
      o.last_error as error
    from comment c
      cross join lateral jsonb_array_elements(c.told) with ordinality as told(one, place)
      join person p on p.id = (told.one ->> 'personId')::uuid
      left join outbound_message o on o.comment_id = c.id and o.person_id = p.id and o.told ->> 'mail' <> 'CHANGE'
    where c.id = any(${[...ids]}::uuid[]) and (o.id is not null or exists (
      select from event e, event_consumer k
      where e.ticket_id = c.ticket_id and e.type = 'comment.added' and (e.data ->> 'commentId')::uuid = c.id
        and k.name = 'notifications' and (e.epoch, e.xid, e.id) > (k.epoch, k.xid, k.last_id)))
    order by c.id, told.place`.execute(desk.db);
  return groupedBy(ids, rows, (row) => row.commentId);
});
