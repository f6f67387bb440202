import { PRESET_POLICIES, policyKeys, type NamedPreset } from '@copydesk/rules';
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

const zendesk = (setting?: Setting) => stageOf(desk, 'ZENDESK', setting);
const zoho = (setting?: Setting) => stageOf(desk, 'ZOHO_DESK', setting);
const autoAdd: Setting = { policy: (policy) => (policy.cc.autoAddEmailRecipients = true) };

describe('the same, under different presets', () => {
  it('9-01 a mail with an agent’s address in Cc: CC under zendesk, skipped under zoho', async () => {
    const [one, other] = [await zendesk(autoAdd), await zoho(autoAdd)];
    for (const t of [one, other]) await t.replyAll('R', 'A knows more.', { cc: ['A'] });
    expect([await one.ccs(), await other.ccs()]).toEqual([['A', 'C1'], ['C1']]);
  });

  it('9-02 a ticket with 30 CCs: all under zendesk, 20 under zoho', async () => {
    const [one, other] = [await zendesk(autoAdd), await zoho(autoAdd)];
    for (const t of [one, other]) t.ticketId = (await t.send('R', 'For all.', { cc: guests(30) })).ticketId!;
    expect([(await one.ccs()).length, (await other.ccs()).length]).toEqual([30, 20]);
  });

  it('9-03 an agent drops C1 in the composer: removed under zendesk, kept under zoho', async () => {
    const [one, other] = [await zendesk(), await zoho()];
    for (const t of [one, other]) {
      await t.post('G', 'Not for C1.', { drop: ['C1'] });
      expect(await t.mails()).toEqual({ R: 'To R' });
    }
    expect([await one.ccs(), await other.ccs()]).toEqual([[], ['C1']]);
  });

  it('9-04 R drops C1 by mail: removed under zendesk, kept under zoho', async () => {
    const [one, other] = [await zendesk({ ccs: ['C1', 'C2'] }), await zoho({ ccs: ['C1', 'C2'] })];
    for (const t of [one, other]) await t.replyAll('R', 'Without C1.', { without: ['C1'] });
    expect([await one.ccs(), await other.ccs()]).toEqual([['C2'], ['C1', 'C2']]);
  });

  /** R's question, which G holds. */
  const asked = async (preset: NamedPreset) => {
    const t = await stageOf(desk, preset);
    await t.post('R', 'Any news?');
    await t.mails();
    return t;
  };

  it('9-05 the assignee replies to SUP only: public to R under zendesk, a note under liveagent', async () => {
    const one = await asked('ZENDESK');
    expect(await one.reply('G', 'Yes.')).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await one.mails()).toEqual({ R: 'To R Cc C1', C1: 'To R Cc C1' });
    const other = await asked('LIVEAGENT');
    expect(await other.reply('G', 'Yes.')).toMatchObject({ outcome: 'INTERNAL', rule: 'sole-address' });
    expect(await other.mails()).toEqual({});
  });

  it('9-06 the assignee replies to SUP and R: whoever lacks it is mailed under zendesk, nobody under liveagent', async () => {
    const one = await asked('ZENDESK');
    expect(await one.reply('G', 'Yes.', { cc: ['R'] })).toMatchObject({ outcome: 'PUBLIC', rule: 'otherwise' });
    expect(await one.mails()).toEqual({ C1: 'To R Cc C1' });
    const other = await asked('LIVEAGENT');
    expect(await other.reply('G', 'Yes.', { cc: ['R'] })).toMatchObject({ outcome: 'PUBLIC', rule: 'direct-outside' });
    expect(await other.reads('R')).toContain('Yes.');
    expect(await other.mails()).toEqual({});
  });

  it('9-07 a ticket with 30 CCs, an agent among them, moves to zoho: kept, over the limit, no further adds, agents not mailed', async () => {
    const t = await zendesk({ ccs: [...guests(29), 'A'], assignee: null });
    const target = await zoho();
    expect(await t.change('Z', { departmentId: target.departmentId })).toEqual([]);
    expect((await t.ticket()).ccLimit).toEqual({ limit: 20, used: 30, over: true });
    expect(await t.ccs()).toContain('A');
    expect(await t.addCcs('Z', 'ann')).toEqual(['CC_LIMIT']);
    expect(await t.post('Z', 'We took it over.')).toEqual([]);
    expect(Object.keys(await t.mails()).toSorted()).toEqual(['R', ...guests(29)].toSorted());
    expect((await t.mails())['R']).not.toMatch(/\bA\b/u);
  });

  it('9-08 a preset is applied: every key written, an audit entry; one key is edited: custom', async () => {
    const t = await zendesk();
    const preset = { departmentId: t.departmentId, preset: 'ZOHO_DESK', confirmCc: true };
    expect(await t.mutate('Z', 'applyPreset', preset)).toEqual([]);
    const applied = await t.settings();
    expect(applied.preset).toBe('ZOHO_DESK');
    const valueOf = (key: string) =>
      key
        .split('.')
        .reduce((part: unknown, name) => (part as Record<string, unknown>)[name], PRESET_POLICIES.ZOHO_DESK);
    expect(applied.values).toEqual(Object.fromEntries(policyKeys.map(({ key }) => [key, valueOf(key)])));
    const audit = await desk.desk.db
      .selectFrom('audit')
      .selectAll()
      .where('subject_id', '=', t.department.id)
      .execute();
    const by = t.actorId('Z');
    expect(audit).toMatchObject([
      { action: 'preset.applied', actor_id: by, new: { preset: 'ZOHO_DESK', 'cc.maxPerTicket': 20 } },
    ]);
    const edit = { departmentId: t.departmentId, policy: { cc: { maxPerTicket: 25 } } };
    expect(await t.mutate('Z', 'changeDepartment', edit)).toEqual([]);
    expect((await t.settings()).preset).toBe('CUSTOM');
  });
});
