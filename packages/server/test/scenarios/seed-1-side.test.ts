import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Setting } from './cast.ts';
import { guests } from './guests.ts';
import { scenarioDesk, type ScenarioDesk } from './scenario-desk.ts';
import { changeSide, replySide, said, side, sides, standing, startSide } from './side.ts';
import { stageOf, type Stage } from './stage.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

const stage = (setting?: Setting) => stageOf(desk, 'ZENDESK', setting);

/** What the ticket's customers see of it: all that a help center shows, with its count of events. */
async function portal(t: Stage, who: string) {
  const query = `query($id: ID!) { ticket(id: $id) { seq status updatedAt commentCount sideConversations { id }
    ccs { address } comments(first: 50) { totalCount edges { node { bodyText } } }
    events(first: 50) { edges { node { type seq } } } } }`;
  const { data } = await t.ask(who, query, { id: t.ticketId });
  return data.ticket;
}

describe('seed 1: side conversations', () => {
  it('1-27 ann is copied in a side conversation: she is not on the ticket’s CCs', async () => {
    const t = await stage();
    expect(await startSide(t, 'G', { to: ['X'] })).toEqual([]);
    expect(await replySide(t, 'G', 'Ann as well.', { cc: ['ann'] })).toEqual([]);
    expect(await t.mails()).toEqual({ X: 'To X Cc ann', ann: 'To X Cc ann' });
    expect(await t.ccs()).toEqual(['C1']);
    await t.post('G', 'A public answer.');
    expect(Object.keys(await t.mails()).toSorted()).toEqual(['C1', 'R']);
  });

  it('1-28 bob in BCC: no trace of him in others’ mails; his own copy shows To and CC, not Bcc', async () => {
    const t = await stage({ followers: ['F'] });
    await startSide(t, 'G', { to: ['X'], cc: ['ann'], bcc: ['bob'] });
    expect(await t.mails()).toEqual({ X: 'To X Cc ann', ann: 'To X Cc ann', bob: 'To X Cc ann', F: 'To F' });
    await replySide(t, 'G', 'And another thing.');
    const again = await t.received();
    const his = again.find(({ to }) => to[0] === t.address('bob'))!;
    for (const { to, mail, header } of again) {
      expect(header('bcc')).toBeNull();
      if (to[0] === t.address('bob')) continue;
      expect(JSON.stringify(mail)).not.toMatch(/bob-/iu);
      expect(header('references')).not.toContain(his.mail.messageId);
      expect(JSON.stringify(mail)).not.toContain(his.mail.replyTo![0]!.address);
    }
    expect(his.mail.text).not.toMatch(/\bbcc\b/iu);
  });

  it('1-28 nothing in a side mail leads to the ticket', async () => {
    const t = await stage();
    await startSide(t, 'G', { to: ['X'], bcc: ['bob'] });
    const [mail] = await t.received();
    const { number } = await t.ticket();
    const { data } = await t.ask(
      'Z',
      `query($id: ID!) { sentMail(ticketId: $id, first: 50) { edges { node { id } } } }`,
      {
        id: t.ticketId,
      },
    );
    expect(data.sentMail.edges.length).toBeGreaterThan(0);
    expect(`${mail!.mail.subject} ${mail!.mail.text} ${mail!.header('references')}`).not.toMatch(
      new RegExp(`#${number}\\b|Roof claim|<ticket\\.`, 'u'),
    );
  });

  it('1-29 whoever reads the ticket here sees bob as BCC; nobody else sees anything', async () => {
    const t = await stage();
    await startSide(t, 'G', { to: ['X'], cc: ['ann'], bcc: ['bob'] });
    for (const who of ['G', 'A', 'L']) expect(await standing(t, who)).toEqual(['BCC bob', 'CC ann', 'TO X']);
    for (const who of ['R', 'C1']) expect(await sides(t, who)).toEqual([]);
    for (const who of ['O', 'C2']) expect(await sides(t, who)).toBeNull();
    expect(await startSide(t, 'L', { to: ['X'] })).toEqual(['FORBIDDEN']);
    expect(await replySide(t, 'L', 'From a light agent.')).toEqual(['FORBIDDEN']);
  });

  it('1-29 taking part in one gives no access to the ticket', async () => {
    const t = await stage();
    await startSide(t, 'G', { to: ['O'] });
    expect(await t.mails()).toEqual({ O: 'To O' });
    expect(await t.ticket('O')).toBeNull();
  });

  it('1-30 bob (BCC) replies to the desk alone: in that side conversation, and nobody outside is mailed', async () => {
    const t = await stage();
    await startSide(t, 'G', { to: ['X'], cc: ['ann'], bcc: ['bob'] });
    expect(await t.reply('bob', 'Between you and me.')).toMatchObject({ rule: 'side-reply', ticketId: t.ticketId });
    // The agent whom the ticket is assigned to, and who started it, hears of it.
    expect(await t.mails()).toEqual({ G: 'To G' });
    expect(await said(t)).toEqual(['G: What do you think?', 'bob: Between you and me.']);
    expect(await standing(t)).toEqual(['BCC bob', 'CC ann', 'TO X']);
    await replySide(t, 'G', 'Thank you all.');
    expect(await t.mails()).toEqual({ X: 'To X Cc ann', ann: 'To X Cc ann', bob: 'To X Cc ann' });
    for (const { to, header } of await t.received()) {
      // His Message-ID would give him away.
      if (to[0] !== t.address('bob')) expect(header('references')).not.toContain('@example.com>');
    }
  });

  it('1-31 bob replies to all: To and CC have his mail, and he is in all later replies, seen by everybody', async () => {
    const t = await stage();
    await startSide(t, 'G', { to: ['X'], cc: ['ann'], bcc: ['bob'] });
    const taken = await t.replyAll('bob', 'I may as well say it.');
    expect(taken).toMatchObject({ rule: 'side-reply-all', outcome: 'INTERNAL' });
    expect(await t.mails()).toEqual({ G: 'To G' });
    expect(
      (await side(t)).messages.edges.at(-1).node.recipients.map(({ address }: { address: string }) => t.name(address)),
    ).toEqual(['X', 'ann']);
    expect(await standing(t)).toEqual(['CC ann', 'CC bob', 'TO X']);
    await replySide(t, 'G', 'Then everybody knows.');
    const everybody = 'To X Cc ann,bob';
    expect(await t.mails()).toEqual({ X: everybody, ann: everybody, bob: everybody });
    for (const { header } of await t.received()) expect(header('references')).toContain(taken.messageId);
    await replySide(t, 'G', 'Without bob.', { remove: ['bob'] });
    expect(await t.mails()).toEqual({ X: 'To X Cc ann', ann: 'To X Cc ann' });
  });

  it('1-33 an unknown address in To, CC or BCC: an end user is created', async () => {
    const t = await stage();
    await startSide(t, 'G', { to: ['xavier'], cc: ['yves'], bcc: ['zoe'] });
    for (const who of ['xavier', 'yves', 'zoe']) {
      const { data } = await t.ask('G', `query($s: String) { people(search: $s) { edges { node { role } } } }`, {
        s: t.address(who),
      });
      expect(data.people.edges).toEqual([{ node: { role: 'END_USER' } }]);
    }
  });

  const refusal = async (t: Stage, to: { email?: string; id?: string }[]) => {
    const { data } = await t.ask(
      'G',
      `mutation($input: StartSideConversationInput!) { startSideConversation(input: $input) { errors { code message } } }`,
      { input: { ticketId: t.ticketId, subject: 'Many', body: 'All of you.', to } },
    );
    return data.startSideConversation.errors;
  };

  it('1-34 101 recipients, or 49 end users: refused, with the counts named', async () => {
    const t = await stage();
    const agents = Array.from({ length: 53 }, (_, place) => `S${place}`);
    await Promise.all(agents.map((who) => t.join(who, { role: 'AGENT' })));
    const outside = guests(49).map((who) => ({ email: t.address(who) }));
    const staff = await Promise.all(agents.map(async (who) => ({ id: await t.personId(who) })));
    expect(await refusal(t, [...outside.slice(1), ...staff])).toEqual([
      { code: 'INVALID', message: expect.stringMatching(/\b100\b.*\b101\b/u) },
    ]);
    expect(await refusal(t, outside)).toEqual([{ code: 'INVALID', message: expect.stringMatching(/\b48\b.*\b49\b/u) }]);
    expect(await sides(t)).toEqual([]);
    expect(await t.mails()).toEqual({});
  });

  it('1-35 without a subject, or without anybody in To: refused', async () => {
    const t = await stage();
    expect(await startSide(t, 'G', { subject: ' ', to: ['X'] })).toEqual(['INVALID']);
    expect(await startSide(t, 'G', { cc: ['X'], bcc: ['ann'] })).toEqual(['INVALID']);
    expect(await sides(t)).toEqual([]);
  });

  it('1-37 a reply to a side conversation of a closed ticket: a follow-up, the old ticket untouched', async () => {
    const t = await stage();
    await startSide(t, 'G', { to: ['X'] });
    await t.change('G', { status: 'CLOSED' });
    const before = await t.ticket();
    const messages = await said(t);
    const taken = await t.reply('X', 'Am I too late?');
    expect(taken).toMatchObject({ status: 'DONE', outcome: 'PUBLIC' });
    expect(taken.ticketId).not.toBe(t.ticketId);
    expect(await t.ticket()).toEqual(before);
    expect(await said(t)).toEqual(messages);
    expect(await t.mails()).toEqual({ X: 'To X' });
    const { data } = await t.ask(
      'Z',
      `query($id: ID!) { ticket(id: $id) { requester { addresses } comments(first: 5) { edges { node { bodyText decision { trace { rule } } } } } } }`,
      { id: taken.ticketId },
    );
    const [{ node }] = data.ticket.comments.edges;
    expect(node.bodyText).toBe('Am I too late?');
    expect(node.decision.trace.map(({ rule }: { rule: string }) => rule)).toContain('side-closed');
    const ids = [t.ticketId, taken.ticketId!].map((id) =>
      Buffer.from(id, 'base64url').toString().slice('Ticket:'.length),
    );
    const row = await desk.desk.db
      .selectFrom('ticket')
      .select('follow_up_of_id')
      .where('id', '=', ids[1]!)
      .executeTakeFirstOrThrow();
    expect(row.follow_up_of_id).toBe(ids[0]);
  });

  it('1-38 side mails: the requester and the CCs receive nothing, the help center shows nothing', async () => {
    const t = await stage({ ccs: ['C1', 'C2'] });
    const before = await Promise.all(['R', 'C1'].map((who) => portal(t, who)));
    await startSide(t, 'G', { to: ['X'], bcc: ['bob'] });
    expect(Object.keys(await t.mails()).toSorted()).toEqual(['X', 'bob']);
    await t.replyAll('X', 'My opinion.', { cc: ['stranger'] });
    expect(await t.mails()).toEqual({ G: 'To G' });
    await t.replyAll('bob', 'Mine as well.');
    expect(await t.mails()).toEqual({ G: 'To G' });
    await replySide(t, 'G', 'Thank you.');
    await changeSide(t, 'G', { state: 'CLOSED', subject: 'Settled' });
    expect(await t.mails()).toEqual({});
    expect(await Promise.all(['R', 'C1'].map((who) => portal(t, who)))).toEqual(before);
    expect(await t.ccs()).toEqual(['C1', 'C2']);
    expect(await t.status()).toBe(before[0].status);
  });
});
