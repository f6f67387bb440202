import { sql } from 'kysely';
import type { Transaction } from '../database/database.ts';
import type { Desk } from '../desk.ts';
import type { EventData } from './event-types.ts';

/**
 * Notes in the log that what a person may see has changed: role, state, departments, a token or a session. Belongs into
 * the transaction of the change; each node looks at the person's open sockets again before any later event.
 */
export async function appendAccessEvent(
  trx: Transaction,
  desk: Pick<Desk, 'epoch'>,
  change: { personId: string; actorId: string | null; tokenId?: string },
): Promise<void> {
  const { actorId, ...data } = change;
  await sql`
    insert into event (epoch, type, actor_id, data)
    values (${desk.epoch}, 'access.changed', ${actorId}, ${JSON.stringify(data satisfies EventData)}::jsonb)`.execute(
    trx,
  );
}
