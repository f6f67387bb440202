import { sql } from 'kysely';
import type { Party } from '@copydesk/rules';
import type { Language } from '../../platform/language.ts';
import { defineRowLoader, groupedBy, inOrderOf } from '../../platform/graphql/loaders.ts';
import { partyJson } from './party-sql.ts';

/** People as the rules see them; null where there is none. Asks nothing about who may see them. */
export const personById = defineRowLoader<string, Party | null>(async (ids, desk) => {
  const { rows } = await sql<{ party: Party }>`
    select ${partyJson('p')} as party from person p where p.id = any(${[...ids]}::uuid[])`.execute(desk.db);
  return inOrderOf(
    ids,
    rows.map(({ party }) => party),
    (party) => party.id,
  );
});

/** Canonical addresses of a person, the primary one first. */
export const addressesByPersonId = defineRowLoader<string, string[]>(async (ids, { db }) => {
  const { rows } = await sql<{ canonical: string; personId: string }>`
    select canonical, person_id as "personId" from address
    where person_id = any(${[...ids]}::uuid[]) order by is_primary desc, canonical`.execute(db);
  return groupedBy(ids, rows, (row) => row.personId).map((group) => group.map((row) => row.canonical));
});

/** Addresses that nothing is sent to, because it came back for good. */
export const undeliverableByPersonId = defineRowLoader<string, string[]>(async (ids, { db }) => {
  const { rows } = await sql<{ canonical: string; personId: string }>`
    select canonical, person_id as "personId" from address
    where person_id = any(${[...ids]}::uuid[]) and undeliverable_since is not null order by canonical`.execute(db);
  return groupedBy(ids, rows, (row) => row.personId).map((group) => group.map((row) => row.canonical));
});

/** The language of the mails to a person; null: their department's. */
export const languageByPersonId = defineRowLoader<string, Language | null>(async (ids, { db }) => {
  const { rows } = await sql<{ id: string; language: Language | null }>`
    select id, language from person where id = any(${[...ids]}::uuid[])`.execute(db);
  return inOrderOf(ids, rows, (row) => row.id).map((row) => row?.language ?? null);
});

/** The name of the organization a person belongs to. */
export const organizationByPersonId = defineRowLoader<string, string | null>(async (ids, { db }) => {
  const { rows } = await sql<{ name: string; personId: string }>`
    select o.name, p.id as "personId" from person p join organization o on o.id = p.organization_id
    where p.id = any(${[...ids]}::uuid[])`.execute(db);
  return inOrderOf(ids, rows, (row) => row.personId).map((row) => row?.name ?? null);
});
