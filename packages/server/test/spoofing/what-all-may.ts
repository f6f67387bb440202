import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Data } from '../support/running-desk.ts';
import { CAST, type Stage, type Who } from './stage.ts';

const ALL_THERE_IS = `query($id: ID!) {
  viewer { id role state mayCommentPublicly addresses departments { id } }
  tickets(first: 100) { totalCount edges { node { id } } }
  ticket(id: $id) {
    number subject status isPrivate seq updatedAt
    requester { id } assignee { id } ccs { person { id } helpCenterAccess } followers { id }
    comments(first: 100) { edges { node { id visibility bodyText bodyHtml author { id } } } }
  }
}`;

const STAFF: readonly Who[] = ['ada', 'gus', 'zoe'];

/** What everybody can read and do, and what they have been sent. */
export async function whatAllMay({ desk, people, ticketId, address }: Stage) {
  await desk.settled();
  const asked = CAST.map(async (who) => [who, (await desk.ask(people[who], ALL_THERE_IS, { id: ticketId })).data]);
  const seen: Record<string, Data> = Object.fromEntries(await Promise.all(asked));
  const rows = async (query: ReturnType<typeof sql>) => (await query.execute(desk.desk.db)).rows;
  const ids = CAST.map((who) => people[who].id);
  const owners = await rows(sql`select canonical, person_id from address where person_id = any(${ids}::uuid[])
    order by canonical`);
  const staff = new Set(STAFF.map(address));
  return { seen, owners, mails: desk.received.length, staff };
}

type Before = Awaited<ReturnType<typeof whatAllMay>>;

/**
 * Nobody sees, may or has been sent anything else than before, but for new internal comments, which are the team's.
 * `mails`: addresses outside that were written to all the same. Returns the comments that are new.
 */
export async function expectNothingChanged(stage: Stage, before: Before, mails: readonly string[] = []) {
  const after = await whatAllMay(stage);
  expect(after.owners).toEqual(before.owners);
  let added: Data[] = [];
  for (const who of CAST) {
    const [was, is] = [before.seen[who], after.seen[who]];
    expect([who, is.viewer]).toEqual([who, was.viewer]);
    if (!STAFF.includes(who) || was.ticket === null) {
      expect([who, is.ticket]).toEqual([who, was.ticket]);
      if (!STAFF.includes(who)) expect([who, is.tickets]).toEqual([who, was.tickets]);
      continue;
    }
    const { comments: then, seq: _, updatedAt: _at, ...rest } = was.ticket;
    const { comments: now, seq: _now, updatedAt: _atNow, ...restNow } = is.ticket;
    expect([who, restNow]).toEqual([who, rest]);
    const old = then.edges.length;
    expect(now.edges.slice(0, old)).toEqual(then.edges);
    added = now.edges.slice(old).map(({ node }: Data) => node);
    expect(added.map(({ visibility }) => visibility)).toEqual(added.map(() => 'INTERNAL'));
  }
  const sent = stage.desk.received.slice(before.mails).flatMap(({ to }) => to);
  expect(sent.filter((to) => !before.staff.has(to))).toEqual(mails);
  return added;
}
