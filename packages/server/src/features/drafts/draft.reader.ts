import type { Visibility } from '@copydesk/rules';
import { sql } from 'kysely';
import { defineLoader, groupedBy } from '../../platform/graphql/loaders.ts';

export type DraftRow = { ticketId: string; visibility: Visibility; body: string; updatedAt: Date };

/** The viewer's own drafts, of tickets that they have been shown. Whoever is asking, there is no way to another's. */
export const ownDraftsByTicketId = defineLoader<string, DraftRow[]>(async (ids, { desk, viewer }) => {
  const { rows } = await sql<DraftRow>`
    select d.ticket_id as "ticketId", d.visibility, d.body, d.updated_at as "updatedAt" from draft d
    where d.ticket_id = any(${[...ids]}::uuid[]) and d.person_id = ${viewer?.id ?? null}`.execute(desk.db);
  return groupedBy(ids, rows, (row) => row.ticketId);
});
