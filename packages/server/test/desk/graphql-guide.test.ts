import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { createTicket } from '../../src/features/tickets/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

type Example = { title: string; query: string; variables: string };

/** Each ```graphql block of the guide, with the ```json block that follows it, if one does. */
function readExamples(): Example[] {
  const text = readFileSync(new URL('../../../../docs/graphql.md', import.meta.url), 'utf8');
  const blocks = text.matchAll(/```graphql\n(.*?)```\n(?:\n```json\n(.*?)```\n)?/gs);
  return [...blocks].map(([, query = '', variables = '{}']) => ({
    title: /(?:query|mutation|subscription) (\w+)/.exec(query)?.[1] ?? query,
    query,
    variables,
  }));
}

const examples = readExamples();
let desk: RunningDesk;
let root: Viewer;
let words: Record<string, string>;

beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
  root = await aPerson(desk.desk, { name: 'Root', role: 'ADMIN' });
  const { ticketId, department } = await aTicketScene(desk.desk);
  const said = { ticketId, body: 'We come on Monday.', visibility: 'PUBLIC' } as const;
  const { commentId } = await addComment(desk.desk, root, said);
  const other = await createTicket(desk.desk, root, { departmentId: department.id, subject: 'Roof', body: 'Again.' });
  const { data } = await desk.ask(root, '{ eventCursor }');
  words = {
    TICKET_ID: globalId('Ticket', ticketId),
    DEPARTMENT_ID: globalId('Department', department.id),
    COMMENT_ID: globalId('Comment', commentId),
    OTHER_TICKET_ID: globalId('Ticket', other.ticketId),
    SUPPORT_ADDRESS: department.address,
    CURSOR: data.eventCursor,
  };
  // So that deskEvents has something to tell.
  await desk.ask(
    root,
    `mutation { changeTicket(input: {ticketId: "${words.TICKET_ID}", status: OPEN}) { errors { code } } }`,
  );
});
afterAll(() => desk.close());

const variablesOf = ({ variables }: Example) =>
  JSON.parse(variables.replaceAll(/\b[A-Z]+(?:_[A-Z]+)*\b/g, (word) => words[word] ?? word)) as Record<string, unknown>;

describe('the guide’s examples', () => {
  it('are found', () => expect(examples.length).toBeGreaterThan(10));

  it.each(examples.filter(({ query }) => !query.startsWith('subscription')))('$title is answered', async (example) => {
    const { data, errors } = await desk.ask(root, example.query, variablesOf(example));
    expect(errors).toBeUndefined();
    const [answer] = Object.values(data as Record<string, { errors?: unknown[] } | null>);
    expect(answer).not.toBeNull();
    expect(answer?.errors ?? []).toEqual([]);
  });

  it.each(examples.filter(({ query }) => query.startsWith('subscription')))('$title delivers', async (example) => {
    const client = await LiveClient.open(desk.baseUrl, await desk.tokenOf(root));
    const subscription = client.subscribe(example.query, variablesOf(example));
    const [event] = await subscription.count(1);
    expect(event).toMatchObject({ type: expect.any(String) });
    client.cut();
  });
});
