import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { changeMailAccount, createMailAccount } from '../../src/features/mail-accounts/index.ts';
import { passwordPurpose } from '../../src/features/mail-accounts/configure-mail-accounts.ts';
import { Refusal } from '../../src/platform/refusal.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import { seal, unseal } from '../../src/platform/seal.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { askAs } from '../desk/rights-scene.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

const schema = buildSchema(readSlices(), resolvers);
const PASSWORD = 'correct horse battery';
let desk: TestDesk;
let admin: Viewer;
let address: string;

beforeAll(async () => {
  desk = await testDesk();
  admin = await aPerson(desk, { name: 'Amy', role: 'ADMIN' });
  ({ address } = await aDepartment(desk, { slug: 'claims' }));
});
afterAll(() => desk.close());
beforeEach(async () => void (await desk.db.deleteFrom('mail_account').execute()));

const given = () => ({
  name: 'Support',
  host: 'imap.example.com',
  username: 'support',
  password: PASSWORD,
  deliverTo: address,
});
const row = (id: string) =>
  desk.db.selectFrom('mail_account').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const audit = (id: string) =>
  desk.db.selectFrom('audit').selectAll().where('subject_id', '=', id).orderBy('id').execute();

async function refusal(work: Promise<unknown>) {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof Refusal)) throw new Error('it was not refused');
  return error.errors.map(({ code, field }) => `${code} ${field?.join('.') ?? ''}`);
}

it('makes an account with what is usual, and keeps its password to itself', async () => {
  const id = await createMailAccount(desk, admin, given());
  const made = await row(id);
  expect(made).toMatchObject({
    port: 993,
    security: 'TLS',
    mailbox: 'INBOX',
    afterwards: 'KEEP_SEEN',
    state: 'WAITING',
  });
  expect(unseal(desk.config.secrets, passwordPurpose(id), made.password)?.text).toBe(PASSWORD);
  const entries = await audit(id);
  expect(entries.map(({ action }) => action)).toEqual(['mail_account.created']);
  expect(JSON.stringify([made, entries])).not.toContain(PASSWORD);
});

it('is changed and deleted over GraphQL, which never shows the password', async () => {
  const ask = (source: string) => askAs(desk, schema, admin, source);
  const fields =
    'mailAccount { id name host port state deliverTo afterwards moveTo enabled lastError } errors { code field }';
  const created =
    await ask(`mutation { createMailAccount(input: {name: "A", host: "IMAP.example.com", security: STARTTLS,
    username: "a", password: "${PASSWORD}", deliverTo: "${address.toUpperCase()}", clientKey: "k"}) { ${fields} } }`);
  const { mailAccount: made } = created.data!['createMailAccount'] as { mailAccount: Record<string, unknown> };
  expect(made).toMatchObject({ host: 'imap.example.com', port: 143, state: 'WAITING', deliverTo: address });
  const changed =
    await ask(`mutation { changeMailAccount(input: {mailAccountId: "${String(made['id'])}", enabled: false,
    afterwards: MOVE, moveTo: "Archive", password: "another"}) { ${fields} } }`);
  expect(changed.data?.['changeMailAccount']).toMatchObject({
    errors: [],
    mailAccount: { name: 'A', state: 'DISABLED', afterwards: 'MOVE', moveTo: 'Archive', enabled: false },
  });
  const listed = await ask(
    `{ mailAccounts { id name } node(id: "${String(made['id'])}") { ... on MailAccount { name } } }`,
  );
  expect(listed.data).toEqual({ mailAccounts: [{ id: made['id'], name: 'A' }], node: { name: 'A' } });
  const local = (await desk.db.selectFrom('mail_account').select('id').executeTakeFirstOrThrow()).id;
  const deleted = await ask(
    `mutation { deleteMailAccount(input: {mailAccountId: "${globalId('MailAccount', local)}"}) { ${fields} } }`,
  );
  expect(deleted.data?.['deleteMailAccount']).toEqual({ mailAccount: null, errors: [] });
  const entries = await audit(local);
  expect(entries.map(({ action }) => action)).toEqual([
    'mail_account.created',
    'mail_account.changed',
    'mail_account.deleted',
  ]);
  expect(entries[1]).toMatchObject({ new: { password: 'changed', enabled: false } });
  expect(JSON.stringify(entries)).not.toMatch(/correct horse|another/u);
  expect(
    Object.keys((schema.getType('MailAccount') as { getFields(): object } | undefined)?.getFields() ?? {}),
  ).not.toContain('password');
});

it('shows accounts to admins alone', async () => {
  const id = await createMailAccount(desk, admin, given());
  const agent = await aPerson(desk, { name: 'Ada', role: 'AGENT' });
  const asked = `{ node(id: "${globalId('MailAccount', id)}") { id } }`;
  expect((await askAs(desk, schema, agent, asked)).data).toEqual({ node: null });
  expect((await askAs(desk, schema, agent, '{ mailAccounts { host } }')).data?.['mailAccounts']).toEqual([]);
});

it.each([
  ['name', { name: ' ' }],
  ['host', { host: 'imap.example.com:993' }],
  ['host', { host: 'imaps://imap.example.com' }],
  ['port', { port: 0 }],
  ['username', { username: 'a\r\nb' }],
  ['password', { password: '' }],
  ['mailbox', { mailbox: '' }],
  ['moveTo', { afterwards: 'MOVE' as const }],
  ['moveTo', { afterwards: 'MOVE' as const, moveTo: 'INBOX' }],
  ['moveTo', { afterwards: 'DELETE' as const, moveTo: 'Archive' }],
  ['deliverTo', { deliverTo: 'nobody@desk.example.com' }],
])('refuses what is wrong with %s: %j', async (field, wrong) => {
  expect(await refusal(createMailAccount(desk, admin, { ...given(), ...wrong }))).toEqual([`INVALID ${field}`]);
  expect(await desk.db.selectFrom('mail_account').select('id').execute()).toEqual([]);
});

it('has one account for a mailbox, and one for a clientKey', async () => {
  const [one, again] = await Promise.all([
    createMailAccount(desk, admin, { ...given(), clientKey: 'one' }),
    createMailAccount(desk, admin, { ...given(), clientKey: 'one' }),
  ]);
  expect(again).toBe(one);
  expect(await refusal(createMailAccount(desk, admin, given()))).toEqual(['INVALID mailbox']);
  const other = await createMailAccount(desk, admin, { ...given(), mailbox: 'Other' });
  expect(await refusal(changeMailAccount(desk, admin, { id: other, mailbox: 'INBOX' }))).toEqual(['INVALID mailbox']);
});

it('reads another mailbox from its beginning, and the same one from where it was', async () => {
  const id = await createMailAccount(desk, admin, given());
  await desk.db.updateTable('mail_account').set({ uid_validity: '7', last_uid: '12' }).execute();
  await changeMailAccount(desk, admin, { id, name: 'Other', port: 1993 });
  expect(await row(id)).toMatchObject({ uid_validity: '7', last_uid: '12', revision: 2 });
  await changeMailAccount(desk, admin, { id, mailbox: 'Support' });
  expect(await row(id)).toMatchObject({ uid_validity: null, last_uid: '0', revision: 3 });
});

it('seals with the newest secret and opens with all, for one purpose alone', () => {
  const sealed = seal(['old'], 'mine', 'secret');
  expect(unseal(['new', 'old'], 'mine', sealed)).toEqual({ text: 'secret', isOld: true });
  expect(unseal(['old'], 'mine', sealed)).toEqual({ text: 'secret', isOld: false });
  expect(unseal(['new'], 'mine', sealed)).toBeNull();
  expect(unseal(['old'], 'yours', sealed)).toBeNull();
  expect(unseal(['old'], 'mine', `${sealed.slice(0, -2)}AA`)).toBeNull();
  expect(unseal(['old'], 'mine', 'secret')).toBeNull();
});
