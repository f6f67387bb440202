import { sql } from 'kysely';
import type { WarningKind } from '@copydesk/rules';
import { among } from '../../platform/database/among.ts';
import { defineRowLoader, inOrderOf } from '../../platform/graphql/loaders.ts';
import { personJson, type PersonRow } from '../people/index.ts';
import type { JoinedVia } from './copies.entity.ts';

export type CcRow = {
  person: PersonRow;
  /** Null: the rules, on nobody's behalf. */
  addedBy: PersonRow | null;
  addedVia: JoinedVia;
  rule: string | null;
  addedAt: string;
  helpCenterAccess: boolean;
};

/** An unresolved warning stands with its ticket; resolved ones are asked for by `Query.warnings`. */
export type WarningRow = {
  id: string;
  ticketId: string;
  commentId: string | null;
  kind: WarningKind;
  message: string;
  createdAt: Date | string;
  resolvedAt: Date | string | null;
  resolvedById: string | null;
};

export type Collaboration = { ccs: CcRow[]; followers: PersonRow[]; warnings: WarningRow[] };

/** Who takes part in a ticket and what is to be heeded, in one statement; of tickets that the viewer may see. */
export const collaborationByTicketId = defineRowLoader<string, Collaboration>(async (ids, desk, asks) => {
  const { rows } = await sql<Collaboration & { id: string }>`
    select t.id,
      coalesce((select json_agg(json_build_object('person', ${personJson('p', asks, 'address')},
          'addedBy', case when adder.id is not null then ${personJson('adder', asks)} end,
          'addedVia', cc.added_via, 'rule', cc.cause ->> 'rule', 'addedAt', cc.added_at,
          'helpCenterAccess', cc.help_center_access) order by cc.added_at, p.id)
        from cc join person p on p.id = cc.person_id left join person adder on adder.id = cc.added_by_id
        where cc.ticket_id = t.id), '[]') as ccs,
      coalesce((select json_agg(${personJson('p', asks)} order by f.added_at, p.id)
        from follower f join person p on p.id = f.person_id where f.ticket_id = t.id), '[]') as followers,
      coalesce((select json_agg(json_build_object('id', w.id, 'ticketId', w.ticket_id, 'commentId', w.comment_id,
          'kind', w.kind, 'message', w.message, 'createdAt', w.created_at, 'resolvedAt', null, 'resolvedById', null)
          order by w.id)
        from warning w where w.ticket_id = t.id and w.resolved_at is null), '[]') as warnings
    from ticket t where t.id ${among(ids)}`.execute(desk.db);
  const nothing: Collaboration = { ccs: [], followers: [], warnings: [] };
  return inOrderOf(ids, rows, (row) => row.id).map((row) => row ?? nothing);
});
