import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Setting } from './cast.ts';
import { scenarioDesk, type ScenarioDesk } from './scenario-desk.ts';
import { stageOf, type Stage } from './stage.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

/** A LiveAgent department; G holds a mail with R's question, and the ticket is OPEN. */
async function stage(setting?: Setting): Promise<Stage> {
  const t = await stageOf(desk, 'LIVEAGENT', setting);
  await t.post('R', 'Any news?');
  expect(await t.status()).toBe('OPEN');
  return t;
}

const treatAsReply: Setting = { policy: (policy) => (policy.agentMail.soleAccountRecipient = 'REPLY_TO_ALL') };

describe('seed 4: agents answer from their own mailbox', () => {
  it('4-01 an agent replies to SUP only: an internal message, nobody outside mailed', async () => {
    const t = await stage();
    expect(await t.reply('G', 'Hm.')).toMatchObject({ outcome: 'INTERNAL', rule: 'sole-address' });
    expect(await t.last()).toMatchObject({ by: 'G', visibility: 'INTERNAL' });
    expect(await t.mails()).toEqual({});
  });

  it('4-02 after that the status is unchanged', async () => {
    const t = await stage();
    await t.reply('G', 'Hm.');
    expect(await t.status()).toBe('OPEN');
  });

  it('4-03 “treat as agent reply”, an agent to SUP only: added to the ticket, sent to all its recipients', async () => {
    const t = await stage(treatAsReply);
    expect(await t.reply('G', 'It is done.')).toMatchObject({ outcome: 'PUBLIC', rule: 'sole-address' });
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1' });
    expect(await t.status()).toBe('ANSWERED');
  });

  it('4-05 either option, an agent to SUP and agent B: internal, not sent', async () => {
    for (const setting of [{}, treatAsReply]) {
      const t = await stage(setting);
      expect(await t.reply('G', 'Hm.', { cc: ['A'] })).toMatchObject({ outcome: 'INTERNAL', rule: 'only-staff' });
      expect(await t.mails()).toEqual({});
    }
  });

  it('4-07 “treat as reply”, an agent to SUP and the customer: a standard message, not sent by the system', async () => {
    const t = await stage(treatAsReply);
    const taken = await t.reply('G', 'Dear R.', { cc: ['R'] });
    expect(taken).toMatchObject({ outcome: 'PUBLIC', rule: 'direct-outside' });
    expect(await t.mails()).toEqual({});
  });

  it('4-08 after that the status is Answered', async () => {
    const t = await stage(treatAsReply);
    await t.reply('G', 'Dear R.', { cc: ['R'] });
    expect(await t.status()).toBe('ANSWERED');
  });

  it('4-10 an agent to SUP and an outside consultant: standard, R not mailed, Answered', async () => {
    const t = await stage();
    const taken = await t.reply('G', 'Dear X.', { cc: ['X'] });
    expect(taken).toMatchObject({ outcome: 'PUBLIC', rule: 'direct-outside' });
    expect(await t.mails()).toEqual({});
    expect(await t.status()).toBe('ANSWERED');
    expect(await t.ccs()).toEqual(['C1']);
  });

  it('4-11 an agent to SUP, agent B and the customer: standard', async () => {
    const t = await stage();
    const taken = await t.reply('G', 'Dear both.', { cc: ['A', 'R'] });
    expect(taken).toMatchObject({ outcome: 'PUBLIC', rule: 'direct-outside' });
    expect(await t.mails()).toEqual({});
  });

  it('4-12 an internal message is not visible to the customer', async () => {
    const t = await stage();
    await t.reply('G', 'Hm.');
    expect(await t.reads('G')).toContain('Hm.');
    expect(await t.reads('R')).toEqual(['Your roof claim has arrived.', 'Any news?']);
  });

  it('4-13 the standard message of 4-07 is visible to the customer', async () => {
    const t = await stage(treatAsReply);
    await t.reply('G', 'Dear R.', { cc: ['R'] });
    expect(await t.reads('R')).toContain('Dear R.');
  });

  it('4-14 an agent mail that answers or refers to any message id of the ticket is attached to it', async () => {
    const t = await stage();
    const received = await t.reply('R', 'A third mail.');
    const newest = t.held('R').mail.messageId!;
    const answered = [
      { answered: received.messageId },
      { answered: newest },
      { references: ['<a@b.example>', newest] },
    ];
    for (const thread of answered) {
      const taken = await t.send('G', 'I took a look.', { cc: ['R'], ...thread });
      expect(taken).toMatchObject({ ticketId: t.ticketId, rule: 'direct-outside' });
    }
  });

  it('4-16 an agent sends a new mail to SUP: a new ticket, the agent its requester', async () => {
    const t = await stage();
    const taken = await t.send('G', 'My own roof leaks.');
    expect(taken).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(taken.ticketId).not.toBe(t.ticketId);
    t.ticketId = taken.ticketId!;
    expect((await t.ticket()).requester).toEqual({ id: await t.personId('G') });
    expect(await t.mails()).toEqual({ G: 'To G' });
  });

  it('4-17 that agent replies from the own address: a customer message, and the status as for a customer’s reply', async () => {
    const t = await stage();
    t.ticketId = (await t.send('G', 'My own roof leaks.')).ticketId!;
    await t.post('D', 'We send somebody.');
    expect(await t.mails()).toEqual({ G: 'To G' });
    expect(await t.status()).toBe('ANSWERED');
    expect(await t.reply('G', 'When?')).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(await t.status()).toBe('OPEN');
  });

  it('4-19 the setting is changed: the next mail follows it; old messages are unchanged', async () => {
    const t = await stage();
    await t.reply('G', 'Before.');
    const policy = { agentMail: { soleAccountRecipient: 'REPLY_TO_ALL' } };
    const input = { departmentId: t.departmentId, policy };
    expect(await t.mutate('Z', 'changeDepartment', input)).toEqual([]);
    expect(await t.reply('G', 'After.')).toMatchObject({ outcome: 'PUBLIC', rule: 'sole-address' });
    const [before, after] = (await t.ticket()).comments.edges.slice(-2).map(({ node }: { node: object }) => node);
    expect(before).toMatchObject({ bodyText: 'Before.', visibility: 'INTERNAL', decision: { policyVersion: 1 } });
    expect(after).toMatchObject({ bodyText: 'After.', visibility: 'PUBLIC', decision: { policyVersion: 2 } });
  });

  it('4-20 no header matches, the ticket’s number stands in the subject: attached; no match at all: a new ticket', async () => {
    const t = await stage();
    const { number } = await t.ticket();
    const numbered = await t.send('R', 'I forgot something.', { subject: `About [#${number}]` });
    expect(numbered).toMatchObject({ ticketId: t.ticketId, outcome: 'PUBLIC', rule: 'customer' });
    const unmatched = await t.send('R', 'Something else.', { subject: 'A new matter' });
    expect(unmatched).toMatchObject({ outcome: 'PUBLIC', rule: 'customer' });
    expect(unmatched.ticketId).not.toBe(t.ticketId);
  });

  it('4-21 a customer replies to ANSWERED, ON_HOLD or (if reopening is on) SOLVED: OPEN', async () => {
    const t = await stage();
    for (const status of ['ANSWERED', 'ON_HOLD', 'SOLVED']) {
      expect(await t.change('D', { status })).toEqual([]);
      await t.reply('R', `You said ${status}.`);
      expect(await t.status()).toBe('OPEN');
    }
    const closed = await stage({ policy: (policy) => (policy.ticket.reopenOnCustomerReply = false) });
    await closed.change('D', { status: 'SOLVED' });
    await closed.reply('R', 'Thank you.');
    expect(await closed.status()).toBe('SOLVED');
  });

  it('4-22 an automatic mail of an agent: answered by nothing, recorded as a note', async () => {
    const t = await stage();
    const headers = { 'Auto-Submitted': 'auto-replied' };
    const taken = await t.reply('G', 'I am on holiday.', { headers });
    expect(taken).toMatchObject({ outcome: 'INTERNAL', rule: 'automatic-reply' });
    expect(await t.last()).toMatchObject({ visibility: 'INTERNAL', flags: ['AUTOMATIC'] });
    expect(await t.mails()).toEqual({});
    expect(await t.status()).toBe('OPEN');
  });
});
