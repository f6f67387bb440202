import { sql, type RawBuilder } from 'kysely';
import type { Decision, SideHeader } from '@copydesk/rules';
import { among } from '../../platform/database/among.ts';
import type { Queries } from '../../platform/database/database.ts';
import {
  connectionOf,
  cursorOf,
  emptyConnection,
  pageOf,
  type Connection,
  type PageArguments,
} from '../../platform/graphql/connections.ts';
import type { Context } from '../../platform/graphql/context.ts';
import type { AttachmentRow } from '../../platform/mail/shown-html.ts';
import { defineRowLoader, inOrderOf } from '../../platform/graphql/loaders.ts';
import type { CommentVia } from '../comments/comment.entity.ts';
import { personJson, type PersonRow } from '../people/index.ts';
import { sideConversationById } from './side-conversation.reader.ts';

/** A message as resolvers pass it around. */
export type SideMessageRow = {
  id: string;
  sideConversationId: string;
  author: PersonRow | null;
  bodyText: string;
  bodyHtml: string | null;
  quotedText: string | null;
  via: CommentVia;
  at: Date | string;
  flags: string[];
  decision: (Decision & { policyVersion: number }) | null;
  recipients: { person: PersonRow | null; address: string; header: SideHeader }[];
  attachments: AttachmentRow[];
  inboundMessageId: string | null;
};

async function read(db: Queries, rest: RawBuilder<unknown>): Promise<SideMessageRow[]> {
  const { rows } = await sql<SideMessageRow>`
    select m.id, m.inbound_message_id as "inboundMessageId", m.side_conversation_id as "sideConversationId", m.body_text as "bodyText", m.body_html as "bodyHtml",
      m.quoted_text as "quotedText", m.via, m.created_at as at, m.flags, m.decision,
      case when author.id is not null then ${personJson('author')} end as author,
      coalesce((select jsonb_agg(jsonb_build_object('address', r.one ->> 'address', 'header', r.one ->> 'header',
          'person', case when p.id is not null then ${personJson('p')} end) order by r.place)
        from jsonb_array_elements(m.recipients) with ordinality as r(one, place)
          left join person p on p.id = (r.one ->> 'personId')::uuid), '[]') as recipients,
      coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'contentType', f.content_type,
        'size', f.size, 'contentId', f.content_id) order by f.id) from attachment f where f.side_message_id = m.id), '[]') as attachments
    from side_message m left join person author on author.id = m.author_id ${rest}`.execute(db);
  return rows;
}

const cursor = cursorOf('uuid');

/** A page of a side conversation's messages, oldest first; of one that the viewer may read. */
export async function listSideMessages(
  db: Queries,
  sideConversationId: string,
  paging: PageArguments,
): Promise<Connection<SideMessageRow>> {
  const page = pageOf(paging, cursor);
  if (page.size === 0) return emptyConnection();
  const forward = page.direction === 'FORWARD';
  const from = page.from ? sql`and m.id ${forward ? sql`>` : sql`<`} ${page.from[0]}::uuid` : sql``;
  const rows = await read(
    db,
    sql`where m.side_conversation_id = ${sideConversationId} ${from}
      order by m.id ${forward ? sql`asc` : sql`desc`} limit ${page.size + 1}`,
  );
  const count = async () => {
    const counted = await sql<{ count: number }>`
      select count(*)::int as count from side_message where side_conversation_id = ${sideConversationId}`.execute(db);
    return counted.rows[0]?.count ?? 0;
  };
  return connectionOf(page, rows, (row) => cursor.encode([row.id]), count);
}

const anySideMessageById = defineRowLoader<string, SideMessageRow | null>(async (ids, { db }) =>
  inOrderOf(ids, await read(db, sql`where m.id ${among(ids)}`), (row) => row.id),
);

const idByInboundMessageId = defineRowLoader<string, string | null>(async (ids, { db }) => {
  const { rows } = await sql<{ id: string; inboundId: string }>`
    select id, inbound_message_id as "inboundId" from side_message where inbound_message_id ${among(ids)}`.execute(db);
  return inOrderOf(ids, rows, (row) => row.inboundId).map((row) => row?.id ?? null);
});

/** What a mail became in a side conversation; null as for `sideMessageById`. */
export async function sideMessageOfMail(context: Context, inboundMessageId: string): Promise<SideMessageRow | null> {
  const id = await idByInboundMessageId(context).load(inboundMessageId);
  return id === null ? null : sideMessageById(context, id);
}

/** A message by id; null for customers, and for what is not the viewer's to see. */
export async function sideMessageById(context: Context, id: string): Promise<SideMessageRow | null> {
  const message = await anySideMessageById(context).load(id);
  return message && (await sideConversationById(context, message.sideConversationId)) ? message : null;
}
