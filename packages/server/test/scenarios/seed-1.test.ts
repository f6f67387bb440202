import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guests } from './guests.ts';
import type { Setting } from './cast.ts';
import { scenarioDesk, type ScenarioDesk } from './scenario-desk.ts';
import { stageOf } from './stage.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

const stage = (setting?: Setting) => stageOf(desk, 'ZENDESK', setting);

const PEOPLE = `query($search: String, $roles: [Role!]) {
  people(search: $search, roles: $roles, first: 50) { edges { node { name role organization } } } }`;

describe('seed 1: adding CCs and followers', () => {
  it('1-01 an agent types “Ann”: registered users are suggested', async () => {
    const t = await stage();
    await t.join('Ann', { name: `Ann Suggested ${t.department.id}` });
    const { data } = await t.ask('G', PEOPLE, { search: `Ann Suggested ${t.department.id}` });
    expect(data.people.edges).toMatchObject([{ node: { role: 'END_USER' } }]);
    const { data: customers } = await t.ask('R', PEOPLE, { search: 'Ann' });
    expect(customers.people.edges).toEqual([]);
  });

  it('1-02 an unknown address is added: an end user is created and copied', async () => {
    const t = await stage();
    expect(await t.addCcs('G', 'bob')).toEqual([]);
    expect(await t.ccs()).toEqual(['C1', 'bob']);
    const { data } = await t.ask('G', PEOPLE, { search: t.address('bob') });
    expect(data.people.edges).toMatchObject([{ node: { role: 'END_USER' } }]);
    expect(await t.mails()).toEqual({ bob: 'To R Cc C1,bob' });
  });

  it('1-03 a CC without an address is shown as such, and nobody else', async () => {
    const t = await stage();
    await t.join('N', { address: null });
    expect(await t.addCcs('G', 'N')).toEqual([]);
    const { ccs } = await t.ticket('G');
    expect(ccs.map(({ address }: { address: string | null }) => address).toSorted()).toEqual([t.address('C1'), null]);
    await t.post('G', 'A public answer.');
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1' });
  });

  it('1-04 a CC added with a public comment is mailed once, and again on the next public comment', async () => {
    const t = await stage();
    expect(await t.post('G', 'The first.', { cc: ['C2'] })).toEqual([]);
    expect(await t.mails()).toMatchObject({ C2: 'To R Cc C1,C2' });
    await t.post('G', 'The second.');
    expect(await t.mails()).toMatchObject({ C2: 'To R Cc C1,C2' });
  });

  it('1-05 a CC removed from the CC line is not mailed by the next public comment', async () => {
    const t = await stage({ ccs: ['C1', 'C2'] });
    await t.post('G', 'Without C1.', { drop: ['C1'] });
    expect(await t.mails()).toEqual({ R: 'To R Cc C2', C2: 'To R Cc C2' });
    expect(await t.ccs()).toEqual(['C2']);
    await t.post('G', 'The next one.');
    expect(await t.mails()).toEqual({ R: 'To R Cc C2', C2: 'To R Cc C2' });
  });

  it('1-06 an internal note takes no CC', async () => {
    const t = await stage();
    expect(await t.note('G', 'For us.', { cc: ['C2'] })).toEqual(['INVALID']);
    expect(await t.ccs()).toEqual(['C1']);
  });

  const with47: Setting = { ccs: guests(47) };

  it('1-07 a ticket has 47 CCs, one is added: 48 stored', async () => {
    const t = await stage(with47);
    expect(await t.addCcs('G', 'C2')).toEqual([]);
    expect((await t.ticket()).ccLimit).toEqual({ limit: 48, used: 48, over: false });
  });

  it('1-08 a ticket has 48 CCs, one is added: refused with the limit named', async () => {
    const t = await stage({ ccs: guests(48) });
    const input = { ticketId: t.ticketId, people: [{ id: await t.personId('C2') }] };
    const { data } = await t.ask(
      'G',
      `mutation($input: AddCcsInput!) { addCcs(input: $input) { errors { code message } } }`,
      { input },
    );
    expect(data.addCcs.errors).toMatchObject([{ code: 'CC_LIMIT', message: expect.stringMatching(/\b48\b/u) }]);
    expect((await t.ticket()).ccLimit.used).toBe(48);
  });

  it('1-09 a mail whose recipients bring it over 48: suspended, the cause is the CC limit', async () => {
    const t = await stage(with47);
    const taken = await t.replyAll('R', 'Two more.', { cc: ['C2', 'C3'] });
    expect(taken).toMatchObject({ status: 'SUSPENDED', outcome: 'SUSPENDED', rule: 'cc-limit', cause: 'cc-limit' });
    expect((await t.ticket()).ccLimit.used).toBe(47);
    expect(await t.mails()).toEqual({});
  });

  it('1-10 the API adds beyond the limit: refused with the limit and the count named, nothing changed', async () => {
    const t = await stage(with47);
    const input = { ticketId: t.ticketId, people: [{ email: t.address('ann') }, { email: t.address('bob') }] };
    const { data } = await t.ask(
      'G',
      `mutation($input: AddCcsInput!) { addCcs(input: $input) { errors { code message } } }`,
      { input },
    );
    expect(data.addCcs.errors).toMatchObject([
      { code: 'CC_LIMIT', message: expect.stringMatching(/takes 48 CCs.*has 48/u) },
    ]);
    expect((await t.ticket()).ccLimit.used).toBe(47);
  });

  it('1-11 200 followers are added: all stored, all mailed', async () => {
    const t = await stage();
    const many = Array.from({ length: 200 }, (_, place) => `F${place}`);
    await Promise.all(many.map((who) => t.join(who, { role: 'AGENT' })));
    expect(await t.addFollowers('G', ...many)).toEqual([]);
    expect((await t.followers()).length).toBe(200);
    await t.post('G', 'A public answer.');
    const mails = await t.mails();
    expect(many.map((who) => mails[who])).toEqual(many.map((who) => `To ${who}`));
  });

  it('1-12 an agent as CC and C1 as CC: one mail each, the agent’s address visible in both', async () => {
    const t = await stage({ ccs: ['C1', 'A'] });
    await t.post('G', 'A public answer.');
    expect(await t.mails()).toEqual({ R: 'To R Cc A,C1', C1: 'To R Cc A,C1', A: 'To R Cc A,C1' });
  });

  it('1-13 C1 replies to all: a public comment', async () => {
    const t = await stage();
    expect(await t.replyAll('C1', 'Dear all.')).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(await t.last()).toMatchObject({ by: 'C1', visibility: 'PUBLIC' });
  });

  it('1-14 C1 removes R from the recipients: a private comment', async () => {
    const t = await stage({ ccs: ['C1', 'C2'] });
    const taken = await t.replyAll('C1', 'Not for R.', { without: ['R'] });
    expect(taken).toMatchObject({ outcome: 'INTERNAL', rule: 'cc-without-requester' });
    expect(await t.reads('R')).not.toContain('Not for R.');
  });

  it('1-15 an end user, in the portal or by mail, has no means to add a follower', async () => {
    const t = await stage();
    expect(await t.addFollowers('R', 'A')).toEqual(['FORBIDDEN']);
    expect(await t.follow('R')).toEqual(['FORBIDDEN']);
    await t.replyAll('R', '#follower A', { cc: ['A'] });
    expect(await t.followers()).toEqual([]);
  });

  it('1-16 an agent types an organization’s name for followers: only internal users are listed', async () => {
    const t = await stage();
    const organization = `Org ${t.department.id}`;
    for (const who of ['R', 'A']) {
      const input = { personId: await t.personId(who), organization };
      expect(await t.mutate('Z', 'changePerson', input)).toEqual([]);
    }
    const roles = ['ADMIN', 'AGENT', 'LIGHT_AGENT'];
    const { data } = await t.ask('G', PEOPLE, { search: organization, roles });
    expect(data.people.edges).toEqual([{ node: { name: 'Person A', role: 'AGENT', organization } }]);
  });

  it('1-18 a light agent and an admin are accepted as followers; an end user is refused', async () => {
    const t = await stage();
    expect(await t.addFollowers('G', 'L', 'Z')).toEqual([]);
    expect(await t.addFollowers('G', 'C2')).toEqual(['NOT_A_FOLLOWER_KIND']);
    expect(await t.followers()).toEqual(['L', 'Z']);
  });

  it('1-19 an agent follows: is a follower; unfollows: is not', async () => {
    const t = await stage();
    expect(await t.follow('A')).toEqual([]);
    expect([await t.followers(), (await t.ticket('A')).viewerFollows]).toEqual([['A'], true]);
    expect(await t.unfollow('A')).toEqual([]);
    expect([await t.followers(), (await t.ticket('A')).viewerFollows]).toEqual([[], false]);
  });

  it('1-20 an agent removes a follower: no further mail', async () => {
    const t = await stage({ followers: ['F'] });
    expect(await t.removeFollowers('G', 'F')).toEqual([]);
    await t.note('G', 'For us.');
    expect(await t.mails()).toEqual({});
  });

  it('1-21 agent_cc_becomes_follower, G mails with agent A in Cc: A is CC and follower', async () => {
    const t = await stage();
    await t.post('R', 'Any news?');
    await t.mails();
    await t.reply('G', 'A knows.', { cc: ['A'] });
    expect([await t.ccs(), await t.followers()]).toEqual([['A', 'C1'], ['A']]);
  });

  it('1-22 the same over the API: CC only', async () => {
    const t = await stage();
    expect(await t.post('G', 'A knows.', { cc: ['A'] })).toEqual([]);
    expect([await t.ccs(), await t.followers()]).toEqual([['A', 'C1'], []]);
  });

  it('1-23 A, neither requester nor assignee, replies to a notification: A is added as follower', async () => {
    const t = await stage({ ccs: ['C1', 'A'] });
    expect(await t.replyAll('A', 'Dear R.')).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await t.followers()).toEqual(['A']);
  });

  it('1-24 G, the assignee, replies: not added as follower', async () => {
    const t = await stage();
    await t.post('R', 'Any news?');
    await t.mails();
    expect(await t.reply('G', 'Dear R.')).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await t.followers()).toEqual([]);
  });

  it('1-26 a trigger on a CC adds another CC and a follower; recipients of side conversations are not offered', async () => {
    const t = await stage();
    const domain = t.address('C1').slice(t.address('C1').indexOf('@'));
    const trigger = {
      departmentId: t.departmentId,
      name: 'Who knows C1',
      on: ['COMMENT_ADDED'],
      conditions: { all: [{ field: 'CC', is: 'IS', values: [domain] }] },
      actions: [
        { kind: 'ADD_CC', values: [t.address('C2')] },
        { kind: 'ADD_FOLLOWER', values: [await t.personId('F')] },
      ],
    };
    expect(await t.mutate('Z', 'createTrigger', trigger)).toEqual([]);
    await t.post('R', 'Any news?');
    expect([await t.ccs(), await t.followers()]).toEqual([['C1', 'C2'], ['F']]);
    expect(await t.mails()).toMatchObject({ C2: 'To R Cc C1,C2' });
    await t.removeCcs('G', 'C1', 'C2');
    await t.removeFollowers('G', 'F');
    await t.post('R', 'Nobody is copied now.');
    expect([await t.ccs(), await t.followers()]).toEqual([[], []]);
    const { data } = await t.ask(
      'Z',
      `{ fields: __type(name: "TriggerField") { enumValues { name } } events: __type(name: "TriggerEvent") { enumValues { name } } }`,
    );
    expect(JSON.stringify(data)).not.toMatch(/side|bcc/iu);
    const side = { ...trigger, conditions: { all: [{ field: 'SIDE_CONVERSATION_CC', is: 'PRESENT' }] } };
    await expect(t.mutate('Z', 'createTrigger', side)).rejects.toThrow('BAD_REQUEST');
  });

  it('1-39 over 25 recipients: the notification goes out in batches, each person once, all named', async () => {
    const t = await stage({ ccs: guests(47) });
    await t.post('G', 'A public answer.');
    const mails = await t.mails();
    const everybody = ['R', ...(await t.ccs())];
    const all = `To R Cc ${everybody.slice(1).toSorted().join()}`;
    expect(mails).toEqual(Object.fromEntries(everybody.map((who) => [who, all])));
    const { data } = await t.ask(
      'G',
      `query($id: ID!) { sentMail(ticketId: $id, first: 48) { edges { node { batch address bodyText } } } }`,
      { id: t.ticketId },
    );
    const sent: { batch: number; address: string; bodyText: string }[] = data.sentMail.edges.map(
      ({ node }: { node: (typeof sent)[number] }) => node,
    );
    expect(sent.every(({ bodyText }) => bodyText.includes('A public answer.'))).toBe(true);
    const inBatch = (batch: number) => sent.filter((one) => one.batch === batch).map(({ address }) => address);
    expect([inBatch(1).length, inBatch(2).length]).toEqual([25, 23]);
    const arrived = (await t.received()).map(({ to }) => to[0]);
    expect(arrived.slice(0, 25).toSorted()).toEqual(inBatch(1).toSorted());
  });
});
