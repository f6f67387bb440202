import type { DepartmentPolicy } from '@copydesk/rules';
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

const stage = (setting?: Setting) => stageOf(desk, 'ZOHO_DESK', setting);
const autoAdd = (policy: DepartmentPolicy) => (policy.cc.autoAddEmailRecipients = true);
const off = (policy: DepartmentPolicy) => (policy.cc.enabled = false);

const CHANGE = ['changeDepartment', 'ChangeDepartment'] as const;

describe('seed 2: secondary contacts', () => {
  it('2-01 a non-admin changes the department’s CC setting: denied; an admin: allowed', async () => {
    const t = await stage();
    const input = { departmentId: t.departmentId, policy: { cc: { autoAddEmailRecipients: true } } };
    expect(await t.mutate('G', ...CHANGE, input)).toEqual(['FORBIDDEN']);
    expect(await t.mutate('R', ...CHANGE, input)).toEqual(['NOT_FOUND']);
    expect(await t.mutate('Z', ...CHANGE, input)).toEqual([]);
  });

  it('2-02 CCs are on in A only: a ticket in B takes none', async () => {
    const a = await stage({ ccs: [] });
    const b = await stage({ ccs: [], policy: off });
    expect(await a.addCcs('G', 'ann')).toEqual([]);
    expect(await b.addCcs('G', 'ann')).toEqual(['CC_DISABLED']);
    expect([await a.ccs(), await b.ccs()]).toEqual([['ann'], []]);
    expect([await a.ccEnabled(), await b.ccEnabled()]).toEqual([true, false]);
  });

  it('2-03 an admin turns CCs on: only with “I understand, enable”', async () => {
    const t = await stage({ ccs: [], policy: off });
    const input = { departmentId: t.departmentId, policy: { cc: { enabled: true } } };
    expect(await t.mutate('Z', ...CHANGE, input)).toEqual(['INVALID']);
    expect(await t.ccEnabled()).toBe(false);
    expect(await t.mutate('Z', ...CHANGE, { ...input, confirmCc: true })).toEqual([]);
    const { ccEnabled, values } = await t.settings();
    expect([ccEnabled, values['cc.autoAddEmailRecipients'], values['cc.endUsersMayAddInPortal']]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('2-04 an agent replies with CC ann: ann becomes secondary contact', async () => {
    const t = await stage();
    expect(await t.post('G', 'Dear both.', { cc: ['ann'] })).toEqual([]);
    expect(await t.ccs()).toEqual(['C1', 'ann']);
  });

  it('2-05 an agent edits the CCs in the ticket’s detail: stored', async () => {
    const t = await stage();
    expect(await t.addCcs('G', 'C2')).toEqual([]);
    expect(await t.removeCcs('G', 'C1')).toEqual([]);
    expect(await t.ccs()).toEqual(['C2']);
  });

  it('2-06 an agent sets CCs in the new-ticket form: stored', async () => {
    const t = await stage({ ccs: ['C1', 'ann'] });
    expect(await t.ccs()).toEqual(['C1', 'ann']);
  });

  it('2-07 a customer replies by mail with Cc: stored with auto-add on, not with it off', async () => {
    const on = await stage({ policy: autoAdd });
    await on.replyAll('R', 'Ann helps.', { cc: ['ann'] });
    expect(await on.ccs()).toEqual(['C1', 'ann']);
    const not = await stage();
    expect(await not.replyAll('R', 'Ann helps.', { cc: ['ann'] })).toMatchObject({ outcome: 'PUBLIC' });
    expect(await not.ccs()).toEqual(['C1']);
    const [notCopied] = (await not.ticket()).comments.edges.at(-1).node.notCopied;
    expect(notCopied).toEqual({ address: not.address('ann'), reason: 'AUTO_ADD_OFF' });
  });

  it('2-11 an unknown address is copied: the contact is created', async () => {
    const t = await stage();
    expect(await t.addCcs('G', 'ann')).toEqual([]);
    const { data } = await t.ask('G', `query($id: ID!) { node(id: $id) { ... on Person { role state addresses } } }`, {
      id: await t.personId('ann'),
    });
    expect(data.node).toEqual({ role: 'END_USER', state: 'ACTIVE', addresses: [t.address('ann')] });
  });

  it('2-12 20 CCs: 20 stored', async () => {
    const t = await stage({ ccs: [] });
    expect(await t.addCcs('G', ...guests(20))).toEqual([]);
    expect((await t.ticket()).ccLimit).toEqual({ limit: 20, used: 20, over: false });
  });

  it('2-13 the 21st: not stored', async () => {
    const t = await stage({ ccs: guests(20) });
    expect(await t.addCcs('G', 'ann')).toEqual(['CC_LIMIT']);
    expect((await t.ticket()).ccLimit.used).toBe(20);
  });

  it('2-14 a mail with 25 addresses: the first 20 stored, the rest ignored, the mail itself accepted', async () => {
    const t = await stage({ policy: autoAdd });
    const taken = await t.send('X', 'For all of us.', { cc: guests(25) });
    expect(taken).toMatchObject({ status: 'DONE', outcome: 'PUBLIC', rule: 'customer' });
    t.ticketId = taken.ticketId!;
    expect(await t.ccs()).toEqual(guests(20).toSorted());
    const { notCopied } = (await t.ticket()).comments.edges[0].node;
    expect(notCopied).toEqual(
      guests(25)
        .slice(20)
        .map((who) => ({ address: t.address(who), reason: 'LIMIT' })),
    );
  });

  for (const [number, state] of [
    ['2-15', 'DELETED'],
    ['2-16', 'SPAM'],
    ['2-17', 'ANONYMOUS'],
  ] as const) {
    it(`${number} a contact that is ${state.toLowerCase()}: refused`, async () => {
      const t = await stage();
      await t.join('ann', { state });
      expect(await t.addCcs('G', 'ann')).toEqual(['CC_NOT_ALLOWED']);
      expect(await t.ccs()).toEqual(['C1']);
    });
  }

  it('2-18 a support address in Cc: skipped', async () => {
    const t = await stage({ policy: autoAdd });
    const other = `other-${t.department.address}`;
    const input = { departmentId: t.departmentId, address: other };
    expect(await t.mutate('Z', 'addSupportAddress', 'SupportAddress', input)).toEqual([]);
    await t.replyAll('R', 'To both.', { cc: [other, 'ann'] });
    expect(await t.ccs()).toEqual(['C1', 'ann']);
    expect(await t.addCcs('G', other)).toEqual(['CC_NOT_ALLOWED']);
  });

  it('2-19 the address that the department sends from, in Cc: skipped', async () => {
    const t = await stage({ policy: autoAdd });
    const other = `other-${t.department.address}`;
    const input = { departmentId: t.departmentId, address: other };
    await t.mutate('Z', 'addSupportAddress', 'SupportAddress', input);
    expect(t.held('R').mail.from?.address).toBe(t.address('SUP'));
    t.ticketId = (await t.send('R', 'To both.', { to: [other], cc: ['SUP', 'ann'] })).ticketId!;
    expect(await t.ccs()).toEqual(['ann']);
  });

  it('2-20 an agent’s address: skipped', async () => {
    const t = await stage({ policy: autoAdd });
    await t.replyAll('R', 'A helps.', { cc: ['A', 'ann'] });
    expect(await t.ccs()).toEqual(['C1', 'ann']);
    const { notCopied } = (await t.ticket()).comments.edges.at(-1).node;
    expect(notCopied).toEqual([{ address: t.address('A'), reason: 'STAFF_NOT_ALLOWED' }]);
  });

  it('2-21 a CC signs in: sees the ticket', async () => {
    const t = await stage();
    expect(await t.reads('C1')).toEqual(['Your roof claim has arrived.']);
    expect(await t.reads('C2')).toBeNull();
  });

  it('2-22 a ticket is created: the CC is mailed', async () => {
    const t = await stage({ policy: autoAdd });
    await t.send('X', 'My roof leaks.', { cc: ['C2'] });
    expect(await t.mails()).toEqual({ X: 'To X Cc C2', C2: 'To X Cc C2' });
  });

  it('2-23 an agent replies: the CC is mailed', async () => {
    const t = await stage();
    await t.post('G', 'A public answer.');
    expect(await t.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1' });
  });

  it('2-24 a public comment by R: the CC is mailed', async () => {
    const t = await stage();
    expect(await t.post('R', 'Any news?')).toEqual([]);
    expect(await t.mails()).toEqual({ C1: 'To R Cc C1', G: 'To G' });
  });

  it('2-32 an agent deletes C1 in the reply editor: not on that mail, but still CC', async () => {
    const t = await stage({ ccs: ['C1', 'C2'] });
    expect(await t.post('G', 'Not for C1.', { drop: ['C1'] })).toEqual([]);
    expect(await t.mails()).toEqual({ R: 'To R Cc C2', C2: 'To R Cc C2' });
    expect(await t.ccs()).toEqual(['C1', 'C2']);
  });

  it('2-33 an agent deletes C1 in the ticket’s detail: no longer CC', async () => {
    const t = await stage();
    expect(await t.removeCcs('G', 'C1')).toEqual([]);
    expect(await t.ccs()).toEqual([]);
    expect(await t.reads('C1')).toBeNull();
  });

  it('2-34 C1 is deleted only in the reply editor: the ticket is still visible', async () => {
    const t = await stage();
    await t.post('G', 'Not for C1.', { drop: ['C1'] });
    expect(await t.reads('C1')).toEqual(['Your roof claim has arrived.', 'Not for C1.']);
  });

  it('2-35 an agent restricts C1 from the ticket: not found', async () => {
    const t = await stage();
    expect(await t.restrict('G', 'C1')).toEqual([]);
    expect(await t.reads('C1')).toBeNull();
    expect(await t.ccs()).toEqual(['C1']);
  });

  it('2-36 a CC on tickets in A (on) and B (off): only A’s', async () => {
    const a = await stage({ ccs: [] });
    const b = await stage({ ccs: ['ann'] });
    expect(await a.addCcs('G', b.address('ann'))).toEqual([]);
    await b.mutate('Z', ...CHANGE, { departmentId: b.departmentId, policy: { cc: { enabled: false } } });
    const { data } = await b.ask('ann', `{ tickets(first: 10) { edges { node { id } } } }`);
    expect(data.tickets.edges).toEqual([{ node: { id: a.ticketId } }]);
    expect(await b.reads('ann')).toBeNull();
  });

  it('2-38 a mail To SUP, ann, bob: CCs are ann and bob, not the sender, not SUP', async () => {
    const t = await stage({ policy: autoAdd });
    t.ticketId = (await t.send('R', 'For us three.', { to: ['SUP', 'ann', 'bob'] })).ticketId!;
    expect(await t.ccs()).toEqual(['ann', 'bob']);
    expect((await t.ticket()).requester).toEqual({ id: await t.personId('R') });
  });

  it('2-39 a CC replies by mail: it lands in the ticket’s thread', async () => {
    const t = await stage();
    expect(await t.replyAll('C1', 'I agree.')).toMatchObject({ ticketId: t.ticketId, outcome: 'PUBLIC' });
    expect(await t.reads('R')).toEqual(['Your roof claim has arrived.', 'I agree.']);
  });

  it('2-40 an agent’s mail to a primary or secondary contact: public; a forward: always private', async () => {
    const t = await stage();
    await t.post('R', 'Any news?');
    await t.mails();
    expect(await t.reply('G', 'Dear R.', { cc: ['R'] })).toMatchObject({ outcome: 'PUBLIC', rule: 'to-contact' });
    expect(await t.reply('G', 'Dear C1.', { cc: ['C1'] })).toMatchObject({ outcome: 'PUBLIC', rule: 'to-contact' });
    expect(await t.reply('G', 'Hm.')).toMatchObject({ outcome: 'INTERNAL', rule: 'no-contact' });
    const forward = await t.reply('G', 'Look at this.', { cc: ['R'], subject: 'Fwd: Roof claim' });
    expect(forward).toMatchObject({ outcome: 'INTERNAL', rule: 'forward' });
  });

  it('2-41 a CC comments in the help center: public, the others are told; an internal comment is refused', async () => {
    const t = await stage({ ccs: ['C1', 'C2'] });
    expect(await t.post('C1', 'I agree.')).toEqual([]);
    expect(await t.mails()).toEqual({ R: 'To R Cc C1,C2', C2: 'To R Cc C1,C2', G: 'To G' });
    expect(await t.note('C1', 'For the team.')).toEqual(['FORBIDDEN']);
    expect(await t.last()).toMatchObject({ by: 'C1', text: 'I agree.' });
  });
});
