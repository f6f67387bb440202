import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { runningDesk, type Data, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
let admin: Viewer;
let agent: Viewer;
let customer: Viewer;
let departmentId: string;

beforeAll(async () => {
  desk = await runningDesk();
  const department = await aDepartment(desk.desk, { slug: 'claims' });
  admin = await aPerson(desk.desk, { name: 'Alma', role: 'ADMIN' });
  agent = await aPerson(desk.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
  customer = await aPerson(desk.desk, { name: 'Rita' });
  departmentId = globalId('Department', department.id);
});
afterAll(() => desk.close());

const asked = async (viewer: Viewer, query: string, input: object): Promise<Data> => {
  const { data, errors } = await desk.ask(viewer, query, { input });
  expect(errors).toBeUndefined();
  return data;
};

const change = (viewer: Viewer, input: object) =>
  asked(
    viewer,
    `mutation($input: ChangeMailTemplateInput!) { changeMailTemplate(input: $input) {
      template { kind language subject body source } department { language } errors { code message field } } }`,
    { departmentId, kind: 'REPLY', language: 'ja', subject: '{{ ticket.title }}', ...input },
  ).then((data) => data.changeMailTemplate);

describe('templates over GraphQL', () => {
  const all = '{ departments { mailTemplates { kind language subject body source variables { name sentence } } } }';

  it('lists every text with its variables, to admins alone', async () => {
    const { data } = await desk.ask(admin, all);
    const [{ mailTemplates }] = data.departments;
    expect(mailTemplates).toHaveLength(36);
    const reply = mailTemplates.find((one: Data) => one.kind === 'REPLY' && one.language === 'en');
    expect(reply).toMatchObject({ source: 'BUILT_IN', subject: '[#{{ ticket.id }}] {{ ticket.title }}' });
    expect(reply.variables).toContainEqual({ name: 'ticket.title', sentence: "The ticket's subject." });
    expect(reply.variables.map(({ name }: Data) => name)).not.toContain('ticket.assignee.name');
    expect((await desk.ask(agent, all)).data.departments).toEqual([{ mailTemplates: [] }]);
  });

  it('changes and takes back', async () => {
    const body = '{{ recipient.name }} 様\n\n{{ ticket.comments_formatted }}';
    const changed = await change(admin, { body });
    expect(changed).toMatchObject({ errors: [], template: { source: 'DEPARTMENT', body, language: 'ja' } });
    const { resetMailTemplate: reset } = await asked(
      admin,
      `mutation($input: ResetMailTemplateInput!) { resetMailTemplate(input: $input) {
        template { source body } errors { code } } }`,
      { departmentId, kind: 'REPLY', language: 'ja' },
    );
    expect(reset).toMatchObject({ errors: [], template: { source: 'BUILT_IN' } });
    expect(reset.template.body).not.toBe(body);
  });

  it('refuses what does not work, and whoever is no admin', async () => {
    expect(await change(admin, { body: 'a\n{{ b }}' })).toMatchObject({
      template: null,
      errors: [{ code: 'INVALID', message: 'Line 2: there is no variable "b" in this text.', field: ['body'] }],
    });
    expect(await change(agent, { body: 'x' })).toMatchObject({ template: null, errors: [{ code: 'FORBIDDEN' }] });
    expect(await change(customer, { body: 'x' })).toMatchObject({ template: null, errors: [{ code: 'NOT_FOUND' }] });
  });

  it('shows a mail before its text is kept', async () => {
    const query = `query($input: MailTemplateInput!) { previewMailTemplate(input: $input) {
      subject text html errors { code message field } } }`;
    const input = { departmentId, kind: 'FOOTER', language: 'en', body: '<Claims> {{ reply_message }}' };
    const { previewMailTemplate: shown } = await asked(admin, query, input);
    expect(shown).toMatchObject({ errors: [], subject: '[#1042] Roof claim' });
    expect(shown.text).toMatch(/Please send us two photos[^]*\n-- \n<Claims> Your reply reaches the team\.\n$/u);
    expect(shown.html).toContain('&lt;Claims&gt; Your reply');
    const { previewMailTemplate: wrong } = await asked(admin, query, { ...input, body: '{% if %}' });
    expect(wrong).toMatchObject({ subject: null, errors: [{ code: 'INVALID', field: ['body'] }] });
    const { previewMailTemplate: denied } = await asked(agent, query, input);
    expect(denied).toMatchObject({ text: null, errors: [{ code: 'FORBIDDEN' }] });
  });
});

describe('languages over GraphQL', () => {
  it('are set on people and departments, and seen', async () => {
    const { createPerson } = await asked(
      admin,
      'mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id language } errors { code } } }',
      { name: 'Hana', email: 'hana@example.com', role: 'END_USER', language: 'ja' },
    );
    expect(createPerson).toMatchObject({ person: { language: 'ja' }, errors: [] });
    const changePerson = async (language: string | null) =>
      asked(
        admin,
        'mutation($input: ChangePersonInput!) { changePerson(input: $input) { person { language } errors { code } } }',
        { personId: createPerson.person.id, language },
      );
    expect((await changePerson('cs')).changePerson.person).toEqual({ language: 'cs' });
    expect((await changePerson(null)).changePerson.person).toEqual({ language: null });
    const { changeDepartment } = await asked(
      admin,
      `mutation($input: ChangeDepartmentInput!) { changeDepartment(input: $input) {
        department { language } errors { code } } }`,
      { departmentId, language: 'cs' },
    );
    expect(changeDepartment).toMatchObject({ department: { language: 'cs' }, errors: [] });
    expect((await desk.ask(customer, '{ viewer { language } }')).data.viewer).toEqual({ language: null });
  });
});
