import { sql, type RawBuilder } from 'kysely';
import type { Party } from '@copydesk/rules';
import type { Language } from '../../platform/language.ts';

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

/** A person as API types pass them around. What is undefined, a loader finds when it is asked for. */
export type PersonRow = Pick<Party, 'id' | 'name' | 'role' | 'state' | 'mayCommentPublicly'> &
  Partial<Pick<Party, 'departmentIds' | 'address'>> & {
    addresses?: string[];
    organization?: string | null;
    language?: Language | null;
  };

/** SQL for a `PersonRow` of a page, from a row of `person` known in the query as `alias`: no loader has to ask again. */
export function personJson(alias: string): RawBuilder<PersonRow & Party> {
  const person = sql.ref(alias);
  return sql<PersonRow & Party>`(${partyJson(alias)} || jsonb_build_object(
    'addresses', coalesce((select jsonb_agg(a.canonical order by a.is_primary desc, a.canonical)
      from address a where a.person_id = ${person}.id), '[]'),
    'language', ${person}.language,
    'organization', (select o.name from organization o where o.id = ${person}.organization_id)))`;
}

/** SQL for a `PersonRow` of a list: who they are, from their own row alone. */
export function personBrief(alias: string): RawBuilder<PersonRow> {
  const person = sql.ref(alias);
  return sql<PersonRow>`jsonb_build_object('id', ${person}.id, 'name', ${person}.name, 'role', ${person}.role,
    'state', ${person}.state, 'mayCommentPublicly', ${person}.may_comment_publicly)`;
}
