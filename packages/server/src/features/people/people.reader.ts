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

/**
 * People by name. `search` looks, without regard to case, for a part of the name, the beginning of an address or of an
 * address's domain, or a part of the organization's name. Asks nothing about who may see them.
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
  const text = search?.trim().toLowerCase().replaceAll('\0', '') ?? '';
  if (text !== '') {
    const within = `%${escapeLike(text)}%`;
    const begins = `${escapeLike(text)}%`;
    const domain = `%@${escapeLike(text.replace(/^@/, ''))}%`;
    conditions.push(sql`(lower(p.name) like ${within}
      or exists (select 1 from address a where a.person_id = p.id
        and (a.canonical like ${begins} or a.canonical like ${domain}))
      or exists (select 1 from organization o where o.id = p.organization_id and lower(o.name) like ${within}))`);
  }
  return conditions;
}

const all = (conditions: RawBuilder<unknown>[]) => sql.join(conditions, sql` and `);

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
