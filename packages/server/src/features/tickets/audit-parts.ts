import { sql, type RawBuilder } from 'kysely';
import type { EventType } from '../../platform/events/event-types.ts';
import type { TicketPlan } from './ticket-plan.ts';

/** What happens to a ticket that admins must be able to look up: changes of what has been said, and to whom. */
const AUDITED: Readonly<Partial<Record<EventType, { old: object | null; new: object | null }>>> = {
  'comment.made_internal': { old: { visibility: 'PUBLIC' }, new: { visibility: 'INTERNAL' } },
  'comment.edited': { old: null, new: null },
  'comment.deleted': { old: null, new: null },
  'cc.restricted': { old: null, new: null },
  'ticket.merged': { old: null, new: null },
};

/** The parts of a plan's statement that note it in the audit; events hold no texts, and so neither does the audit. */
export function auditParts({ actorId, events }: TicketPlan): RawBuilder<unknown>[] {
  const entries = events.flatMap(({ type, data }) => {
    const audited = AUDITED[type];
    return audited ? [{ action: type, old: audited.old, new: { ...audited.new, ...data } }] : [];
  });
  if (entries.length === 0) return [];
  return [
    sql`audited as (
      insert into audit (actor_id, subject_kind, subject_id, action, old, new)
      select ${actorId}::uuid, 'TICKET', t.id, r.action, r.old, r.new
      from t, jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(action text, old jsonb, new jsonb))`,
  ];
}
