import type { Viewer } from '../viewer.ts';
import type { Position } from './cursor.ts';
import type { Delivery } from './delivery.ts';
import { goneView, viewOf, type EventView } from './event-view.ts';
import type { Group } from './group.ts';
import type { LogEvent } from './log.ts';
import type { MakeStep } from './log-topic.ts';
import type { Subscriber } from './subscriber.ts';

const silent = { payload: () => null };

/** `deskEvents`: every ticket's events, to whom the ticket is shown now; TicketGone to whom this event took it. */
export const makeDeskStep: MakeStep = async (group, event, delivery, among) => {
  const view = viewOf(event, 'STAFF');
  if (!view) return silent;
  /** Within a class some may see the ticket because they take part in it, and others not. */
  const shownTo = ({ connection }: Subscriber<Position>) => shown(group, view, connection.viewer, { delivery, among });
  const kindOf = (as: EventView, viewer: Viewer) => `${as.type} ${delivery.isInsider(viewer, view.event.ticketId)}`;
  const payloads = new Map<string, Buffer>();
  for (const subscriber of group.subscribers) {
    const as = shownTo(subscriber);
    const { viewer } = subscriber.connection;
    const kind = as && kindOf(as, viewer);
    if (!as || !kind || payloads.has(kind)) continue;
    const root = { [group.wish.prepared.field]: as };
    payloads.set(kind, await delivery.render(group, `${event.id} ${kind}`, root, viewer));
  }
  return {
    payload: (subscriber) => {
      const as = shownTo(subscriber);
      return as && payloads.get(kindOf(as, subscriber.connection.viewer));
    },
  };
};

/** `departmentEvents`: changes of departments, all of which staff may read. */
export const makeDepartmentStep: MakeStep = async (group, event, delivery) => {
  const [someone] = group.subscribers;
  const { wish } = group;
  if (event.type !== 'department.changed' || event.departmentId === null || !someone) return silent;
  if (wish.departmentIds && !wish.departmentIds.has(event.departmentId)) return silent;
  const root = { [wish.prepared.field]: event };
  const payload = await delivery.render(group, event.id, root, someone.connection.viewer);
  return { payload: () => payload };
};

function shown<Place>(
  group: Group<Place>,
  view: EventView,
  viewer: Viewer,
  { delivery, among }: { delivery: Delivery; among: readonly LogEvent[] },
): EventView | null {
  const { event } = view;
  const { departmentIds } = group.wish;
  const maySee = delivery.maySee(viewer, event.ticketId);
  const departmentId = delivery.ticket(event.ticketId)?.subject.departmentId ?? '';
  const watched = departmentIds === null || departmentIds.has(departmentId);
  let as: EventView | null = null;
  if (maySee && watched) {
    as = view;
  } else {
    const took = (other: LogEvent) => takes(other, viewer, { departmentIds, maySee, watched });
    // One change may take it in two ways, being moved and unassigned: it is gone once.
    const before = among.some(
      ({ id, xid, ticketId }, index) =>
        id !== event.id &&
        xid === event.xid &&
        ticketId === event.ticketId &&
        BigInt(id) < BigInt(event.id) &&
        took(among[index] as LogEvent),
    );
    if (took(event) && !before) as = goneView(view);
  }
  return as && group.wants(as.type) ? as : null;
}

/** Did this event take a ticket, which the viewer does not watch now, out of what they watched? */
function takes(
  event: LogEvent,
  viewer: Viewer,
  now: { departmentIds: ReadonlySet<string> | null; maySee: boolean; watched: boolean },
): boolean {
  const { changed, personId } = event.data;
  const left = changed?.department?.from;
  if (left) {
    const saw = now.maySee || viewer.role === 'ADMIN' || viewer.departmentIds.includes(left);
    return saw && (now.departmentIds === null || now.departmentIds.has(left));
  }
  if (!now.watched) return false;
  const removed = event.type === 'cc.removed' || event.type === 'follower.removed';
  const handedOver = [changed?.assignee, changed?.requester].some((change) => change?.from === viewer.id);
  return handedOver || (removed && personId === viewer.id);
}
