import { graphql, type GraphQLSchema } from 'graphql';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { createContext } from '../../src/platform/graphql/context.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';

let inbound: InboundDesk;
let schema: GraphQLSchema;
let department: { id: string; address: string };
let agent: Viewer;
let customer: Viewer;
beforeAll(async () => {
  inbound = await inboundDesk();
  schema = buildSchema(readSlices(), resolvers);
  department = await aDepartment(inbound.desk, { slug: 'claims' });
  agent = await aPerson(inbound.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
  customer = await aPerson(inbound.desk, { name: 'Rita' });
});
afterAll(() => inbound.close());

async function ask(viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}) {
  const contextValue = createContext(inbound.desk, viewer, v7());
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data));
}

async function aSuspendedMessage() {
  const messageId = `<${v7()}@example.com>`;
  await inbound.send({
    from: customer.address!,
    to: department.address,
    subject: 'Roof',
    text: 'It leaks',
    messageId,
    headers: PROOF,
  });
  const from = `xaver-${v7().slice(-12)}@example.com`;
  return inbound.send({
    from,
    to: department.address,
    subject: 'Re: Roof',
    text: 'I know  better',
    inReplyTo: messageId,
    headers: PROOF,
  });
}

const LIST = /* GraphQL */ `
  query {
    suspendedMessages(first: 1) {
      edges {
        node {
          id
          status
          fromAddress
          recipients
          subject
          preview
          receivedAt
          confidence
          confidenceReasons
          cause
          error
          attempts
          decision {
            outcome
            rule
            because
            otherwise
            policyVersion
            trace {
              rule
              held
              because
              facts
            }
          }
          department {
            name
          }
          ticket {
            subject
          }
          comment {
            id
          }
        }
        cursor
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`;

it('lists suspended mail with what stopped it, for staff alone', async () => {
  const message = await aSuspendedMessage();
  const { suspendedMessages } = await ask(agent, LIST);
  expect(suspendedMessages.edges[0].node).toMatchObject({
    id: globalId('InboundMessage', message.id),
    status: 'SUSPENDED',
    fromAddress: message.from_address,
    recipients: [department.address],
    preview: 'I know better',
    cause: 'outsider-unidentified',
    confidence: 'PROVEN',
    decision: { outcome: 'SUSPENDED', rule: 'outsider-unidentified', policyVersion: 1 },
    department: { name: 'claims' },
    ticket: { subject: 'Roof' },
    comment: null,
  });
  const theirs = await ask(customer, LIST);
  expect(theirs.suspendedMessages.edges).toEqual([]);
  const one = 'query ($id: ID!) { inboundMessage(id: $id) { id } node(id: $id) { id } }';
  const variables = { id: globalId('InboundMessage', message.id) };
  expect(await ask(agent, one, variables)).toEqual({
    inboundMessage: { id: variables.id },
    node: { id: variables.id },
  });
  expect(await ask(customer, one, variables)).toEqual({ inboundMessage: null, node: null });
});

it('recovers and discards by mutation, and refuses as data', async () => {
  const change = (name: string) =>
    `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { message { status } errors { code message field } } }`;
  const first = { input: { messageId: globalId('InboundMessage', (await aSuspendedMessage()).id) } };
  const recovered = await ask(agent, change('recoverSuspendedMessage'), first);
  expect(recovered.recoverSuspendedMessage.errors).toEqual([]);
  const second = { input: { messageId: globalId('InboundMessage', (await aSuspendedMessage()).id) } };
  const refused = await ask(customer, change('discardSuspendedMessage'), second);
  expect(refused.discardSuspendedMessage).toMatchObject({
    message: null,
    errors: [{ code: 'NOT_FOUND', field: ['messageId'] }],
  });
  const discarded = await ask(agent, change('discardSuspendedMessage'), second);
  expect(discarded.discardSuspendedMessage).toEqual({ message: { status: 'DISCARDED' }, errors: [] });
  const again = await ask(agent, change('retryInboundMessage'), second);
  expect(again.retryInboundMessage.errors).toMatchObject([{ code: 'FORBIDDEN' }]);
});

it('tells the signature of what came by mail apart, and takes nothing away', async () => {
  const signed = 'It leaks.\n\nBest regards,\nRita Novak';
  const opened = await inbound.send({
    from: 'rita.novak@example.com',
    to: department.address,
    subject: 'Sill',
    text: signed,
  });
  const source = `query($id: ID!) { ticket(id: $id) { comments(last: 2) { edges { node { bodyText signature } } } } }`;
  const post = `mutation($input: AddCommentInput!) { addComment(input: $input) { errors { message } } }`;
  const ticketId = globalId('Ticket', opened.ticket_id!);
  await ask(agent, post, { input: { ticketId, body: signed, visibility: 'INTERNAL' } });
  const { ticket } = await ask(agent, source, { id: ticketId });
  expect(ticket.comments.edges.map(({ node }: { node: object }) => node)).toEqual([
    { bodyText: signed, signature: 'Best regards,\nRita Novak' },
    { bodyText: signed, signature: null },
  ]);
});

it('simulates a mail for staff of the department', async () => {
  const source = /* GraphQL */ `
    query ($input: SimulateMessageInput!) {
      simulateMessage(input: $input) {
        effect
        visibility
        status
        confidence
        confidenceReasons
        ccsAdded
        ccsRemoved
        warnings
        decision {
          outcome
          rule
          trace {
            rule
          }
        }
        ticket {
          id
        }
        notCopied {
          address
          reason
          sentence
        }
        recipients {
          person {
            name
          }
          address
          header
          because
          rule
        }
      }
    }
  `;
  const raw = `From: New <new@example.com>\r\nTo: ${department.address}\r\nCc: ${customer.address}\r\nSubject: Hello\r\n\r\nhi`;
  const variables = { input: { raw, departmentId: globalId('Department', department.id), confidence: 'PROVEN' } };
  const { simulateMessage } = await ask(agent, source, variables);
  expect(simulateMessage).toMatchObject({
    effect: 'TICKET',
    visibility: 'PUBLIC',
    status: 'NEW',
    confidence: 'PROVEN',
    ccsAdded: [customer.address],
    ticket: null,
    recipients: [
      { person: null, address: 'new@example.com', header: 'TO' },
      { person: { name: 'Rita' }, address: customer.address, header: 'CC' },
    ],
  });
  // What an agent's commands would do, and a policy that finds the ticket otherwise.
  const opened = await inbound.send({ from: 'rex@example.com', to: department.address, subject: 'Wall', text: 'Wet' });
  const { number } = await inbound.ticket(opened.ticket_id!);
  const byAgent = `From: ${agent.address}\r\nTo: ${department.address}\r\nSubject: Hi\r\n\r\n#priority high\r\n#foo\r\nhi`;
  const commands = `query($input: SimulateMessageInput!) { simulateMessage(input: $input) { decision { commands { line obeyed } } } }`;
  const commanded = await ask(agent, commands, { input: { ...variables.input, raw: byAgent } });
  expect(commanded.simulateMessage.decision.commands).toEqual([
    { line: '#priority high', obeyed: true },
    { line: '#foo', obeyed: false },
  ]);
  const bySubject = `From: rex@example.com\r\nTo: ${department.address}\r\nSubject: Re: [#${number}]\r\n\r\nhi`;
  for (const [matchOrder, effect] of [
    [['ADDR_TOKEN', 'SUBJECT_ID'], 'COMMENT'],
    [['ADDR_TOKEN'], 'TICKET'],
  ] as const) {
    const input = { ...variables.input, raw: bySubject, policy: { thread: { matchOrder } } };
    const simulated = await ask(agent, source, { input });
    expect(simulated.simulateMessage.effect).toBe(effect);
  }
  const stranger = await aPerson(inbound.desk, { name: 'Otto', role: 'AGENT' });
  for (const viewer of [customer, stranger]) {
    const contextValue = createContext(inbound.desk, viewer, v7());
    const { data, errors } = await graphql({ schema, source, variableValues: variables, contextValue });
    expect(data).toBeNull();
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
  }
});

it('lists for admins what was taken and became nothing, and why', async () => {
  const admin = await aPerson(inbound.desk, { name: 'Root', role: 'ADMIN' });
  const mail = {
    to: department.address,
    text: 'hi',
    from: `zoe-${v7().slice(-12)}@example.com`,
    messageId: `<${v7()}@x>`,
  };
  await inbound.send({ ...mail, subject: 'Looped', headers: { 'X-Copydesk-Loop': 'localhost' } });
  await inbound.send({ ...mail, subject: 'First', messageId: `<${v7()}@x>` });
  const again = { ...mail, messageId: `<${v7()}@x>`, text: 'twice' };
  await inbound.send({ ...again, subject: 'Once' });
  await inbound.send({ ...again, subject: 'Twice' });
  const list = (status: string) => `{ inboundMessages(status: ${status}, first: 4) {
    totalCount edges { node { status subject cause } } } }`;
  const { inboundMessages: rejected } = await ask(admin, list('REJECTED'));
  expect(rejected.edges[0].node).toEqual({ status: 'REJECTED', subject: 'Looped', cause: 'own-mail' });
  const { inboundMessages: all } = await ask(admin, list('null'));
  expect(all.edges.map(({ node }: { node: object }) => node)).toEqual([
    { status: 'DONE', subject: 'Twice', cause: 'duplicate' },
    { status: 'DONE', subject: 'Once', cause: null },
    { status: 'DONE', subject: 'First', cause: null },
    { status: 'REJECTED', subject: 'Looped', cause: 'own-mail' },
  ]);
  const { inboundMessages: nothing } = await ask(agent, list('null')).catch(() => ({ inboundMessages: null }));
  expect(nothing?.edges ?? []).toEqual([]);
});
