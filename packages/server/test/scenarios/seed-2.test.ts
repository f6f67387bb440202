import type { DepartmentPolicy } from '@copydesk/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guests } from './guests.ts';
import type { Setting } from './cast.ts';
import { rateByLink, ratingsOf } from './rating.ts';
import { scenarioDesk, type ScenarioDesk } from './scenario-desk.ts';
import { stageOf, type Stage } from './stage.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await scenarioDesk();
});
afterAll(() => desk.close());

const stage = (setting?: Setting) => stageOf(desk, 'ZOHO_DESK', setting);
const autoAdd = (policy: DepartmentPolicy) => (policy.cc.autoAddEmailRecipients = true);
const customersAdd = (policy: DepartmentPolicy) => (policy.cc.endUsersMayAddInPortal = true);
const off = (policy: DepartmentPolicy) => (policy.cc.enabled = false);

const CHANGE = 'changeDepartment';

describe('seed 2: secondary contacts', () => {
  it('2-01 a non-admin changes the department’s CC setting: denied; an admin: allowed', async () => {
    const t = await stage();
    const input = { departmentId: t.departmentId, policy: { cc: { autoAddEmailRecipients: true } } };
    expect(await t.mutate('G', CHANGE, input)).toEqual(['FORBIDDEN']);
    expect(await t.mutate('R', CHANGE, input)).toEqual(['NOT_FOUND']);
    expect(await t.mutate('Z', CHANGE, input)).toEqual([]);
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
    expect(await t.mutate('Z', CHANGE, input)).toEqual(['INVALID']);
    expect(await t.ccEnabled()).toBe(false);
    expect(await t.mutate('Z', CHANGE, { ...input, confirmCc: true })).toEqual([]);
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

  it('2-08 a customer submits in the portal with a CC: stored with the checkbox on; off: no field, and refused', async () => {
    const on = await stage({ policy: customersAdd });
    expect(await fieldFor(on, 'R')).toBe(true);
    expect(await submit(on, 'ann')).toEqual({ errors: [], ccs: [on.address('ann')] });
    const not = await stage();
    expect(await fieldFor(not, 'R')).toBe(false);
    expect(await submit(not, 'ann')).toEqual({ errors: ['CC_NOT_ALLOWED'], ccs: null });
    expect(await submit(not)).toEqual({ errors: [], ccs: [] });
  });

  it('2-09 a department without help center: no end-user CC options, and nothing of it online', async () => {
    const t = await stage({
      policy: (policy) => {
        customersAdd(policy);
        policy.helpCenter.enabled = false;
      },
    });
    expect(await fieldFor(t, 'R')).toBeNull();
    expect(await submit(t, 'ann')).toEqual({ errors: ['NOT_FOUND'], ccs: null });
    expect([await t.reads('R'), await t.reads('C1')]).toEqual([null, null]);
    expect(await t.post('R', 'Any news?')).toEqual(['NOT_FOUND']);
    const { settings } = await optionsOf(t);
    expect(settings).toContainEqual({ key: 'cc.endUsersMayAddInPortal', available: false });
    // By mail all is as ever.
    expect(await t.replyAll('R', 'Any news?')).toMatchObject({ outcome: 'PUBLIC' });
    const change = { departmentId: t.departmentId, policy: { helpCenter: { enabled: true } } };
    expect(await t.mutate('Z', CHANGE, change)).toEqual([]);
    expect(await fieldFor(t, 'R')).toBe(true);
    expect(await t.reads('R')).toEqual(['Your roof claim has arrived.', 'Any news?']);
    expect((await optionsOf(t)).settings).toContainEqual({ key: 'cc.endUsersMayAddInPortal', available: true });
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
    expect(await t.mutate('Z', 'addSupportAddress', input)).toEqual([]);
    await t.replyAll('R', 'To both.', { cc: [other, 'ann'] });
    expect(await t.ccs()).toEqual(['C1', 'ann']);
    expect(await t.addCcs('G', other)).toEqual(['CC_NOT_ALLOWED']);
  });

  it('2-19 the address that the department sends from, in Cc: skipped', async () => {
    const t = await stage({ policy: autoAdd });
    const other = `other-${t.department.address}`;
    const input = { departmentId: t.departmentId, address: other };
    await t.mutate('Z', 'addSupportAddress', input);
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

  it('2-28 CCs on: the CC field stays in the layout; CCs off: it may go', async () => {
    const t = await stage();
    const change = (policy: object) => t.mutate('Z', CHANGE, { departmentId: t.departmentId, policy });
    expect(await change({ cc: { fieldInLayout: false } })).toEqual(['INVALID']);
    expect((await t.ticket('G')).viewerMay.addCcs).toBe(true);
    expect(await change({ cc: { enabled: false, fieldInLayout: false } })).toEqual([]);
    const back = { departmentId: t.departmentId, confirmCc: true, policy: { cc: { enabled: true } } };
    expect(await t.mutate('Z', CHANGE, back)).toEqual(['INVALID']);
    const removable = { ...back, policy: { cc: { enabled: true, layoutFieldRemovable: true } } };
    expect(await t.mutate('Z', CHANGE, removable)).toEqual([]);
    expect((await t.ticket('G')).viewerMay.addCcs).toBe(false);
  });

  it('2-30 a CC is asked for a rating after a reply: it is stored under that CC', async () => {
    const t = await stage({ ccs: ['C1', 'C2'] });
    await t.post('G', 'A roofer comes tomorrow.');
    expect(await t.mails()).toEqual({ R: 'To R Cc C1,C2', C1: 'To R Cc C1,C2', C2: 'To R Cc C1,C2' });
    expect(await rateByLink(t, 'C1', 'GOOD', 'That was quick.')).toBe('Thank you');
    expect(await t.mails()).toEqual({ G: 'To G' });
    expect(await ratingsOf(t)).toEqual(['C1 REPLY GOOD That was quick.']);
    expect([await ratingsOf(t, 'C1'), await ratingsOf(t, 'C2')]).toEqual([['C1 REPLY GOOD That was quick.'], []]);
    // The links are their readers' own, in what the team sees of sent mail as well.
    const sent = await t.ask('G', `{ sentMail(first: 20) { edges { node { bodyText bodyHtml } } } }`);
    expect(JSON.stringify(sent.data)).toContain('/rate/…');
    expect(JSON.stringify(sent.data)).not.toMatch(/rate\/[\w-]{32}/u);
  });

  it('2-31 a CC rates the closure: stored under the CC, R’s own rating untouched', async () => {
    const t = await stage();
    expect(await t.change('G', { status: 'SOLVED' })).toEqual([]);
    expect(await t.mails()).toEqual({ R: 'To R', C1: 'To C1' });
    expect(await rateByLink(t, 'R', 'GOOD')).toBe('Thank you');
    expect(await rateByLink(t, 'C1', 'BAD')).toBe('Thank you');
    expect(await ratingsOf(t)).toEqual(['R CLOSURE GOOD', 'C1 CLOSURE BAD']);
    expect(await ratingsOf(t, 'R')).toEqual(['R CLOSURE GOOD']);
    expect(await t.change('G', { status: 'CLOSED' })).toEqual([]);
    expect(await t.mails()).toEqual({});
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
    // Unless the department says that leaving somebody out ends that too; they stay CC.
    const change = { departmentId: t.departmentId, policy: { cc: { editorRemovalEndsPortalAccess: true } } };
    expect(await t.mutate('Z', CHANGE, change)).toEqual([]);
    await t.post('G', 'Nor this.', { drop: ['C1'] });
    expect(await t.reads('C1')).toBeNull();
    expect(await t.ccs()).toEqual(['C1']);
    expect((await t.ticket()).ccs).toMatchObject([{ helpCenterAccess: false }]);
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
    await b.mutate('Z', CHANGE, { departmentId: b.departmentId, policy: { cc: { enabled: false } } });
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

  it('2-42 a customer adds a CC while replying in the help center: stored with the checkbox on; off: no field', async () => {
    const on = await stage({ policy: customersAdd });
    expect((await on.ticket('R')).viewerMay.addCcs).toBe(true);
    expect(await on.post('R', 'Ann helps.', { cc: ['ann'] })).toEqual([]);
    expect(await on.addCcs('C1', 'bob')).toEqual([]);
    expect(await on.ccs()).toEqual(['C1', 'ann', 'bob']);
    expect(await on.removeCcs('R', 'ann')).toEqual(['FORBIDDEN']);
    const not = await stage();
    expect((await not.ticket('R')).viewerMay.addCcs).toBe(false);
    expect(await not.post('R', 'Ann helps.', { cc: ['ann'] })).toEqual(['CC_NOT_ALLOWED']);
    expect(await not.addCcs('R', 'ann')).toEqual(['CC_NOT_ALLOWED']);
    expect(await not.ccs()).toEqual(['C1']);
    expect(await not.reads('R')).toEqual(['Your roof claim has arrived.']);
  });
});

/** Does the form of a new ticket have a CC field? null: they can open none there. */
async function fieldFor(t: Stage, who: string): Promise<boolean | null> {
  const { data } = await t.ask(who, `{ helpCenterDepartments { id viewerMayAddCcs } }`);
  const department = data.helpCenterDepartments.find(({ id }: { id: string }) => id === t.departmentId);
  return department?.viewerMayAddCcs ?? null;
}

/** R opens a ticket in the help center. */
async function submit(t: Stage, ...ccs: string[]) {
  const { data } = await t.ask(
    'R',
    `mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { ccs { address } } errors { code } } }`,
    {
      input: {
        departmentId: t.departmentId,
        subject: 'Window',
        body: 'It broke.',
        ccs: ccs.map((who) => ({ email: t.address(who) })),
      },
    },
  );
  const { ticket, errors } = data.createTicket;
  return {
    errors: errors.map(({ code }: { code: string }) => code),
    ccs: ticket && ticket.ccs.map(({ address }: { address: string }) => address),
  };
}

async function optionsOf(t: Stage) {
  const query = `query($id: ID!) { node(id: $id) { ... on Department { settings { key available } } } }`;
  return (await t.ask('Z', query, { id: t.departmentId })).data.node;
}
