import { afterAll, beforeAll, expect, it } from 'vitest';
import { addComment, makeCommentInternal } from '../../src/features/comments/index.ts';
import { addCcs, restrictCc } from '../../src/features/copies/index.ts';
import { applyPreset, addSupportAddress, changeDepartment } from '../../src/features/departments/index.ts';
import { changePerson, createToken } from '../../src/features/people/index.ts';
import { globalId, type GlobalType } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { httpDesk, type HttpDesk } from '../graphql/http-desk.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { aPerson } from '../support/people.ts';

let h: HttpDesk;
let admin: Viewer;
let scene: Scene;

beforeAll(async () => {
  h = await httpDesk();
  admin = await aPerson(h.desk, { name: 'Ada', role: 'ADMIN' });
  token = await h.tokenOf(admin);
  scene = await aTicketScene(h.desk);
});
afterAll(() => h.close());

const QUERY = `query($subjectId: ID, $first: Int, $after: String) {
  auditEntries(subjectId: $subjectId, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { at action subjectId old new actor { name } } } } }`;

/** Made once: tokens stand in the audit themselves. */
let token: string;

async function audit(variables: object, who = admin) {
  const shown = who === admin ? token : await h.tokenOf(who);
  const { data, errors } = await h.ask(QUERY, { token: shown, variables });
  expect(errors).toBeUndefined();
  return data.auditEntries;
}

/** Oldest first, as they happened: who, what, before and after. */
async function entriesOf(type: GlobalType, id: string) {
  const { edges } = await audit({ subjectId: globalId(type, id) });
  type Entry = { action: string; old: string | null; new: string | null; actor: { name: string } | null };
  return edges
    .toReversed()
    .map(({ node }: { node: Entry }) => [
      node.actor?.name ?? null,
      node.action,
      JSON.parse(node.old ?? 'null'),
      JSON.parse(node.new ?? 'null'),
    ]);
}

it('tells of policy, presets and addresses', async () => {
  const { id: departmentId } = scene.department;
  await changeDepartment(h.desk, admin, { departmentId, policy: { cc: { maxPerTicket: 7 } } });
  await applyPreset(h.desk, 'COMMAND_LINE', { departmentId, preset: 'COPYDESK' });
  await addSupportAddress(h.desk, admin, { departmentId, address: 'more@desk.example.com' });
  expect(await entriesOf('Department', departmentId)).toEqual([
    ['Ada', 'department.changed', { 'cc.maxPerTicket': 48 }, { 'cc.maxPerTicket': 7 }],
    [null, 'preset.applied', { preset: 'CUSTOM', 'cc.maxPerTicket': 7 }, { preset: 'COPYDESK', 'cc.maxPerTicket': 48 }],
    ['Ada', 'support_address.added', null, { address: 'more@desk.example.com' }],
  ]);
});

it('tells of people and tokens', async () => {
  await changePerson(h.desk, admin, { personId: scene.mia.id, state: 'SPAM' });
  expect(await entriesOf('Person', scene.mia.id)).toEqual([
    ['Ada', 'person.changed', { state: 'ACTIVE' }, { state: 'SPAM' }],
  ]);
  const { tokenId } = await createToken(h.desk, admin, { email: scene.ada.address!, name: 'script' });
  const [[, action, , made]] = await entriesOf('Token', tokenId);
  expect([action, made.name]).toEqual(['token.created', 'script']);
});

it('0-24 tells of changed privacy, without what was said', async () => {
  const { ticketId, ada, carl } = scene;
  const { commentId } = await addComment(h.desk, ada, { ticketId, body: 'CANARY', visibility: 'PUBLIC' });
  await makeCommentInternal(h.desk, ada, { commentId });
  await addCcs(h.desk, ada, { ticketId, people: [{ id: carl.id }] });
  await restrictCc(h.desk, ada, { ticketId, personId: carl.id, helpCenterAccess: false });
  const entries = await entriesOf('Ticket', ticketId);
  expect(entries).toMatchObject([
    ['Ada Lind', 'comment.made_internal', { visibility: 'PUBLIC' }, { visibility: 'INTERNAL', commentId }],
    ['Ada Lind', 'cc.restricted', null, { personId: carl.id }],
  ]);
  expect(JSON.stringify(entries)).not.toContain('CANARY');
});

it('is for admins alone', async () => {
  const nothing = { totalCount: null, pageInfo: { hasNextPage: false, endCursor: null }, edges: [] };
  for (const who of [scene.ada, scene.lee, scene.rita]) expect(await audit({}, who)).toEqual(nothing);
  expect((await audit({ subjectId: 'x' })).edges).toEqual([]);
});

it('pages through all of it once, newest first', async () => {
  const all = await audit({ first: 100 });
  expect(all.totalCount).toBe(all.edges.length);
  const paged = [];
  for (let after: string | null = null, more = true; more;) {
    const page: typeof all = await audit({ first: 2, after });
    paged.push(...page.edges);
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
  }
  expect(paged).toEqual(all.edges);
  const times = paged.map(({ node }: { node: { at: string } }) => node.at);
  expect(times).toEqual(times.toSorted().toReversed());
});
