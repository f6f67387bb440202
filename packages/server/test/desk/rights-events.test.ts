import { may } from '@copydesk/rules';
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
    .select(['type', 'public'])
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .execute();
  const isInsider = may(viewer, 'internal.read', { ticket: subject });
  return rows.filter((row) => row.public || isInsider).map(({ type }) => type);
}

const nameOf = (type: string) =>
  type
    .split('.')
    .map((part) => part[0]!.toUpperCase() + part.slice(1))
    .join('');

describe.each(Object.keys(DEPARTMENTS))('department: %s', (kind) => {
  it.each(VIEWERS.filter((name) => name !== 'nobody'))('%s is sent the events that are theirs', async (name) => {
    const scene = scenes.get(kind)!;
    const viewer = scene.people[name]!;
    const isLetIn = viewer.state === 'ACTIVE';
    const opened = desk.tokenOf(viewer).then((token) => LiveClient.open(desk.baseUrl, token));
    if (!isLetIn) {
      await expect(opened).rejects.toThrow();
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
      const isInsider = may(viewer, 'internal.read', { ticket: scene.subject });
      expect(events.length).toBe(wanted.length);
      if (!isInsider) expect(JSON.stringify(events)).not.toMatch(/INTERNAL|Warning|SideConversation|Follower/u);
      expect(events.map(({ seq }) => seq)).toEqual(wanted.map((_, at) => at + 1));
      expect(events.filter(({ __typename }) => __typename === 'CommentAdded')).toHaveLength(
        wanted.filter((type) => nameOf(type) === 'CommentAdded').length,
      );
    }
    client.cut();
  });
});
