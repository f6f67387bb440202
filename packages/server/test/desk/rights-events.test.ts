import { hidesInternal, isStaff, may } from '@copydesk/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { LiveClient } from '../support/live-client.ts';
import { readable } from '../support/readable.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';
import { aDeskOfRights, aTicketOfRights, DEPARTMENTS, VIEWERS, type RightsScene } from './rights-scene.ts';

let desk: RunningDesk;
const scenes = new Map<string, RightsScene>();

beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
  const { departments, people } = await aDeskOfRights(desk.desk);
  for (const [kind, { id }] of departments) {
    const asks = kind === 'agents who ask see no notes' ? 'agentElsewhere' : 'requester';
    scenes.set(kind, await aTicketOfRights(desk.desk, people, id, kind, asks));
  }
  await readable(desk.desk);
}, 60_000);
afterAll(() => desk.close());

/** The types of the events of the ticket's log that the table lets somebody know of. */
async function theirs(viewer: Viewer, { ticketId, subject }: RightsScene): Promise<string[]> {
  const rows = await desk.desk.db
    .selectFrom('event')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .execute();
  const isInsider = may(viewer, 'internal.read', { ticket: subject });
  return rows.filter((row) => row.public_seq !== null || isInsider).map(({ type }) => type);
}

describe.each(Object.keys(DEPARTMENTS))('department: %s', (kind) => {
  it.each(VIEWERS.filter((name) => name !== 'nobody'))('%s is sent the events that are theirs', async (name) => {
    const scene = scenes.get(kind)!;
    const viewer = scene.people[name]!;
    const isLetIn = viewer.state === 'ACTIVE';
    const opened = desk.tokenOf(viewer).then((token) => LiveClient.open(desk.baseUrl, token));
    if (!isLetIn) {
      await expect(opened).rejects.toThrow(/suspended|active|closed with/iu);
      return;
    }
    const client = await opened;
    const frames = client.subscribe(
      'subscription($id: ID!) { ticketEvents(ticketId: $id, after: 0) { __typename seq ... on CommentAdded { comment { visibility } } } }',
      { id: globalId('Ticket', scene.ticketId) },
    );
    if (!may(viewer, 'events.read', { ticket: scene.subject })) {
      expect(await frames.end()).toBe('NOT_FOUND');
    } else {
      const wanted = await theirs(viewer, scene);
      const events = await frames.count(wanted.length);
      await client.ping();
      expect(wanted.length).toBeGreaterThan(3);
      const text = JSON.stringify(events);
      if (isStaff(viewer) && hidesInternal(viewer, scene.subject)) {
        // They count with the team, but what it says among itself is not in their frames.
        expect(text).not.toMatch(/INTERNAL|SideConversation/u);
      } else {
        expect(events.map(({ seq }) => seq)).toEqual(wanted.map((_, at) => at + 1));
        if (!isStaff(viewer)) expect(text).not.toMatch(/INTERNAL|Warning|SideConversation|Follower/u);
        const added = events.filter(({ __typename }) => __typename === 'CommentAdded');
        expect(added).toHaveLength(wanted.filter((type) => type === 'comment.added').length);
      }
    }
    client.cut();
  });
});
