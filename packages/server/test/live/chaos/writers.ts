import { setTimeout as pause } from 'node:timers/promises';
import { globalId } from '../../../src/platform/graphql/ids.ts';
import { aToken } from '../../support/live-node.ts';
import { aPerson } from '../../support/people.ts';
import type { TestDesk } from '../../support/test-desk.ts';
import type { Cast } from './cast.ts';
import type { Chance } from './random.ts';

export const WRITERS = 16;
const ROUNDS = 24;

/** In every internal comment; no customer may ever be sent it. */
export const SECRET = 'canary-7f3a';

type Answer = { data?: Record<string, { comment?: { id: string } | null }>; errors?: unknown };
type Call = (name: string, input: Record<string, unknown>) => Promise<{ comment?: { id: string } | null }>;

/** A writer's mutations go to whichever node comes; what a dead node does not answer goes to the other. */
function caller(urls: readonly string[], token: string, chance: Chance): Call {
  return async (name, input) => {
    const kind = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const selection = name === 'addComment' ? 'comment { id }' : '';
    const query = `mutation ($input: ${kind}!) { ${name}(input: $input) { ${selection} errors { code } } }`;
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { input } }),
    };
    let answered: Response | null = null;
    while (!answered) {
      answered = await fetch(`${chance.pick(urls)}/graphql`, request).catch(() => pause(20, null));
    }
    const response = (await answered.json().catch(() => null)) as Answer | null;
    if (response?.errors) throw new Error(JSON.stringify(response.errors));
    return Object.values(response?.data ?? {})[0] ?? {};
  };
}

/** 16 people write at once on the shared tickets, comments made internal and access taken and given among them. */
export async function write(desk: TestDesk, cast: Cast, urls: readonly string[], chance: Chance): Promise<void> {
  const publicComments: string[] = [];
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, index) => {
      const customer = index % 4 === 3;
      const given = { name: `Writer ${index}`, role: 'AGENT' as const, departmentIds: [cast.departmentId] };
      const writer = customer ? cast.people.rita : await aPerson(desk, given);
      const call = caller(urls, (await aToken(desk, writer)).token, chance);
      for (let round = 0; round < ROUNDS; round += 1) {
        if (customer) await say(call, cast, chance, { words: `${index}, ${round}`, hidden: false });
        else await act(call, cast, chance, { words: `${index}, ${round}`, publicComments });
      }
    }),
  );
}

type Saying = { words: string; hidden: boolean };

async function say(call: Call, cast: Cast, chance: Chance, { words, hidden }: Saying): Promise<string | null> {
  const ticketId = globalId('Ticket', chance.pick(cast.ticketIds));
  const [body, visibility] = hidden ? [`${SECRET} of ${words}`, 'INTERNAL'] : [`words of ${words}`, 'PUBLIC'];
  const { comment } = await call('addComment', { ticketId, body, visibility });
  return comment?.id ?? null;
}

/** One of the things that agents do, each with its share. */
async function act(call: Call, cast: Cast, chance: Chance, own: { words: string; publicComments: string[] }) {
  const ticketId = globalId('Ticket', chance.pick(cast.ticketIds));
  const carl = globalId('Person', cast.people.carl.id);
  const otto = globalId('Person', cast.people.otto.id);
  const dice = chance.next();
  if (dice < 0.3) {
    const id = await say(call, cast, chance, { words: own.words, hidden: false });
    if (id) own.publicComments.push(id);
  } else if (dice < 0.5) await say(call, cast, chance, { words: own.words, hidden: true });
  else if (dice < 0.6 && own.publicComments.length > 0) {
    await call('makeCommentInternal', { commentId: chance.pick(own.publicComments) });
  } else if (dice < 0.67) await call('removeCcs', { ticketId, personIds: [carl] });
  else if (dice < 0.74) await call('addCcs', { ticketId, people: [{ id: carl }] });
  else if (dice < 0.79) await call('restrictCc', { ticketId, personId: carl, helpCenterAccess: chance.next() < 0.5 });
  else if (dice < 0.86) {
    await call(chance.next() < 0.5 ? 'addFollowers' : 'removeFollowers', { ticketId, personIds: [otto] });
  } else await call('changeTicket', { ticketId, status: chance.pick(['OPEN', 'ON_HOLD', 'ANSWERED']) });
}

/** At the end Carl and Otto have their access but on the first tickets, whatever the dice said. */
export async function settle(desk: TestDesk, cast: Cast, urls: readonly string[], chance: Chance): Promise<void> {
  const call = caller(urls, (await aToken(desk, cast.people.ada)).token, chance);
  const personId = globalId('Person', cast.people.carl.id);
  const personIds = [globalId('Person', cast.people.otto.id)];
  for (const [index, id] of cast.ticketIds.entries()) {
    const ticketId = globalId('Ticket', id);
    await call('addCcs', { ticketId, people: [{ id: personId }] });
    await call('restrictCc', { ticketId, personId, helpCenterAccess: index !== 1 });
    if (index === 0) await call('removeCcs', { ticketId, personIds: [personId] });
    await call('addFollowers', { ticketId, personIds });
    if (index === 0) await call('removeFollowers', { ticketId, personIds });
  }
  const ticketId = globalId('Ticket', cast.ticketIds[0] as string);
  await call('addComment', { ticketId, body: 'the end', visibility: 'PUBLIC' });
}
