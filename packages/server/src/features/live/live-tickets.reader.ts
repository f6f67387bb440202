import { sql } from 'kysely';
import type { Party } from '@copydesk/rules';
import { among } from '../../platform/database/among.ts';
import type { Database } from '../../platform/database/database.ts';
import type { LoadedTickets } from '../../platform/events/live-source.ts';
import { partyJson, personById } from '../people/index.ts';
import { readTickets, subjectOfRow, ticketById, type TicketRow } from '../tickets/index.ts';

/** A page's people are read in full. */
type LiveRow = TicketRow & { requester: Party; assignee: Party | null; people: Party[] | null };

/** The tickets of some events and the people whom the events name, in one statement; none when there are none. */
export async function loadLiveTickets(
  db: Database,
  ticketIds: readonly string[],
  personIds: readonly string[],
): Promise<LoadedTickets> {
  const rows = ticketIds.length === 0 ? [] : await read(db, ticketIds, personIds);
  const people = [...(rows[0]?.people ?? []), ...rows.flatMap(({ requester, assignee }) => [requester, assignee])];
  return {
    tickets: rows.map((row) => ({
      id: row.id,
      subject: subjectOfRow(row, row.participants ?? { ccIds: [], followerIds: [], restrictedIds: [] }),
      seq: row.seq,
      publicSeq: row.publicSeq,
    })),
    prime(context, maySee) {
      for (const row of rows) ticketById(context).prime(row.id, maySee(row.id) ? row : null);
      for (const person of people) if (person) personById(context).prime(person.id, person);
    },
  };
}

async function read(db: Database, ticketIds: readonly string[], personIds: readonly string[]): Promise<LiveRow[]> {
  const page = sql`select t.* from ticket t where t.id ${among(ticketIds)}`;
  const people = sql`case when row_number() over (order by t.id) = 1 then
    (select json_agg(${partyJson('p')}) from person p where p.id = any(${[...personIds]}::uuid[])) end as people`;
  return (await readTickets(db, page, sql`t.id`, { as: 'PAGE', asks: null, more: [people] })) as LiveRow[];
}
