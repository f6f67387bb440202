import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longestTurn } from '../support/stall.ts';
import { aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';
import type { Asked } from './stranger.ts';
import { aStranger, type Stranger } from './strangers.ts';

let desk: RunningDesk;
let [mallory, rita]: Stranger[] = [];
let token: string;

beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
  [mallory, rita] = [await aStranger(), await aStranger()];
  token = await desk.tokenOf(await aPerson(desk.desk, { name: 'Ada', role: 'ADMIN' }));
  for (const query of ['{ viewer { id } }', '{ viewer { nam } }', getIntrospectionQuery()]) await usual(query);
}, 90_000);
afterAll(async () => {
  await desk.close();
  await Promise.all([mallory!, rita!].map((stranger) => stranger.leave()));
});

/** Longer than this nobody waits for their turn, in ms of the desk's own work. */
const STALL = 100;
/** Nearly all that a request may hold. */
const MB = 1_048_000;

const many = (count: number, write: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at)).join('');
const nested = (levels: number, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels);
const list = <T>(count: number, one: T) => Array.from({ length: count }, () => one);

function posted(body: string): Asked {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return { url: `${desk.baseUrl}/graphql`, headers, body };
}

const usual = (query: string) => rita!.ask(posted(JSON.stringify({ query })));

/** The bomb's answer and how long it held the desk at most; somebody else asks meanwhile, and is answered. */
async function thrown(asked: Asked) {
  const { longest, result } = await longestTurn(() => Promise.all([mallory!.ask(asked), usual('{ viewer { id } }')]));
  const [said, answered] = result;
  expect(answered.status).toBe(200);
  return { longest, said };
}

type Bomb = { query: string; variables?: unknown; says: string };

const LONG = 'The document is too long: it has more than 50,000 characters. Send long texts as variables.';
const LINES = 'The document is too long: it has more than 500 lines. Send long texts as variables.';
const TOKENS = 'The document is too long: it has more than 400 tokens.';
const COSTLY = 'The document asks for more than 100,000 values. Ask for fewer with \\"first\\", or for less of each.';
const suspended = 'query($x: [ID!]) { suspendedMessages(departmentIds: $x) { edges { cursor } } }';
const VALUES = 'The variables hold more than 10,000 values: send shorter lists, in several requests.';
const LEVELS = 'The variables are nested more than 20 levels deep.';

/** Few bytes each, beside what they would cost who looks at all of it: they are refused, by a limit that has a name. */
const REFUSED: Record<string, Bomb> = {
  'a document of comments': { query: '#'.repeat(MB), says: LONG },
  'a name of a megabyte': { query: `{${'a'.repeat(MB)}}`, says: LONG },
  'a text of a megabyte': { query: `{people(search:"${'a'.repeat(MB)}"){edges{cursor}}}`, says: LONG },
  escapes: { query: `{people(search:"${String.raw`\u0061`.repeat(MB / 8)}"){edges{cursor}}}`, says: LONG },
  '500,000 lines and a hundred errors': {
    query: `${'\n'.repeat(500_000)}{${many(130, (at) => `tickex${at} `)}}`,
    says: LONG,
  },
  '48,000 lines and a hundred errors': {
    query: `${'\n'.repeat(48_000)}{${many(130, (at) => `tickex${at} `)}}`,
    says: LINES,
  },
  'an operation’s name in each of ninety errors': {
    query: `query ${'a'.repeat(MB - 2_000)}(${many(90, (at) => `$v${at}:Int `)}){viewer{id}}`,
    says: LONG,
  },
  '4,000 fields': { query: `{${many(4_000, (at) => `a${at}:viewer{id}`).slice(0, 49_000)}`, says: TOKENS },
  '3,000 directives': { query: `{viewer${'@skip(if:true)'.repeat(3_000)}{id}}`, says: TOKENS },
  'selections within selections': { query: nested(6_000, '{viewer', '}'), says: TOKENS },
  'lists within lists': { query: `{people(search:${nested(20_000)}){edges{cursor}}}`, says: TOKENS },
  'a chain of fragments': {
    query: `{viewer{...F0}}${many(1_000, (at) => `fragment F${at} on Person{...F${at + 1}}`)}`,
    says: TOKENS,
  },
  'fragments that come to 22 million fields': {
    query: `{viewer{...F0}}${many(13, (at) => `fragment F${at} on Person{a:departments{id}${` ...F${at + 1}`.repeat(4)}}`)}fragment F13 on Person{id}`,
    says: 'Aliases limit of 15 exceeded, found 22369621.',
  },
  'a field that is spread 67 million times': {
    query: `{viewer{...F0}}${many(26, (at) => `fragment F${at} on Person{...F${at + 1} ...F${at + 1}}`)}fragment F26 on Person{id}`,
    says: COSTLY,
  },
  'fragments in a circle': {
    query: `{viewer{...F0}}${many(30, (at) => `fragment F${at} on Person{...F${(at + 1) % 30} ...F${(at + 7) % 30} ...F${(at + 11) % 30}}`)}`,
    says: String.raw`Cannot spread fragment \"F0\" within itself via \"F1\"`,
  },
  'fields that come close to a name': {
    query: `{${many(190, (at) => `tickex${at} `)}}`,
    says: String.raw`Cannot query field \"tickex0\" on type \"Query\". Did you mean`,
  },
  'fields that are in each other’s way': {
    query: `{${many(15, (at) => `a:tickets(first:${at}){edges{node{id}}}`)}}`,
    says: String.raw`Fields \"a\" conflict because they have differing arguments.`,
  },
  'pages within pages': {
    query:
      '{tickets(first:100){edges{node{comments(first:100){edges{node{id bodyText createdAt visibility via author{id name}}}}}}}}',
    says: COSTLY,
  },
  'lists within lists that have no pages': {
    query: `{warnings{edges{node${nested(5, '{ticket{warnings', '}}').replace('}}', '{id}}}')}}}}`,
    says: COSTLY,
  },
  '1,400 pages that are too large': {
    query: `{tickets(first:100){edges{node{${many(14, (at) => `a${at}:comments(first:101){edges{node{id}}}`)}}}}}`,
    says: COSTLY,
  },
  'the whole schema, twice': {
    query: getIntrospectionQuery().replace('types {', 'a:types{...FullType} types {'),
    says: COSTLY,
  },
  '250,000 ids': { query: suspended, variables: { x: list(250_000, 'a') }, says: VALUES },
  '180,000 wrong ids': { query: suspended, variables: { x: list(180_000, {}) }, says: VALUES },
  '60,000 people': {
    query: 'mutation($x:[PersonInput!]!){addCcs(input:{ticketId:"x",people:$x}){errors{code}}}',
    variables: { x: list(60_000, { email: 'a' }) },
    says: VALUES,
  },
  '80,000 variables': {
    query: '{viewer{id}}',
    variables: Object.fromEntries(Array.from({ length: 80_000 }, (_, at) => [`v${at}`, 1])),
    says: VALUES,
  },
  'values within values': {
    query: 'query($x:String){people(search:$x){edges{cursor}}}',
    variables: nested(100_000, '{"a":', '}').replace('{"a":}', '{}'),
    says: LEVELS,
  },
  'a variable of another kind': {
    query: 'query($x:Int){people(first:$x){edges{cursor}}}',
    variables: { x: 'a'.repeat(MB - 200) },
    says: String.raw`Variable \"$x\" got invalid value`,
  },
};

/** As much as the limits leave room for. */
const ANSWERED: Record<string, string> = {
  'the same field again and again': `{${'viewer{id}'.repeat(98)}}`,
  'the whole schema': getIntrospectionQuery(),
};

const bodyOf = ({ query, variables = {} }: Pick<Bomb, 'query' | 'variables'>) =>
  typeof variables === 'string'
    ? `{"query":${JSON.stringify(query)},"variables":${variables}}`
    : JSON.stringify({ query, variables });

describe('GraphQL bombs over HTTP', () => {
  it.each(Object.entries(REFUSED))('are refused at once: %s', async (_, bomb) => {
    const { longest, said } = await thrown(posted(bodyOf(bomb)));
    expect([said.status, said.text.slice(0, 400)]).toEqual([400, expect.stringContaining(bomb.says)]);
    expect(longest).toBeLessThan(STALL);
  });

  it.each(Object.entries(ANSWERED))('are answered and hold nobody up: %s', async (_, query) => {
    const { longest, said } = await thrown(posted(bodyOf({ query })));
    expect([said.status, said.text.slice(0, 9)]).toEqual([200, '{"data":{']);
    expect(longest).toBeLessThan(STALL);
  });

  it.each([
    ['30,000 requests in one', `[${many(30_000, (at) => `${at ? ',' : ''}{"query":"{viewer{id}}"}`)}]`, 400],
    ['more than may be sent', JSON.stringify({ query: '#'.repeat(1_100_000) }), 413],
    ['no JSON', `{"query":"${'a'.repeat(MB)}`, 400],
    ['lists within lists beside the query', `{"query":"{viewer{id}}","extensions":{"x":${nested(500_000)}}}`, 200],
  ])('of another form: %s', async (_, body, status) => {
    const { longest, said } = await thrown(posted(body));
    expect(said.status).toBe(status);
    expect(longest).toBeLessThan(STALL);
  });
});

describe('GraphQL bombs over the WebSocket', () => {
  const talk = (messages: readonly object[], until = 1) =>
    thrown({
      socket: `${desk.baseUrl.replace('http', 'ws')}/graphql`,
      messages: [{ type: 'connection_init', payload: { token } }, ...messages].map((one) => JSON.stringify(one)),
      until,
    });
  const subscribe = (id: number, payload: object) => ({ id: String(id), type: 'subscribe', payload });
  const small = { query: 'subscription { deskEvents { seq } }' };
  const nearMisses = { query: `subscription{deskEvents{${many(99, (at) => `sequ${at} `)}}}` };

  it.each<[string, object, string]>([
    ['many lines', { query: `${'\n'.repeat(20_000)}subscription{${'deskEvent '.repeat(100)}}` }, LINES],
    ['many tokens', { query: `subscription{${'deskEvents{seq}'.repeat(3_000)}}` }, TOKENS],
    ['many values', { ...small, variables: { x: list(20_000, 1) } }, VALUES],
    ['values within values', { ...small, variables: { x: [[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]] } }, LEVELS],
    [
      'pages within pages',
      {
        query: `subscription{ticketEvents(ticketId:"x"){ticket{comments(first:100){edges{node{ticket{comments(first:100){edges{node{revisions{id} attachments{id}}}}}}}}}}}`,
      },
      'Cannot query field',
    ],
  ])('are refused at once: %s', async (_, payload, says) => {
    const { longest, said } = await talk([subscribe(1, payload)]);
    expect(said.text.slice(0, 400)).toContain(says);
    expect(longest).toBeLessThan(STALL);
  });

  it.each<[string, object[], number]>([
    ['2,000 subscriptions', Array.from({ length: 2_000 }, (_, at) => subscribe(at, small)), 1_900],
    ['150 wrong ones', Array.from({ length: 150 }, (_, at) => subscribe(at, nearMisses)), 150],
    ['5,000 pings', list(5_000, { type: 'ping' }), 5_000],
  ])('come one by one: %s on one socket', async (_, messages, until) => {
    const { longest, said } = await talk(messages, until);
    expect(said.status).toBe(0);
    expect(longest).toBeLessThan(STALL);
  });

  it.each<[string, object, number]>([
    ['a message that is too large', { type: 'ping', payload: { x: 'a'.repeat(70_000) } }, 1009],
    ['a message that is none', { type: 'subscribe', id: nested(20_000) }, 4400],
  ])('close their socket: %s', async (_, message, code) => {
    const { longest, said } = await talk([message]);
    expect(said.status).toBe(code);
    expect(longest).toBeLessThan(STALL);
  });
});
