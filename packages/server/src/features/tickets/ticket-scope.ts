import { sql, type RawBuilder } from 'kysely';
import { isStaff, ticketScope } from '@copydesk/rules';
import type { Viewer } from '../../platform/viewer.ts';

/** The rules' `ticket.read` as a condition on the table `ticket`, known in the query as `t`. */
export function visibleTo(viewer: Viewer): RawBuilder<boolean> {
  const scope = ticketScope(viewer);
  switch (scope.kind) {
    case 'ALL':
      return sql`true`;
    case 'NONE':
      return sql`false`;
    case 'STAFF':
      return sql`(t.department_id = any(${[...scope.departmentIds]}::uuid[])
        or t.requester_id = ${scope.personId} or t.assignee_id = ${scope.personId}
        or exists (select from cc where cc.ticket_id = t.id and cc.person_id = ${scope.personId})
        or exists (select from follower f where f.ticket_id = t.id and f.person_id = ${scope.personId}))`;
    case 'CUSTOMER':
      return sql`exists (select from department d where d.id = t.department_id
        and (d.policy #>> '{helpCenter,enabled}')::boolean
        and (t.requester_id = ${scope.personId}
          or (d.policy #>> '{cc,enabled}')::boolean and (d.policy #>> '{cc,portalAccess}')::boolean
            and exists (select from cc
              where cc.ticket_id = t.id and cc.person_id = ${scope.personId} and cc.help_center_access)))`;
  }
}

/**
 * The rules' `internal.read` beside `visibleTo`: false of an agent's own tickets where the department hides from agents
 * what the team says of the tickets they ask with.
 */
export function internalTo(viewer: Viewer): RawBuilder<boolean> {
  if (!isStaff(viewer)) return sql`false`;
  if (viewer.role === 'ADMIN') return sql`true`;
  return sql`(t.requester_id <> ${viewer.id} or exists (select from department d where d.id = t.department_id
    and (d.policy #>> '{privacy,agentAsRequester}' = 'SHOW_ALL'
      or d.policy #>> '{privacy,agentAsRequester}' = 'HIDE_PRIVATE_GROUPS'
        and d.id = any(${[...viewer.departmentIds]}::uuid[]))))`;
}
