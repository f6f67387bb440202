import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Setting, Taken } from '../scenarios/cast.ts';
import { scenarioDesk, type ScenarioDesk } from '../scenarios/scenario-desk.ts';
import { changeSide, replySide, said, side, sides, standing, startSide } from '../scenarios/side.ts';
import { stageOf, type Stage } from '../scenarios/stage.ts';
import type { Data } from '../support/running-desk.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

const stage = (setting?: Setting) => stageOf(desk, 'COPYDESK', setting);

/** X in To, ann in CC, bob in BCC, started by G, to whom the ticket is assigned. */
async function conversation(setting?: Setting): Promise<Stage> {
  const t = await stage(setting);
  await startSide(t, 'G', { to: ['X'], cc: ['ann'], bcc: ['bob'] });
  return t;
}

const last = async (t: Stage): Promise<Data> => (await side(t)).messages.edges.at(-1).node;

/** What no mail of these changes. */
const ofTicket = async (t: Stage) => {
  const { status, ccs, followers, comments } = await t.ticket();
  return { status, ccs, followers, comments };
};

async function thread(t: Stage, taken: Taken): Promise<void> {
  expect(taken).toMatchObject({ status: 'DONE', outcome: 'INTERNAL', ticketId: t.ticketId });
}

describe('a mail to a side conversation', () => {
  it('touches nothing of the ticket', async () => {
    const t = await conversation();
    const before = await ofTicket(t);
    await thread(t, await t.replyAll('X', 'Here you are.', { cc: ['R', 'C2', 'stranger'] }));
    expect(await ofTicket(t)).toEqual(before);
    expect(await standing(t)).toEqual(['BCC bob', 'CC ann', 'TO X']);
    expect(await last(t)).toMatchObject({ via: 'MAIL', decision: { rule: 'side-reply', outcome: 'INTERNAL' } });
  });

  it('of a stranger who holds the address is kept with a warning; nobody outside is written to', async () => {
    const t = await conversation();
    await thread(t, await t.reply('stranger', 'I was passed this.', { holding: 'X' }));
    expect(await last(t)).toMatchObject({ flags: ['THIRD_PARTY'], decision: { rule: 'side-stranger' } });
    expect(await t.warnings()).toEqual(['THIRD_PARTY_REPLY']);
    expect(await standing(t)).toEqual(['BCC bob', 'CC ann', 'TO X']);
    expect(await t.mails()).toEqual({ G: 'To G' });
    // It is no comment: there is nothing of it to copy into the ticket, and nobody to copy on it.
    const [{ id }] = (await t.ticket()).warnings;
    for (const action of ['ADD_AS_CC', 'COPY_TO_PUBLIC']) {
      expect(await t.mutate('G', 'resolveWarning', { warningId: id, action })).toEqual(['INVALID']);
    }
    expect(await t.mutate('G', 'resolveWarning', { warningId: id, action: 'DISMISS' })).toEqual([]);
  });

  it('of a customer of the ticket is a stranger’s as well', async () => {
    const t = await conversation();
    await thread(t, await t.reply('R', 'What is this about?', { holding: 'X' }));
    expect(await last(t)).toMatchObject({ decision: { rule: 'side-stranger' } });
    expect(await t.reads('R')).not.toContain('What is this about?');
  });

  it('that may be forged is kept with a warning, and changes nobody', async () => {
    const t = await conversation();
    await changeSide(t, 'G', { state: 'CLOSED' });
    await thread(t, await t.replyAll('bob', 'Show me.', { sender: 'UNPROVEN' }));
    expect(await last(t)).toMatchObject({ flags: ['UNVERIFIED_SENDER'], decision: { rule: 'side-unproven' } });
    expect(await t.warnings()).toEqual(['UNVERIFIED_SENDER']);
    expect(await standing(t)).toContain('BCC bob');
    expect((await side(t)).state).toBe('CLOSED');
  });

  it('of a machine is kept quietly, and tells nobody', async () => {
    const t = await conversation();
    await changeSide(t, 'G', { state: 'CLOSED' });
    await thread(t, await t.reply('X', 'I am away.', { headers: { 'Auto-Submitted': 'auto-replied' } }));
    expect(await last(t)).toMatchObject({ via: 'SYSTEM', flags: ['AUTOMATIC'], bodyText: 'I am away.' });
    expect((await side(t)).state).toBe('CLOSED');
    expect(await t.mails()).toEqual({});
    expect(await t.warnings()).toEqual([]);
  });

  it('of a participant opens a closed one again', async () => {
    const t = await conversation();
    await changeSide(t, 'G', { state: 'CLOSED' });
    await t.reply('X', 'One more thing.');
    expect((await side(t)).state).toBe('OPEN');
  });

  it('by an agent of the ticket who answers their copy goes to everybody, as from the console', async () => {
    const t = await conversation();
    await t.reply('X', 'Here you are.');
    expect(await t.text('G')).toMatch(
      /“A second opinion” of ticket \d+:\n[\s\S]*Here you are\.[\s\S]*sent to everybody/u,
    );
    await thread(t, await t.reply('G', 'Thank you.'));
    expect(await last(t)).toMatchObject({ decision: { rule: 'side-staff' } });
    expect(await t.mails()).toEqual({ X: 'To X Cc ann', ann: 'To X Cc ann', bob: 'To X Cc ann' });
    expect(await t.text('X')).toContain('Thank you.');
  });

  it('to the plain address is found by the mail that it answers', async () => {
    const t = await conversation();
    const { mail } = t.held('X');
    const taken = await t.send('X', 'From another program.', {
      to: ['SUP'],
      answered: mail.messageId!,
      subject: 'Re: something',
    });
    await thread(t, taken);
    expect(await said(t)).toContain('X: From another program.');
    // And so is an answer to that one, by somebody who had it as a copy.
    await thread(t, await t.send('ann', 'I agree.', { to: ['SUP'], answered: taken.messageId }));
    expect(await said(t)).toContain('ann: I agree.');
  });

  it('never becomes a comment, whatever else it says of a ticket', async () => {
    const t = await stage({ policy: (policy) => (policy.thread.matchOrder = ['SUBJECT_ID']) });
    await startSide(t, 'G', { to: ['R'] });
    const { number } = await t.ticket();
    const answered = t.held('R').mail.messageId!;
    await thread(t, await t.send('R', 'For the team.', { to: ['SUP'], subject: `Re: [#${number}]`, answered }));
    expect(await said(t)).toContain('R: For the team.');
    expect(await t.reads('R')).not.toContain('For the team.');
  });

  it('brings its files, for the team alone', async () => {
    const t = await conversation();
    const text =
      'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the file.\n--b\nContent-Type: text/plain; name=plan.txt\nContent-Disposition: attachment; filename=plan.txt\n\nThe plan.\n--b--\n';
    const { mail } = t.held('X');
    const head = `From: ${t.address('X')}\nTo: ${mail.replyTo![0]!.address}\nMessage-ID: <${v7()}@x.example>\nSubject: Re\n`;
    await desk.hand({
      envelope: { from: t.address('X'), to: [mail.replyTo![0]!.address!] },
      raw: `${head}${text}`,
    });
    await desk.settled();
    const query = `query($id: ID!) { ticket(id: $id) { sideConversations { messages(last: 1) { edges { node { bodyText
      attachments { id name url } } } } } } }`;
    const { data } = await t.ask('G', query, { id: t.ticketId });
    const { node } = data.ticket.sideConversations[0].messages.edges[0];
    expect(node).toMatchObject({ bodyText: 'See the file.', attachments: [{ name: 'plan.txt' }] });
    const fetched = async (who: string) => {
      const id = t.actorId(who)!;
      const token = await desk.tokenOf({ id, address: t.address(who) } as Parameters<ScenarioDesk['tokenOf']>[0]);
      const url = new URL(`/attachments/${node.attachments[0].id}`, desk.baseUrl);
      return fetch(url, { headers: { authorization: `Bearer ${token}` } });
    };
    expect((await fetched('G')).status).toBe(200);
    for (const who of ['R', 'C1', 'O']) expect((await fetched(who)).status).toBe(404);
  });

  it('by an agent brings its files to everybody', async () => {
    const t = await conversation();
    await t.reply('X', 'Send me the plan.');
    const address = t.held('G').mail.replyTo![0]!.address!;
    await desk.hand({
      from: t.address('G'),
      to: address,
      envelope: { from: t.address('G'), to: [address] },
      subject: 'Re',
      text: 'Here it is.',
      attachments: [{ filename: 'plan.txt', content: 'The plan.' }],
    });
    await desk.settled();
    for (const who of ['X', 'ann', 'bob']) {
      expect(t.held(who).mail.attachments.map(({ filename }) => filename)).toEqual(['plan.txt']);
    }
  });

  it('that came back sets the state of the mail it is about', async () => {
    const t = await conversation();
    const { mail } = t.held('ann');
    const envelope = { from: '', to: [mail.replyTo![0]!.address!] };
    const report = `From: mailer-daemon@mx.example\nTo: ${envelope.to[0]}\nSubject: Undeliverable\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${t.address('ann')}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${mail.messageId}\n\n--b--\n`;
    await desk.hand({ envelope, raw: report });
    await desk.settled();
    const { deliveries } = (await side(t)).messages.edges[0].node;
    expect(deliveries.map(({ header, state }: Data) => `${header} ${state}`)).toEqual([
      'TO SENT',
      'CC FAILED',
      'BCC SENT',
    ]);
    expect((await said(t)).length).toBe(1);
  });

  it('is judged by a dry run as it would be', async () => {
    const t = await conversation();
    const { mail } = t.held('bob');
    const raw = `From: ${t.address('bob')}\nTo: ${mail.replyTo![0]!.address}\nSubject: Re\n\nOnly to you.`;
    const query = `query($input: SimulateMessageInput!) { simulateMessage(input: $input) { effect ticket { id } decision { rule } recipients { address } } }`;
    const { data } = await t.ask('G', query, { input: { raw, departmentId: t.departmentId } });
    expect(data.simulateMessage).toMatchObject({
      effect: 'SIDE_MESSAGE',
      ticket: { id: t.ticketId },
      decision: { rule: 'side-reply' },
    });
    expect((await said(t)).length).toBe(1);
  });
});

describe('mails to a side conversation’s people', () => {
  it('are threaded together, and say what an answer does', async () => {
    const t = await conversation();
    const first = t.held('X');
    await replySide(t, 'G', 'Any news?');
    const second = t.held('X');
    expect([first.mail.subject, second.mail.subject]).toEqual(['A second opinion', 'Re: A second opinion']);
    expect(second.header('in-reply-to')).toBe(first.mail.messageId);
    expect(second.mail.replyTo).toEqual(first.mail.replyTo);
    expect(second.mail.from?.name).toContain('Person G');
    expect(second.mail.text).toMatch(/Any news\?[\s\S]*A reply to all reaches ann[^\n]* and the team\./u);
  });

  it('are told to the team, hidden, with their own address to answer at', async () => {
    const t = await conversation({ followers: ['F', 'L'] });
    await replySide(t, 'A', 'A colleague writes.');
    expect(await t.mails()).toMatchObject({ G: 'To G', F: 'To F', L: 'To L' });
    expect(await t.text('L')).toContain('Your reply reaches the team.');
    await thread(t, await t.reply('L', 'From a light agent.'));
    expect(await last(t)).toMatchObject({ decision: { rule: 'side-stranger' } });
    expect(Object.keys(await t.mails())).not.toContain('X');
  });

  it('are not written to whom nobody can write', async () => {
    const t = await conversation();
    const id = (await side(t)).participants.find(({ address }: Data) => address === t.address('ann')).person;
    expect(id.role).toBe('END_USER');
    await t.mutate('Z', 'changePerson', { personId: await t.personId('ann'), state: 'SUSPENDED' });
    await replySide(t, 'G', 'Still there?');
    expect(await t.mails()).toEqual({ X: 'To X Cc ann', bob: 'To X Cc ann' });
    expect((await last(t)).deliveries.map(({ state }: Data) => state)).toEqual(['SENT', 'FAILED', 'SENT']);
  });
});

it('of a merged ticket goes on in the other one', async () => {
  const t = await conversation();
  const sourceId = t.ticketId;
  await t.open({});
  const input = { sourceId, targetId: t.ticketId };
  expect(await t.mutate('G', 'mergeTickets', input)).toEqual([]);
  await thread(t, await t.reply('X', 'Here you are.'));
  expect(await said(t)).toEqual(['G: What do you think?', 'X: Here you are.']);
});

it('a ticket has several, each its own', async () => {
  const t = await conversation();
  await startSide(t, 'G', { subject: 'Another', to: ['yves'] });
  await t.reply('X', 'To the first.');
  const all = (await sides(t))!;
  expect(all.map(({ subject, messages }: Data) => [subject, messages.totalCount])).toEqual([
    ['A second opinion', 2],
    ['Another', 1],
  ]);
});
