import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyInvariants } from '@copydesk/rules';
import { addCcs, addFollowers } from '../../src/features/copies/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { httpDesk, type HttpDesk } from '../graphql/http-desk.ts';
import { aTicketScene } from '../support/a-ticket.ts';
import { aPerson } from '../support/people.ts';

let h: HttpDesk;
let admin: Viewer;

beforeAll(async () => {
  h = await httpDesk();
  admin = await aPerson(h.desk, { name: 'Ada', role: 'ADMIN' });
});
afterAll(() => h.close());

async function ask(query: string, variables: object, who = admin) {
  const { data, errors } = await h.ask(query, { token: await h.tokenOf(who), variables });
  expect(errors).toBeUndefined();
  return data;
}

const setting = 'key value presetValue source kind values bounds { min max } available sentence';

async function mutate(name: 'createDepartment' | 'changeDepartment' | 'applyPreset', input: object) {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { ${name}(input: $input) {
    department { id preset policyVersion settings { ${setting} } } effects errors { code message field } } }`;
  return (await ask(query, { input }))[name];
}

let count = 0;
async function aFreshDepartment(): Promise<string> {
  count += 1;
  const { department } = await mutate('createDepartment', { name: `Versions ${count}` });
  return department.id;
}

type Shown = { department: { settings: { key: string }[] } };
const settingOf = ({ department }: Shown, key: string) => department.settings.find((one) => one.key === key);

describe('a policy is shown with where it comes from', () => {
  it('tells the preset that was applied last, also once it is CUSTOM', async () => {
    const departmentId = await aFreshDepartment();
    await mutate('applyPreset', { departmentId, preset: 'ZOHO_DESK' });
    const custom = await mutate('changeDepartment', { departmentId, policy: { cc: { maxPerTicket: 9 } } });
    expect(custom.department).toMatchObject({ preset: 'CUSTOM', policyVersion: 3 });
    expect(settingOf(custom, 'cc.maxPerTicket')).toEqual({
      key: 'cc.maxPerTicket',
      value: '9',
      presetValue: '20',
      source: 'DEPARTMENT',
      kind: 'INT',
      values: null,
      bounds: { min: 0, max: 500 },
      available: true,
      sentence: 'A ticket takes at most this many CCs.',
    });
    expect(settingOf(custom, 'agentMail.engine')).toMatchObject({ value: '"CONTACT_MATCH"', source: 'PRESET' });
    expect(settingOf(custom, 'cc.enabled')).toMatchObject({ presetValue: null, source: 'DEPARTMENT' });
    const { policyInvariants: invariants } = await ask(`{ policyInvariants { key sentence } }`, {});
    expect(invariants).toHaveLength(policyInvariants.length);
  });

  it('keeps every version, with who made it, for the decisions that name it', async () => {
    const departmentId = await aFreshDepartment();
    await mutate('changeDepartment', { departmentId, policy: { cc: { maxPerTicket: 9 } } });
    await mutate('applyPreset', { departmentId, preset: 'ZENDESK' });
    const versions = [1, 2, 3, 4].map(
      (version) => `v${version}: policyAt(version: ${version}) {
      version preset actor { id } policy { cc { maxPerTicket } } settings { key source } }`,
    );
    const { node } = await ask(`query($id: ID!) { node(id: $id) { ... on Department { ${versions.join(' ')} } } }`, {
      id: departmentId,
    });
    const actor = { id: globalId('Person', admin.id) };
    const limit = (maxPerTicket: number) => ({ cc: { maxPerTicket } });
    expect(node).toMatchObject({
      v1: { version: 1, preset: 'COPYDESK', actor, policy: limit(48) },
      v2: { version: 2, preset: 'CUSTOM', actor, policy: limit(9) },
      v3: { version: 3, preset: 'ZENDESK', actor, policy: limit(48) },
      v4: null,
    });
    expect(node.v2.settings[1]).toEqual({ key: 'cc.maxPerTicket', source: 'DEPARTMENT' });
  });
});

describe('turning CCs on and off', () => {
  it('says what it exposes, whom again, and what ends', async () => {
    const { department, ticketId, ada, carl, mia } = await aTicketScene(h.desk);
    await addCcs(h.desk, ada, { ticketId, people: [{ id: carl.id }, { id: mia.id }] });
    const departmentId = globalId('Department', department.id);
    const off = await mutate('changeDepartment', { departmentId, policy: { cc: { enabled: false } } });
    expect(off).toMatchObject({ errors: [], effects: [expect.stringContaining('2 CCs of 1 open ticket stay listed')] });
    const policy = { cc: { enabled: true } };
    const refused = await mutate('changeDepartment', { departmentId, policy });
    expect(refused).toMatchObject({ department: null, effects: [] });
    const [{ message, ...where }] = refused.errors;
    expect(where).toEqual({ code: 'INVALID', field: ['policy', 'cc', 'enabled'] });
    expect(message).toContain('sees the names and addresses of the requester and of the other CCs');
    expect(message).toContain('2 CCs of 1 open ticket');
    expect(message).toContain('“I understand, enable”: confirmCc: true.');
    const on = await mutate('changeDepartment', { departmentId, policy, confirmCc: true });
    expect(message).toContain(on.effects[0]);
    expect((await mutate('changeDepartment', { departmentId, policy: { cc: { maxPerTicket: 3 } } })).effects).toEqual(
      [],
    );
  });

  it('and other changes, presets too, say which tickets they touch', async () => {
    const { department, ticketId, ada, otto, carl, mia } = await aTicketScene(h.desk);
    await addCcs(h.desk, ada, { ticketId, people: [{ id: carl.id }, { id: mia.id }, { id: otto.id }] });
    await addFollowers(h.desk, ada, { ticketId, personIds: [ada.id] });
    const departmentId = globalId('Department', department.id);
    const narrow = await mutate('changeDepartment', { departmentId, policy: { cc: { maxPerTicket: 2 } } });
    expect(narrow.effects).toEqual(['1 open ticket has more than 2 CCs already: they keep them, and take no more.']);
    const { effects } = await mutate('applyPreset', { departmentId, preset: 'ZOHO_DESK', confirmCc: true });
    expect(effects).toEqual([
      'Agents can no longer be copied: 1 agent stays listed as CC and gets no mail as such.',
      expect.stringMatching(/^Nobody follows tickets any more: 1 follower stays listed/u),
    ]);
  });
});
