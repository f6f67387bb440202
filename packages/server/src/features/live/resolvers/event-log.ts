import type { TicketEventsArgs } from '../../../generated/resolver-types.ts';
import { isStaff } from '@copydesk/rules';
import { encodeCursor } from '../../../platform/events/cursor.ts';
import { viewOf } from '../../../platform/events/event-view.ts';
import { readSafeEnd, readTicketLog } from '../../../platform/events/log.ts';
import { connectionOf } from '../../../platform/graphql/connections.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { apiError } from '../../../platform/graphql/errors.ts';
import type { Desk } from '../../../platform/desk.ts';
import { departmentById } from '../../departments/index.ts';
import { personById } from '../../people/index.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import type { LogEvent } from '../../../platform/events/log.ts';
import type { TicketRow } from '../../tickets/index.ts';

/** The ticket's log as the viewer counts it, oldest first. */
async function events(row: TicketRow, { after, first }: TicketEventsArgs, context: Context) {
  const size = first ?? 50;
  if (size < 0 || size > 100) throw apiError('BAD_REQUEST', 'Argument "first" must be from 0 to 100.');
  const audience = isStaff(signedIn(context)) ? 'STAFF' : 'CUSTOMER';
  const count = audience === 'STAFF' ? 'seq' : 'publicSeq';
  const found = await readTicketLog(context.desk.db, row.id, count, after ?? 0, size + 1);
  const views = found.flatMap((event) => viewOf(event, audience) ?? []);
  return connectionOf({ size, from: after ? [after] : null, direction: 'FORWARD' }, views, ({ seq }) => String(seq));
}

/** Everything behind it is replayed by deskEvents. */
async function eventCursor({ db, epoch }: Desk): Promise<string> {
  const end = await readSafeEnd(db, epoch);
  return encodeCursor(end ?? { epoch, xid: '0', id: '0' });
}

export const eventLog = {
  Ticket: { events },
  Query: { eventCursor: (_: unknown, __: unknown, { desk }: Context) => eventCursor(desk) },
  DepartmentChanged: {
    actor: ({ actorId }: LogEvent, _: unknown, context: Context) => actorId && personById(context).load(actorId),
    departmentId: ({ departmentId }: LogEvent) => globalId('Department', departmentId ?? ''),
    department: ({ departmentId }: LogEvent, _: unknown, context: Context) =>
      departmentId && departmentById(context).load(departmentId),
  },
};
