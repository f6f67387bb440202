import { sql, type RawBuilder } from 'kysely';
import type { Party } from '@copydesk/rules';
import { mayAsk, type Asks } from '../../platform/asks.ts';
import type { Language } from '../../platform/language.ts';

const departmentIds = (person: RawBuilder<unknown>) => sql`'departmentIds', coalesce((
  select json_agg(m.department_id order by m.department_id) from department_member m where m.person_id = ${person}.id), '[]')`;

const address = (person: RawBuilder<unknown>) => sql`'address', (select a.canonical from address a
  where a.person_id = ${person}.id order by a.is_primary desc, a.canonical limit 1)`;

const brief = (person: RawBuilder<unknown>) => sql`'id', ${person}.id, 'name', ${person}.name, 'role', ${person}.role,
  'state', ${person}.state, 'mayCommentPublicly', ${person}.may_comment_publicly`;

/**
 * SQL for a person as the rules see them (`Party`), from a row of `person` known in the query as `alias`; `more` as further
 * pairs of key and value. It is json and not jsonb, which takes PostgreSQL longer to build than to find the rows.
 */
export function partyJson(alias: string, ...more: RawBuilder<unknown>[]): RawBuilder<Party> {
  const person = sql.ref(alias);
  const pairs = [brief(person), departmentIds(person), address(person), ...more];
  return sql<Party>`json_build_object(${sql.join(pairs)})`;
}

/** A person as API types pass them around. What is undefined, a loader finds when it is asked for. */
export type PersonRow = Pick<Party, 'id' | 'name' | 'role' | 'state' | 'mayCommentPublicly'> &
  Partial<Pick<Party, 'departmentIds' | 'address'>> & {
    addresses?: string[];
    organization?: string | null;
    language?: Language | null;
  };

/** What a person has beside their own row, by the field of the API that shows it. */
const beside: Readonly<Record<string, (person: RawBuilder<unknown>) => RawBuilder<unknown>>> = {
  departments: departmentIds,
  address,
  addresses: (person) => sql`'addresses', coalesce((select json_agg(a.canonical order by a.is_primary desc, a.canonical)
    from address a where a.person_id = ${person}.id), '[]')`,
  language: (person) => sql`'language', ${person}.language`,
  organization: (person) =>
    sql`'organization', (select o.name from organization o where o.id = ${person}.organization_id)`,
};

/**
 * SQL for a `PersonRow` of a page, from a row of `person` known in the query as `alias`, with whatever the document asks
 * of people: no loader has to ask again. `also`: what a field reads of them that is not a field of theirs.
 */
export function personJson(alias: string, asks?: Asks | null): RawBuilder<PersonRow & Party>;
export function personJson(alias: string, asks: Asks | null, also: 'address' | null): RawBuilder<PersonRow>;
export function personJson(alias: string, asks: Asks | null = null, also: 'address' | null = null) {
  const person = sql.ref(alias);
  const wanted = Object.keys(beside).filter(
    (name) => asks === null || (name === 'address' ? also === name : asks.has(name)),
  );
  const pairs = [brief(person), ...wanted.flatMap((name) => beside[name]?.(person) ?? [])];
  return sql`json_build_object(${sql.join(pairs)})`;
}

/**
 * A `PersonRow` of a list: who they are, as far as it is asked, from their own row alone. As columns, since a list has many
 * rows: `of` puts together what a row of the answer has of them; null where there is nobody.
 */
export function listedPerson(alias: string, asks: Asks | null) {
  const own = ['id', 'name', 'role', 'state', 'mayCommentPublicly'] as const;
  const wanted = own.filter((name) => name === 'id' || mayAsk(asks, name));
  const column = (name: string) => (name === 'mayCommentPublicly' ? 'may_comment_publicly' : name);
  return {
    columns: sql.join(wanted.map((name) => sql`${sql.ref(`${alias}.${column(name)}`)} as ${sql.id(alias + name)}`)),
    of(row: Readonly<Record<string, unknown>>): PersonRow | null {
      if (row[`${alias}id`] === null) return null;
      return Object.fromEntries(wanted.map((name) => [name, row[alias + name]])) as PersonRow;
    },
  };
}

/** SQL for a `PersonRow`: who they are, from their own row alone. */
export function personBrief(alias: string): RawBuilder<PersonRow> {
  return sql<PersonRow>`json_build_object(${brief(sql.ref(alias))})`;
}
