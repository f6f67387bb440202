import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replyToSideConversation, startSideConversation } from '../../src/features/side-conversations/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
let scene: Scene;
let id: string;
let messageId: string;
beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
  scene = await aTicketScene(desk.desk);
  const { ada, carl, ticketId } = scene;
  const started = await startSideConversation(desk.desk, ada, {
    ticketId,
    subject: 'Beside it',
    body: 'Message 0',
    to: [{ id: carl.id }],
  });
  const { sideConversationId } = started;
  for (const body of ['Message 1', 'Message 2']) {
    await replyToSideConversation(desk.desk, ada, { sideConversationId, body });
  }
  id = globalId('SideConversation', sideConversationId);
  messageId = globalId('SideMessage', started.sideMessageId);
});
afterAll(() => desk.close());

const NODE = `query($id: ID!) { node(id: $id) { __typename id ... on SideConversation { subject state createdBy { name } ticket { id } }
  ... on SideMessage { bodyText via at author { name } sideConversation { id } recipients { header person { name } } } } }`;

describe('a side conversation over GraphQL', () => {
  it('is a node to staff who read its ticket, and nothing to anybody else', async () => {
    for (const who of [scene.ada, scene.lee]) {
      const { data } = await desk.ask(who, NODE, { id });
      expect(data.node).toMatchObject({
        __typename: 'SideConversation',
        id,
        subject: 'Beside it',
        state: 'OPEN',
        createdBy: { name: 'Ada Lind' },
        ticket: { id: globalId('Ticket', scene.ticketId) },
      });
      const { data: message } = await desk.ask(who, NODE, { id: messageId });
      expect(message.node).toMatchObject({
        id: messageId,
        bodyText: 'Message 0',
        via: 'API',
        author: { name: 'Ada Lind' },
        sideConversation: { id },
        recipients: [{ header: 'TO', person: { name: 'Carl Ruiz' } }],
      });
    }
    for (const who of [scene.rita, scene.carl, scene.mia, scene.otto]) {
      for (const one of [id, messageId]) {
        expect(await desk.ask(who, NODE, { id: one })).toEqual({ data: { node: null } });
      }
    }
  });

  it('pages its messages, oldest first', async () => {
    const page = async (paging: string) => {
      const query = `query($id: ID!) { node(id: $id) { ... on SideConversation { messages(${paging}) { totalCount
        pageInfo { hasNextPage endCursor } edges { node { bodyText } } } } } }`;
      const { data } = await desk.ask(scene.ada, query, { id });
      return data.node.messages;
    };
    const texts = (one: { edges: { node: { bodyText: string } }[] }) => one.edges.map(({ node }) => node.bodyText);
    const first = await page('first: 2');
    expect([texts(first), first.totalCount, first.pageInfo.hasNextPage]).toEqual([['Message 0', 'Message 1'], 3, true]);
    const next = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
    expect([texts(next), next.pageInfo.hasNextPage]).toEqual([['Message 2'], false]);
    expect(texts(await page('last: 1'))).toEqual(['Message 2']);
  });

  it('says who may write, and answers as the mutations do', async () => {
    const query = `query($id: ID!) { ticket(id: $id) { viewerMay { writeSideConversations } } }`;
    const may = async (who: Viewer) => {
      const { data } = await desk.ask(who, query, { id: globalId('Ticket', scene.ticketId) });
      return data.ticket.viewerMay.writeSideConversations;
    };
    expect([await may(scene.ada), await may(scene.lee), await may(scene.rita)]).toEqual([true, false, false]);
    const mutation = `mutation($input: ReplyToSideConversationInput!) { replyToSideConversation(input: $input) {
      message { bodyText } errors { code field } } }`;
    const reply = (who: Viewer) => desk.ask(who, mutation, { input: { sideConversationId: id, body: 'Hello' } });
    expect((await reply(scene.lee)).data.replyToSideConversation).toEqual({
      message: null,
      errors: [{ code: 'FORBIDDEN', field: ['sideConversationId'] }],
    });
    expect((await reply(scene.rita)).data.replyToSideConversation).toEqual({
      message: null,
      errors: [{ code: 'NOT_FOUND', field: ['sideConversationId'] }],
    });
    expect((await reply(scene.ada)).data.replyToSideConversation).toEqual({
      message: { bodyText: 'Hello' },
      errors: [],
    });
    const unknown = await desk.ask(scene.ada, mutation, { input: { sideConversationId: 'nonsense', body: 'Hello' } });
    expect(unknown.data.replyToSideConversation.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});
