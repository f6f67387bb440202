import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireSuspended } from '../../src/features/inbound/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Setting } from './cast.ts';
import { scenarioDesk, type ScenarioDesk } from './scenario-desk.ts';
import { stageOf } from './stage.ts';

const root = path.join(import.meta.dirname, '../../../..');

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

const stage = (setting?: Setting) => stageOf(desk, 'ZENDESK', setting);

describe('seed 3: is an e-mail comment public or private?', () => {
  it('3-01 an agent who cannot edit and takes no part replies by token: private', async () => {
    const t = await stage();
    const taken = await t.reply('O', 'By the way.', { holding: 'R' });
    expect(taken).toMatchObject({ outcome: 'INTERNAL', rule: 'outsider-identified' });
    expect(await t.warnings()).toEqual([]);
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  it('3-02 such an agent who is follower, CC or assignee: later rules decide', async () => {
    const follower = await stage({ followers: ['O'] });
    expect(await follower.reply('O', 'I follow.')).toMatchObject({ outcome: 'INTERNAL', rule: 'follower' });
    const copied = await stage({ ccs: ['C1', 'O'] });
    expect(await copied.replyAll('O', 'I am CC.')).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    const assignee = await stage();
    await assignee.post('R', 'Any news?');
    expect(await assignee.reply('G', 'It is mine.')).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
  });

  it('3-03 X, neither R nor CC, replies by token: private, flagged, no CC', async () => {
    const t = await stage();
    const taken = await t.reply('X', 'I saw it.', { holding: 'R' });
    expect(taken).toMatchObject({ outcome: 'INTERNAL', rule: 'outsider-identified' });
    expect(await t.last()).toMatchObject({ by: 'X', visibility: 'INTERNAL', flags: ['THIRD_PARTY'] });
    expect(await t.warnings()).toEqual(['THIRD_PARTY_REPLY']);
    expect(await t.ccs()).toEqual(['C1']);
  });

  it('3-04 no token, headers match, the author cannot edit: suspended, the ticket unchanged', async () => {
    const t = await stage();
    const before = await t.ticket();
    const taken = await t.send('X', 'I saw it.', { answered: t.held('R').mail.messageId });
    expect(taken).toMatchObject({ status: 'SUSPENDED', outcome: 'SUSPENDED', rule: 'outsider-unidentified' });
    expect(await t.ticket()).toEqual(before);
    expect(await t.mails()).toEqual({});
  });

  it('3-06 such a mail, untouched for 14 days: gone', async () => {
    const t = await stage();
    const { id } = await t.send('X', 'I saw it.', { answered: t.held('R').mail.messageId });
    const { db } = desk.desk;
    const later = async (days: number) => {
      await sql`update inbound_message set processed_at = now() - ${days} * interval '1 day' where id = ${id}`.execute(
        db,
      );
      await expireSuspended(desk.desk);
    };
    const suspended = async () => {
      const query = `query($ids: [ID!]) { suspendedMessages(departmentIds: $ids) { edges { node { id } } } }`;
      const { data } = await t.ask('G', query, { ids: [t.departmentId] });
      return data.suspendedMessages.edges.length;
    };
    await later(13.9);
    expect(await suspended()).toBe(1);
    await later(14.1);
    expect(await suspended()).toBe(0);
    const query = `query($id: ID!) { inboundMessage(id: $id) { status fromAddress subject preview expiresAt decision { rule } } }`;
    const { data } = await t.ask('G', query, { id: globalId('InboundMessage', id) });
    expect(data.inboundMessage).toEqual({
      status: 'EXPIRED',
      fromAddress: t.address('X'),
      subject: 'Another matter',
      preview: null,
      expiresAt: null,
      decision: { rule: 'outsider-unidentified' },
    });
    const { rows } = await sql<{ raw: string | null; blobs: number }>`
      select raw_sha256 as raw, (select count(*)::int from blob
        where position(convert_to(${t.address('X')}, 'UTF8') in content) > 0) as blobs
      from inbound_message where id = ${id}`.execute(db);
    expect(rows).toEqual([{ raw: null, blobs: 0 }]);
    const audit = await db.selectFrom('audit').select('action').where('subject_id', '=', id).execute();
    expect(audit).toEqual([{ action: 'message.expired' }]);
    const input = { messageId: globalId('InboundMessage', id) };
    expect(await t.mutate('G', 'recoverSuspendedMessage', input)).toEqual(['INVALID']);
  });

  it('3-07 C1 replies to SUP only, setting off: private, C1 still CC', async () => {
    const t = await stage();
    expect(await t.reply('C1', 'Hm.')).toMatchObject({ outcome: 'INTERNAL', rule: 'cc-without-requester' });
    expect(await t.ccs()).toEqual(['C1']);
    expect(await t.reads('R')).not.toContain('Hm.');
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  const open: Setting = { policy: (policy) => (policy.cc.replyWithoutRequester = 'PUBLIC') };

  it('3-08 C1 replies to SUP only, setting on: public', async () => {
    const t = await stage(open);
    expect(await t.reply('C1', 'Hm.')).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', G: 'To G' });
  });

  it('3-09 C1 to SUP and C2, no R, setting on: private', async () => {
    const t = await stage({ ...open, ccs: ['C1', 'C2'] });
    const taken = await t.replyAll('C1', 'Hm.', { without: ['R'] });
    expect(taken).toMatchObject({ outcome: 'INTERNAL', rule: 'cc-without-requester' });
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  it('3-10 C1 to two support addresses, no R, setting on: public', async () => {
    const t = await stage(open);
    const second = `second-${t.department.address}`;
    const input = { departmentId: t.departmentId, address: second };
    expect(await t.mutate('Z', 'addSupportAddress', input)).toEqual([]);
    expect(await t.reply('C1', 'Hm.', { andTo: [second] })).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
  });

  it('3-11 C1 replies to all with R: public', async () => {
    const t = await stage();
    expect(await t.replyAll('C1', 'Dear all.')).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  it('3-14 a role without public comments replies, with #public true as well: private', async () => {
    const t = await stage();
    await t.join('M', { role: 'AGENT', mayCommentPublicly: false, departmentIds: [t.department.id] });
    expect(await t.addFollowers('G', 'M')).toEqual([]);
    await t.post('R', 'Any news?');
    expect(await t.reply('M', 'Hm.')).toMatchObject({ outcome: 'INTERNAL', rule: 'role-may-not' });
    expect(await t.reply('M', '#public true\nHm.')).toMatchObject({ outcome: 'INTERNAL', rule: 'role-may-not' });
  });

  it('3-15 a light agent replies: private', async () => {
    const t = await stage({ followers: ['L'] });
    expect(await t.reply('L', '#public true\nHm.')).toMatchObject({ outcome: 'INTERNAL', rule: 'role-may-not' });
  });

  /** A ticket with a question of R's that G holds. */
  const asked = async (setting?: Setting) => {
    const t = await stage(setting);
    await t.post('R', 'Any news?');
    await t.mails();
    return t;
  };

  it('3-16 an agent writes #note: private', async () => {
    const t = await asked();
    expect(await t.reply('G', '#note\nFor us.')).toMatchObject({ outcome: 'INTERNAL', rule: 'note-command' });
    expect(await t.last()).toMatchObject({ text: 'For us.' });
    expect(await t.mails()).toEqual({});
  });

  it('3-17 an agent writes #public false: private', async () => {
    const t = await asked();
    expect(await t.reply('G', '#public false\nFor us.')).toMatchObject({ outcome: 'INTERNAL', rule: 'note-command' });
  });

  it('3-18 an agent writes #public without a value: public', async () => {
    const t = await asked({ policy: (policy) => (policy.agentMail.publicByDefault = false) });
    expect(await t.reply('G', '#public\nFor all.')).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await t.last()).toMatchObject({ text: 'For all.' });
  });

  it('3-19 “public by default” off, a plain agent reply: private', async () => {
    const t = await asked({ policy: (policy) => (policy.agentMail.publicByDefault = false) });
    expect(await t.reply('G', 'Hm.')).toMatchObject({ outcome: 'INTERNAL', rule: 'mail-default' });
  });

  const begunInside: Setting = {
    first: 'INTERNAL',
    ccs: [],
    policy: (policy) => (policy.ticket.firstCommentMayBePrivate = true),
  };

  it('3-20 the ticket has only internal notes, an agent replies by mail: private', async () => {
    const t = await stage(begunInside);
    expect(await t.reply('G', 'Hm.')).toMatchObject({ outcome: 'INTERNAL', rule: 'ticket-internal' });
    expect(await t.reads('R')).toEqual([]);
  });

  it('3-21 after the first public comment in the UI, an agent replies by mail: public', async () => {
    const t = await stage(begunInside);
    await t.post('D', 'Dear R.');
    await t.mails();
    expect(await t.reply('G', 'Another answer.')).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await t.reads('R')).toEqual(['Dear R.', 'Another answer.']);
  });

  const secret = 'The customer has been late with every single payment since the spring of last year.';

  it('3-22 an agent reply quotes text of an earlier note: private', async () => {
    const t = await stage();
    await t.note('D', secret);
    await t.mails();
    const taken = await t.reply('G', 'Agreed.', { quote: secret });
    expect(taken).toMatchObject({ outcome: 'INTERNAL', rule: 'repeats-internal' });
    expect(JSON.stringify(await t.ticket('R'))).not.toContain('payment');
  });

  it('3-23 an agent reply quotes only public text: public', async () => {
    const t = await stage();
    await t.note('D', secret);
    const words = 'The tiles on the south side of our roof have been loose since the storm in March.';
    await t.post('R', words);
    await t.mails();
    const taken = await t.reply('G', 'We repair it.', { quote: words });
    expect(taken).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
  });

  it('3-24 no rule hits: public', async () => {
    const t = await asked();
    expect(await t.reply('G', 'Here is the answer.')).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1' });
  });

  it('3-27 F uses Reply: private; F uses Reply all: private', async () => {
    const t = await stage({ followers: ['F'] });
    expect(await t.reply('F', 'Hm.')).toMatchObject({ outcome: 'INTERNAL', rule: 'follower' });
    expect(await t.replyAll('F', 'Hm.', { cc: ['R', 'C1'] })).toMatchObject({ outcome: 'INTERNAL', rule: 'follower' });
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  it('3-29 G uses Reply and Reply all: the same result, by setting only', async () => {
    for (const publicByDefault of [true, false]) {
      const t = await asked({ policy: (policy) => (policy.agentMail.publicByDefault = publicByDefault) });
      const [outcome, rule] = publicByDefault ? ['PUBLIC', 'otherwise'] : ['INTERNAL', 'mail-default'];
      expect(await t.reply('G', 'One.')).toMatchObject({ outcome, rule });
      expect(await t.replyAll('G', 'Two.', { cc: ['R', 'C1'] })).toMatchObject({ outcome, rule });
    }
  });

  it('3-30 X replies: a warning that is a text; the comment private; X no CC', async () => {
    const t = await stage();
    await t.replyAll('X', 'I saw it.', { holding: 'R' });
    const [warning] = (await t.ticket('G')).warnings;
    expect(warning).toMatchObject({ kind: 'THIRD_PARTY_REPLY', comment: { bodyText: 'I saw it.' } });
    expect(warning.message).toMatch(/neither the requester nor a CC|third party|takes no part/u);
    expect(await t.last()).toMatchObject({ by: 'X', visibility: 'INTERNAL' });
    expect(await t.ccs()).toEqual(['C1']);
  });

  it('3-31 an agent copies X’s text into a public comment: R is mailed', async () => {
    const t = await stage();
    await t.reply('X', 'I saw it.', { holding: 'R' });
    const warningId = (await t.ticket('G')).warnings[0].id;
    const input = { warningId, action: 'COPY_TO_PUBLIC' };
    expect(await t.mutate('G', 'resolveWarning', input)).toEqual([]);
    expect(await t.last()).toMatchObject({ by: 'G', visibility: 'PUBLIC' });
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1' });
    expect(await t.text('R')).toContain('I saw it.');
  });

  it('3-32 an agent adds X as CC: X’s next reply to all is public', async () => {
    const t = await stage();
    await t.reply('X', 'I saw it.', { holding: 'R' });
    await t.addCcs('G', 'X');
    await t.mails();
    expect(await t.replyAll('X', 'I know more.')).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
  });

  it('3-33 an end user’s mail opens a ticket: rules 1 and 2 do not ask, public', async () => {
    const t = await stage();
    const taken = await t.send('X', 'A new matter.');
    expect(taken).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(taken.ticketId).not.toBe(t.ticketId);
    t.ticketId = taken.ticketId!;
    const { trace } = (await t.ticket()).comments.edges[0].node.decision;
    for (const rule of ['outsider-identified', 'outsider-unidentified']) {
      expect(trace).toContainEqual(expect.objectContaining({ rule, held: false }));
    }
    expect(await t.reads('X')).toEqual(['A new matter.']);
  });

  it('3-34 a private comment is an “internal note” everywhere, one and the same thing', async () => {
    const t = await stage({ followers: ['F'] });
    await t.note('G', 'Between us.');
    expect(await t.text('F')).toContain('Internal note');
    const taken = await t.reply('F', 'Between us as well.');
    expect(taken).toMatchObject({ outcome: 'INTERNAL', rule: 'follower' });
    const { comments } = await t.ticket();
    expect(comments.edges.slice(-2).map(({ node }: { node: { visibility: string } }) => node.visibility)).toEqual([
      'INTERNAL',
      'INTERNAL',
    ]);
    // What people read: the console, mails, sentences of rules and of the API.
    const sources = globSync('packages/{console,server,rules}/src/**/*.{ts,tsx,graphql}', { cwd: root });
    const words = sources.map((file) => [file, readFileSync(path.join(root, file), 'utf8')] as const);
    expect(words.filter(([, text]) => /private (?:comment|note|reply)/iu.test(text)).map(([file]) => file)).toEqual([]);
    expect(words.filter(([file, text]) => file.includes('console') && text.includes('Internal note'))).not.toEqual([]);
  });

  it('3-35 an agent whose role may not comment publicly is the requester: the reply is public', async () => {
    const t = await stage();
    await t.join('M', { role: 'AGENT', mayCommentPublicly: false, departmentIds: [t.department.id] });
    t.ticketId = (await t.send('M', 'My own roof leaks.')).ticketId!;
    await t.post('D', 'We send somebody.');
    await t.mails();
    expect(await t.reply('M', 'When?')).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(await t.last()).toMatchObject({ by: 'M', visibility: 'PUBLIC' });
  });

  it('3-36 a command in mid-body or in HTML only is ignored; an invalid one is ignored, the mail accepted', async () => {
    const t = await asked();
    const middle = 'First a word.\n#note\nThe rest.';
    expect(await t.reply('G', middle)).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await t.last()).toMatchObject({ text: middle });
    expect(await t.reply('G', '', { html: '<p>#note</p><p>Hm.</p>' })).toMatchObject({ outcome: 'PUBLIC' });
    expect(await t.reply('G', '#public maybe\nHm.')).toMatchObject({ status: 'DONE', outcome: 'PUBLIC' });
    expect(await t.last()).toMatchObject({ text: '#public maybe\nHm.' });
    expect(await commandsOfLast(t)).toEqual([{ line: '#public maybe', obeyed: false }]);
    expect(await t.reply('G', '#colour blue\n#priority urgent\n#note\nHm.')).toMatchObject({ outcome: 'INTERNAL' });
    expect(await t.last()).toMatchObject({ text: '#colour blue\nHm.' });
    expect(await commandsOfLast(t)).toEqual([
      { line: '#colour blue', obeyed: false },
      { line: '#priority urgent', obeyed: true },
      { line: '#note', obeyed: true },
    ]);
  });

  async function commandsOfLast(t: Awaited<ReturnType<typeof stage>>) {
    const query = `query($id: ID!) { ticket(id: $id) { comments(last: 1) { edges { node { decision {
      commands { line obeyed } } } } } } }`;
    const { data } = await t.ask('G', query, { id: t.ticketId });
    return data.ticket.comments.edges[0].node.decision.commands;
  }

  it('3-37 Reply-To is an agent, From is not: unproven; Reply-To an end user: flagged only, the author stays From', async () => {
    const t = await stage();
    const forged = await t.replyAll('C1', '#note\nI am from the desk.', { replyTo: 'A' });
    expect(forged).toMatchObject({ outcome: 'INTERNAL', rule: 'sender-unproven' });
    expect(await t.last()).toMatchObject({
      by: 'C1',
      text: '#note\nI am from the desk.',
      flags: ['UNVERIFIED_SENDER', 'REPLY_TO_DIFFERS'],
    });
    expect(await t.text('G')).toContain('Careful: nothing proves who sent this; it may be forged.');
    const other = await t.replyAll('C1', 'Answer my brother.', { replyTo: 'C2' });
    expect(other).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(await t.last()).toMatchObject({ by: 'C1', flags: ['REPLY_TO_DIFFERS'] });
  });

  it('3-38 every decision records its rule and the facts it used', async () => {
    const t = await stage();
    await t.reply('C1', 'Hm.');
    const { decision } = (await t.ticket()).comments.edges.at(-1).node;
    expect(decision).toMatchObject({ rule: 'cc-without-requester', policyVersion: 1 });
    const check = decision.trace.at(-1);
    expect(check).toMatchObject({ rule: 'cc-without-requester', held: true });
    expect(JSON.parse(check.facts)).toMatchObject({
      takesPartAs: ['CC'],
      requesterIsRecipient: false,
      'cc.replyWithoutRequester': 'PRIVATE',
    });
  });
});
