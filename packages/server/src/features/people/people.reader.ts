import { sql, type RawBuilder } from 'kysely';
import type { Party, Role } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import {
  cursorOf,
  connectionOf,
  pageOf,
  type Connection,
  type PageArguments,
} from '../../platform/graphql/connections.ts';
import { partyJson } from './party-sql.ts';

export type PeopleFilter = { search: string | null; roles: readonly Role[] | null };

const byName = cursorOf('text', 'uuid');
/** Counting stops here: beyond it the number helps nobody and costs. */
const countedUpTo = 10_000;
/** Of what is searched for; more narrow nothing down. */
const mostParts = 8;

/**
 * People by name. `search` looks, without regard to case and accents, for words as they begin: each in the name, in an
 * address (its domain as well), or in the organization's name. Asks nothing about who may see them.
 */
export async function listPeople(db: Queries, filter: PeopleFilter, paging: PageArguments): Promise<Connection<Party>> {
  const page = pageOf(paging, byName);
  const conditions = conditionsOf(filter);
  const [name, id] = page.from ?? [];
  const { rows } = await sql<{ party: Party }>`
    select ${partyJson('p')} as party from person p
    where ${all(page.from ? [...conditions, sql`(p.name, p.id) > (${name}, ${id}::uuid)`] : conditions)}
    order by p.name, p.id limit ${page.size + 1}`.execute(db);
  const count = async () => {
    const counted = await sql<{ count: number }>`
      select count(*)::int as count
      from (select 1 from person p where ${all(conditions)} limit ${countedUpTo + 1}) counted`.execute(db);
    const [{ count } = { count: 0 }] = counted.rows;
    return count > countedUpTo ? null : count;
  };
  const people = rows.map(({ party }) => party);
  return connectionOf(page, people, (party) => byName.encode([party.name, party.id]), count);
}

function conditionsOf({ search, roles }: PeopleFilter): RawBuilder<unknown>[] {
  const conditions = [sql`p.state <> 'DELETED'`];
  if (roles) conditions.push(sql`p.role = any(${[...roles]}::text[])`);
  const parts = search?.replaceAll('\0', '').split(/\s+/u).filter(Boolean) ?? [];
  for (const part of parts.slice(0, mostParts)) {
    const asked = sql`search.question(${part})`;
    conditions.push(sql`p.id in (
      select n.id from person n where search.words(n.name) @@ ${asked}
      union select a.person_id from address a where search.words(a.canonical) @@ ${asked}
      union select m.id from organization o join person m on m.organization_id = o.id
        where search.words(o.name) @@ ${asked})`);
  }
  return conditions;
}

const all = (conditions: RawBuilder<unknown>[]) => sql.join(conditions, sql` and `);
