import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Setting } from './cast.ts';
import { scenarioDesk, type ScenarioDesk } from './scenario-desk.ts';
import { stageOf } from './stage.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

const stage = (setting?: Setting) => stageOf(desk, 'ZENDESK', setting);

describe('seed 0: email clients, CCs and followers', () => {
  it('0-01 the trigger’s action is “(requester)”, C1 is CC, a public comment: only R is mailed', async () => {
    const t = await stage({ assignee: null });
    expect(await t.tellOfComments('REQUESTER')).toEqual([]);
    await t.post('D', 'A public answer.');
    expect(await t.mails()).toEqual({ R: 'To R Cc C1' });
  });

  it('0-02 a public comment, told to “(requester and CCs)”: R and C1 get one mail each, both visible in both', async () => {
    const t = await stage();
    await t.post('D', 'A public answer.');
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1', G: 'To G' });
  });

  it('0-03 the same trigger, an internal note: nobody outside is mailed, the trigger’s other actions are done', async () => {
    const t = await stage();
    expect(await t.tellOfComments('REQUESTER_AND_CCS', { kind: 'ADD_TAGS', values: ['answered'] })).toEqual([]);
    await t.note('D', 'For the team.');
    expect(await t.mails()).toEqual({ G: 'To G' });
    expect((await t.ticket()).tags).toEqual(['answered']);
  });

  it('0-04 with CCs disabled, R mails with bob in Cc: bob is not added', async () => {
    const t = await stage({ ccs: [], policy: (policy) => (policy.cc.enabled = false) });
    expect(await t.reply('R', 'See you.', { cc: ['bob'] })).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(await t.ccs()).toEqual([]);
    expect(await t.mails()).toEqual({ G: 'To G' });
    expect((await t.ticket()).comments.edges.at(-1).node.notCopied).toMatchObject([{ reason: 'CC_DISABLED' }]);
  });

  it('0-06 bob is on the blocklist, R mails with bob in Cc: bob is not CC, others are', async () => {
    const t = await stage();
    const other = await stage({ policy: (policy) => (policy.cc.blocklist = t.address('bob')) });
    await other.replyAll('R', 'See you.', { cc: [t.address('bob'), 'ann'] });
    expect(await other.ccs()).toEqual(['C1', 'ann']);
    expect(Object.keys(await other.mails()).toSorted()).toEqual(['G', 'ann']);
    expect((await other.ticket()).comments.edges.at(-1).node.notCopied).toEqual([
      { address: t.address('bob'), reason: 'BLOCKED' },
    ]);
  });

  it('0-07 an agent on the blocklist is added as follower: refused', async () => {
    const t = await stage({ policy: (policy) => (policy.cc.blocklist = 'blocked.example') });
    await t.join('bob', { role: 'AGENT', address: `bob-${t.department.id}@blocked.example` });
    expect(await t.addFollowers('G', 'bob')).toEqual(['CC_BLOCKED']);
    expect(await t.followers()).toEqual([]);
  });

  it('0-09 G answers a notification with agent A in Cc: R and C1 see A’s address from then on', async () => {
    const t = await stage();
    await t.post('R', 'Any news?');
    await t.reply('G', 'My colleague knows.', { cc: ['A'] });
    await t.post('D', 'Here is the answer.');
    expect(await t.mails()).toMatchObject({ R: 'To R Cc A,C1', C1: 'To R Cc A,C1' });
  });

  it('0-10 A follows: neither name nor address of A stands in R’s and C1’s mails', async () => {
    const t = await stage();
    expect(await t.addFollowers('G', 'A')).toEqual([]);
    await t.post('G', 'A public answer.');
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1', A: 'To A' });
    const customers = (await t.received()).filter(({ to }) => to[0] !== t.address('A'));
    expect(JSON.stringify(customers)).not.toMatch(new RegExp(`${t.address('A')}|Person A`, 'iu'));
  });

  it('0-11 F follows, a public reply: F is mailed', async () => {
    const t = await stage({ followers: ['F'] });
    await t.post('G', 'A public answer.');
    expect(await t.mails()).toMatchObject({ F: 'To F' });
    expect(await t.text('F')).toContain('A public answer.');
  });

  it('0-12 F follows, an internal note: F is mailed with its text', async () => {
    const t = await stage({ followers: ['F'] });
    await t.note('G', 'The customer is right.');
    expect(await t.mails()).toEqual({ F: 'To F' });
    expect(await t.text('F')).toContain('The customer is right.');
  });

  it('0-13 F’s mail: F is the only visible recipient', async () => {
    const t = await stage({ followers: ['F', 'A'], ccs: ['C1', 'C2'] });
    await t.post('G', 'A public answer.');
    const mail = (await t.received()).find(({ to }) => to.includes(t.address('F')))!;
    expect(mail.to).toEqual([t.address('F')]);
    expect([mail.mail.to, mail.mail.cc ?? [], mail.mail.bcc ?? []].flat().map((box) => box!.address)).toEqual([
      t.address('F'),
    ]);
  });

  it('0-15 R puts agent A in Cc, agent_cc_becomes_follower off: A is CC and no follower', async () => {
    const t = await stage({ policy: (policy) => (policy.followers.agentCcBecomesFollower = false) });
    await t.replyAll('R', 'A knows more.', { cc: ['A'] });
    expect(await t.ccs()).toEqual(['A', 'C1']);
    expect(await t.followers()).toEqual([]);
  });

  it('0-16 F replies by mail: an internal note', async () => {
    const t = await stage({ followers: ['F'] });
    expect(await t.reply('F', 'Looks odd.')).toMatchObject({ outcome: 'INTERNAL', rule: 'follower' });
    expect(await t.last()).toMatchObject({ by: 'F', visibility: 'INTERNAL', text: 'Looks odd.' });
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  it('0-17 F replies with #public true: public', async () => {
    const t = await stage({ followers: ['F'] });
    expect(await t.reply('F', '#public true\nWe are on it.')).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await t.last()).toMatchObject({ by: 'F', visibility: 'PUBLIC', text: 'We are on it.' });
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1', G: 'To G' });
  });

  it('0-18 a public comment: C1 is mailed and stands in the header', async () => {
    const t = await stage();
    await t.post('G', 'A public answer.');
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1' });
  });

  it('0-19 an internal note: C1 is not mailed', async () => {
    const t = await stage();
    expect(await t.note('D', 'For the team.')).toEqual([]);
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  it('0-20 G replies by mail with new C2 in Cc: C2 becomes CC', async () => {
    const t = await stage();
    await t.post('R', 'Any news?');
    expect(await t.reply('G', 'Yes.', { cc: ['C2'] })).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await t.ccs()).toEqual(['C1', 'C2']);
  });

  it('0-21 L replies by mail with C2 in Cc: C2 is not added', async () => {
    const t = await stage({ followers: ['L'] });
    expect(await t.reply('L', 'A note.', { cc: ['C2'] })).toMatchObject({ outcome: 'INTERNAL', rule: 'role-may-not' });
    expect(await t.ccs()).toEqual(['C1']);
    expect((await t.ticket()).comments.edges.at(-1).node.notCopied).toMatchObject([{ address: t.address('C2') }]);
  });

  it('0-22 R replies by mail with C2 in Cc: C2 becomes CC', async () => {
    const t = await stage();
    expect(await t.replyAll('R', 'My brother helps.', { cc: ['C2'] })).toMatchObject({ rule: 'customer' });
    expect(await t.ccs()).toEqual(['C1', 'C2']);
    expect(await t.mails()).toEqual({ C2: 'To R Cc C1,C2', G: 'To G' });
  });

  it('0-23 an agent who is CC uses Reply: a note', async () => {
    const t = await stage({ ccs: ['C1', 'A'] });
    expect(await t.reply('A', 'Between us.')).toMatchObject({ outcome: 'INTERNAL', rule: 'cc-without-requester' });
    expect(await t.last()).toMatchObject({ by: 'A', visibility: 'INTERNAL' });
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  it('0-24 a public comment with a secret is made internal: no longer in R’s portal and mails; the audit has it', async () => {
    const t = await stage();
    await t.post('R', 'My PIN is 4711.');
    const { id } = (await t.ticket()).comments.edges.at(-1).node;
    expect(await t.mutate('G', 'makeCommentInternal', { commentId: id })).toEqual([]);
    expect(await t.reads('R')).toEqual(['Your roof claim has arrived.']);
    await t.addCcs('G', 'C2');
    await t.post('G', 'Noted.');
    expect(JSON.stringify(await t.received())).not.toContain('My PIN');
    expect(await t.last()).toMatchObject({ visibility: 'PUBLIC' });
    const { data } = await t.ask(
      'Z',
      `query($id: ID!) { ticket(id: $id) { events(first: 50) { edges { node { __typename type actor { id } } } } } }`,
      { id: t.ticketId },
    );
    const events = data.ticket.events.edges.map(({ node }: { node: object }) => node);
    expect(events).toContainEqual({
      __typename: 'CommentChanged',
      type: 'COMMENT_CHANGED',
      actor: { id: await t.personId('G') },
    });
  });

  it('0-25 a converted comment is made public again: there is no way', async () => {
    const t = await stage();
    await t.post('G', 'My PIN is 4711.');
    const { id } = (await t.ticket()).comments.edges.at(-1).node;
    expect(await t.mutate('G', 'makeCommentInternal', { commentId: id })).toEqual([]);
    for (const who of ['G', 'Z']) {
      expect(await t.mutate(who, 'makeCommentInternal', { commentId: id })).toEqual(['INVALID']);
    }
    const input = { commentId: id, body: 'No secret.', visibility: 'PUBLIC' };
    const text = `mutation($input: EditCommentInput!) { editComment(input: $input) { errors { code } } }`;
    const { errors } = await t.ask('G', text, { input });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_REQUEST']);
    expect(await t.mutate('G', 'editComment', { commentId: id, body: 'No secret.' })).toEqual([]);
    expect(await t.mails()).toEqual({});
    const { data } = await t.ask('G', `{ __schema { mutationType { fields { name } } } }`);
    const names = data.__schema.mutationType.fields.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => /public|visib/iu.test(name))).toEqual([]);
    const forced = t.desk.desk.db.updateTable('comment').set({ visibility: 'PUBLIC' });
    await expect(forced.where('visibility', '=', 'INTERNAL').execute()).rejects.toThrow('never made public');
    expect(await t.last()).toMatchObject({ visibility: 'INTERNAL', text: 'No secret.' });
    expect(await t.reads('R')).toEqual(['Your roof claim has arrived.']);
  });

  it('0-26 the customer opens the portal: F is not listed', async () => {
    const t = await stage({ followers: ['F'] });
    expect(await t.ticket('G')).toMatchObject({ followers: [{}] });
    expect(await t.ticket('R')).toMatchObject({ followers: [] });
  });

  it('0-27 X replies: a warning on that comment', async () => {
    const t = await stage();
    const taken = await t.replyAll('X', 'I am the roofer.', { holding: 'R', subject: 'Re: [#1] Roof claim' });
    expect(taken).toMatchObject({ outcome: 'INTERNAL', rule: 'outsider-identified' });
    expect((await t.ticket('G')).warnings).toMatchObject([
      { kind: 'THIRD_PARTY_REPLY', comment: { bodyText: 'I am the roofer.' } },
    ]);
    expect(await t.mails()).toEqual({ G: 'To G' });
    expect(await t.text('G')).toContain('The sender takes no part in this ticket.');
  });

  it('0-28 after that the agent adds X as CC, X replies to all again: public', async () => {
    const t = await stage();
    await t.replyAll('X', 'I am the roofer.', { holding: 'R' });
    expect(await t.addCcs('G', 'X')).toEqual([]);
    expect(await t.mails()).toEqual({ X: 'To R Cc C1,X' });
    expect(await t.replyAll('X', 'I come on Monday.')).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(await t.reads('R')).toContain('I come on Monday.');
  });

  it('0-29 any agent with access opens the ticket and sees all mails of the thread', async () => {
    const t = await stage();
    await t.replyAll('R', 'From R.');
    await t.reply('C1', 'From C1, to the desk alone.');
    await t.reply('X', 'From X.', { holding: 'R' });
    expect(await t.reads('A')).toEqual([
      'Your roof claim has arrived.',
      'From R.',
      'From C1, to the desk alone.',
      'From X.',
    ]);
    expect(await t.reads('O')).toBeNull();
  });

  it('0-30 R replies to all but leaves out C1: C1 is removed, C2 stays', async () => {
    const t = await stage({ ccs: ['C1', 'C2'] });
    expect(await t.replyAll('R', 'Without C1.', { without: ['C1'] })).toMatchObject({ outcome: 'PUBLIC' });
    expect(await t.ccs()).toEqual(['C2']);
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  it('0-30b R uses plain Reply: nobody is removed; nor is C3, who joined later, by an answer to the older message', async () => {
    const t = await stage({ ccs: ['C1', 'C2'] });
    const older = t.held('R');
    await t.reply('R', 'To the desk alone.', { to: older });
    expect(await t.ccs()).toEqual(['C1', 'C2']);
    await t.addCcs('G', 'C3');
    await t.replyAll('R', 'To all of then.', { to: older });
    expect(await t.ccs()).toEqual(['C1', 'C2', 'C3']);
  });

  it('0-32 C2 replies without R and without C1: C1 stays', async () => {
    const t = await stage({ ccs: ['C1', 'C2'] });
    expect(await t.replyAll('C2', 'Hm.', { without: ['R', 'C1'] })).toMatchObject({ rule: 'cc-without-requester' });
    expect(await t.ccs()).toEqual(['C1', 'C2']);
  });

  it('0-33 X replies with R, without C1: C1 stays', async () => {
    const t = await stage();
    const taken = await t.replyAll('X', 'Hello.', { holding: 'R', cc: ['R'], without: ['C1'] });
    expect(taken).toMatchObject({ outcome: 'INTERNAL', rule: 'outsider-identified' });
    expect(await t.ccs()).toEqual(['C1']);
  });

  it('0-34 G, who is neither requester nor CC, replies without C1: C1 stays', async () => {
    const t = await stage();
    await t.post('R', 'Any news?');
    await t.reply('G', 'Yes.', { cc: ['R'] });
    expect(await t.ccs()).toEqual(['C1']);
    expect(await t.mails()).toEqual({ C1: 'To R Cc C1' });
  });

  it('0-36 C3, added by mail, gets both public comments and not the note', async () => {
    const t = await stage();
    await t.post('G', 'The second public one.');
    await t.note('G', 'A secret note.');
    await t.replyAll('R', 'C3 should know.', { cc: ['C3'] });
    expect(await t.mails()).toMatchObject({ C3: 'To R Cc C1,C3' });
    const text = await t.text('C3');
    expect(text).toContain('Your roof claim has arrived.');
    expect(text).toContain('The second public one.');
    expect(text).not.toContain('A secret note.');
  });

  it('0-37 R forwards the notification to X, X replies to R only: nothing is recorded', async () => {
    const t = await stage();
    const envelope = { from: t.address('X'), to: [t.address('R')] };
    const mail = { envelope, from: envelope.from, to: envelope.to, subject: 'Re: Roof claim', text: 'Only for R.' };
    await expect(t.desk.hand(mail)).rejects.toThrow('550');
    await t.desk.settled();
    expect(await t.reads('G')).toEqual(['Your roof claim has arrived.']);
    expect(await t.ccs()).toEqual(['C1']);
  });

  it('0-38 the agent pastes X’s text as a comment and adds X as CC: X is mailed from then on', async () => {
    const t = await stage();
    expect(await t.post('G', 'X says: the tiles are broken.', { cc: ['X'] })).toEqual([]);
    expect(await t.mails()).toEqual({ R: 'To R Cc C1,X', C1: 'To R Cc C1,X', X: 'To R Cc C1,X' });
    await t.post('G', 'The next one.');
    expect(await t.mails()).toMatchObject({ X: 'To R Cc C1,X' });
  });
});
