import { sql, type RawBuilder } from 'kysely';
import type { Party } from '@copydesk/rules';

/** SQL for a person as the rules see them (`Party`), from a row of `person` known in the query as `alias`. */
export function partyJson(alias: string): RawBuilder<Party> {
  const person = sql.ref(alias);
  return sql<Party>`jsonb_build_object(
    'id', ${person}.id, 'name', ${person}.name, 'role', ${person}.role, 'state', ${person}.state,
    'mayCommentPublicly', ${person}.may_comment_publicly,
    'departmentIds', coalesce((select jsonb_agg(m.department_id order by m.department_id)
      from department_member m where m.person_id = ${person}.id), '[]'),
    'address', (select a.canonical from address a
      where a.person_id = ${person}.id order by a.is_primary desc, a.canonical limit 1))`;
}

/** A person as lists and pages show them: what the rules see, with all addresses and the organization's name. */
export type PersonRow = Party & { addresses?: string[]; organization?: string | null };

/** SQL for a `PersonRow`, from a row of `person` known in the query as `alias`: no loader has to ask again. */
export function personJson(alias: string): RawBuilder<PersonRow> {
  const person = sql.ref(alias);
  return sql<PersonRow>`(${partyJson(alias)} || jsonb_build_object(
    'addresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
      from address a where a.person_id = ${person}.id), '[]'),
    'organization', (select o.name from organization o where o.id = ${person}.organization_id)))`;
}
