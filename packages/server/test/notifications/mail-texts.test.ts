import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePerson } from '../../src/features/people/index.ts';
import { changeDepartment } from '../../src/features/departments/index.ts';
import {
  checkMailTemplate,
  MAIL_KINDS,
  variablesOf,
  WORDS,
  type MailKind,
} from '../../src/features/mail-texts/index.ts';
import { placeNotificationsCursor } from '../../src/features/notifications/index.ts';
import { changeMailTemplate, resetMailTemplate } from '../../src/features/notifications/change-mail-template.ts';
import { changeTicket } from '../../src/features/tickets/index.ts';
import { LANGUAGES, type Language } from '../../src/platform/language.ts';
import { openSmtpOut, type SmtpOut } from '../../src/platform/mail/smtp-out/smtp-out.ts';
import { Refusal } from '../../src/platform/refusal.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aPerson } from '../support/people.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { mailPeer, type Received } from './mail-peer.ts';
import { aStory, consumeAll, deliverAll, mailed, note, reply } from './story.ts';

let peer: Awaited<ReturnType<typeof mailPeer>>;
let desk: TestDesk;
let smtp: SmtpOut;
let admin: Viewer;

beforeAll(async () => {
  peer = await mailPeer();
  desk = await testDesk({ SMTP_URL: peer.url, PUBLIC_URL: 'https://desk.example.com' });
  await placeNotificationsCursor(desk.db, desk.epoch);
  smtp = openSmtpOut(peer.url);
  admin = await aPerson(desk, { name: 'Alma', role: 'ADMIN' });
});
afterAll(async () => {
  smtp.close();
  await desk.close();
  await peer.close();
});
beforeEach(() => {
  peer.received.length = 0;
});

/** The one mail that each of these got since the last run. */
async function mailsOf<Name extends string>(people: Record<Name, Viewer>): Promise<Record<Name, Received>> {
  peer.received.length = 0;
  await consumeAll(desk);
  await deliverAll(desk, smtp);
  const entries = Object.entries<Viewer>(people).map(([name, { address }]) => {
    const found = peer.received.filter(({ to }) => to[0] === address);
    expect([name, found.length]).toEqual([name, 1]);
    return [name, found[0]!];
  });
  return Object.fromEntries(entries) as Record<Name, Received>;
}

const speaks = (person: Viewer, language: Language | null) =>
  changePerson(desk, 'COMMAND_LINE', { personId: person.id, language });

const own = (departmentId: string, kind: MailKind, language: Language, body: string, subject?: string) =>
  changeMailTemplate(desk, admin, { departmentId, kind, language, body, subject: subject ?? '{{ ticket.title }}' });

async function numberOf(ticketId: string): Promise<number> {
  const row = await desk.db.selectFrom('ticket').select('number').where('id', '=', ticketId).executeTakeFirstOrThrow();
  return row.number;
}

describe("a mail in its recipient's language", () => {
  it('says everything in Japanese, Czech or English, and arrives as it was written', async () => {
    const { rita, carl, fiona, ada, ticketId } = await aStory(desk);
    await Promise.all([speaks(rita, 'ja'), speaks(carl, 'cs'), speaks(fiona, 'ja')]);
    const first = await mailsOf({ rita, carl, fiona });
    expect(first.rita.mail.html).toContain('<html lang="ja">');
    expect(first.rita.mail.text).toContain('全員に返信すると、Carl 様、担当チームに届きます。');
    expect(first.rita.mail.text).toMatch(/^Ada（\d{4}\/\d{2}\/\d{2} \d{1,2}:\d{2} UTC）$/mu);
    expect(first.carl.mail.html).toContain('<html lang="cs">');
    expect(first.carl.mail.text).toContain('Odpověď všem dostanou: Rita a\u00A0náš tým.');
    expect(first.fiona.mail.text).toContain('をフォローしています。このメールに返信すると、リクエストに社内メモが追加');

    await note(desk, ada, ticketId, '書類を確認してください。');
    const { fiona: noted } = await mailsOf({ fiona });
    expect(noted.mail.text).toMatch(/^\*\*\* 社内メモ：チームのメンバーだけが読めます。 \*\*\*/u);
    expect(noted.mail.text).toContain('書類を確認してください。');

    await changeTicket(desk, ada, { ticketId, status: 'ON_HOLD' });
    const { fiona: changed } = await mailsOf({ fiona });
    expect(changed.mail.text).toContain('Adaさんがステータスを「新規」から「保留中」に変更しました。');
  });

  it('has its subject in Japanese, whole, in a header that is ASCII', async () => {
    const { rita, ticketId } = await aStory(desk);
    await mailsOf({ rita });
    await speaks(rita, 'ja');
    const told = { personId: rita.id, address: rita.address!, header: 'TO', as: 'REQUESTER', mail: 'ACKNOWLEDGEMENT' };
    const because = { rule: 'told-acknowledgement', because: 'They wrote to the desk.' };
    await mailed(desk, rita, ticketId, '屋根の件です', { told: [{ ...told, ...because } as never] });
    const { mail, raw } = (await mailsOf({ rita })).rita;
    expect(mail.subject).toBe(`[#${await numberOf(ticketId)}] お問い合わせを受け付けました`);
    expect(mail.text).toContain('誠にありがとうございます。');
    expect(mail.html).toContain('誠にありがとうございます。');
    const head = raw.subarray(0, raw.indexOf('\r\n\r\n'));
    expect(head.every((byte) => byte < 128)).toBe(true);
    expect(raw.toString('latin1').match(/charset=utf-8/giu)).toHaveLength(2);
  });

  it("is its department's where nobody knows theirs, and English before anybody says otherwise", async () => {
    const { rita, ada, ticketId, department } = await aStory(desk);
    expect((await mailsOf({ rita })).rita.mail.text).toContain('A reply to all reaches Carl and the team.');
    await changeDepartment(desk, admin, { departmentId: department.id, language: 'cs' });
    await reply(desk, ada, ticketId, 'Dobrý den');
    expect((await mailsOf({ rita })).rita.mail.text).toContain('Odpověď všem dostanou: Carl a\u00A0náš tým.');
    const audit = await desk.db.selectFrom('audit').selectAll().where('subject_id', '=', department.id).execute();
    expect(audit.map(({ old, new: now }) => [old, now])).toEqual([[{ language: 'en' }, { language: 'cs' }]]);
  });
});

describe("a department's own text", () => {
  it('is what its mails say, with variables, until it is taken back', async () => {
    const { rita, carl, fiona, ada, ticketId, department } = await aStory(desk);
    await mailsOf({ rita, carl, fiona });
    const body =
      'Dear {{ recipient.name }},\n\n{{ author.name }} wrote <{{ ticket.title }}>:\n\n{{ ticket.comments_formatted }}';
    await own(department.id, 'REPLY', 'en', body, 'Re: {{ ticket.title }}');
    await own(department.id, 'FOOTER', 'en', '{{ reply_message }}\n\nClaims Ltd, 1 High Street', '');
    await reply(desk, ada, ticketId, 'Here <b>it</b> is.');
    const { rita: first, fiona: hidden } = await mailsOf({ rita, carl, fiona });
    const number = await numberOf(ticketId);
    expect(first.mail.subject).toBe(`[#${number}] Re: Roof claim`);
    expect(first.mail.text).toMatch(
      /^Dear Rita,\n\nAda wrote <Roof claim>:\n\nAda, .* UTC\n\nHere <b>it<\/b> is\.\n\n/u,
    );
    expect(first.mail.text).toMatch(/\n-- \n.*the team.*\nClaims Ltd, 1 High Street\n/u);
    expect(first.mail.html).toContain('wrote &lt;Roof claim&gt;:');
    expect(first.mail.html).toContain('Here &lt;b&gt;it&lt;/b&gt; is.');
    expect(hidden.mail.text).not.toMatch(/Dear|High Street/u);

    await resetMailTemplate(desk, admin, { departmentId: department.id, kind: 'REPLY', language: 'en' });
    await reply(desk, ada, ticketId, 'Once more.');
    expect((await mailsOf({ rita })).rita.mail.text).not.toContain('Dear');
    const audit = await desk.db
      .selectFrom('audit')
      .select(['action', 'actor_id'])
      .where('subject_id', '=', department.id)
      .orderBy('id')
      .execute();
    expect(audit.map(({ action, actor_id: actor }) => [action, actor])).toEqual([
      ['mail_template.changed', admin.id],
      ['mail_template.changed', admin.id],
      ['mail_template.reset', admin.id],
    ]);
  });

  it('for followers comes from the policy in every language; a text for one language goes before it', async () => {
    const { fiona, ada, ticketId, department } = await aStory(desk);
    await mailsOf({ fiona });
    const departmentId = department.id;
    await changeDepartment(desk, admin, {
      departmentId,
      policy: {
        followers: {
          mailSubject: 'For followers: {{ticket.title}}',
          mailBody:
            '{{ticket.account}} {{ticket.id}}: {{ticket.follower_reply_type_message}}\n\n{{ticket.comments_formatted}}',
        },
      },
    });
    await speaks(fiona, 'cs');
    await reply(desk, ada, ticketId, 'Two photos, please.');
    const { mail } = (await mailsOf({ fiona })).fiona;
    const number = await numberOf(ticketId);
    expect(mail.subject).toBe(`[#${number}] For followers: Roof claim`);
    expect(mail.text).toContain(
      `${department.slug} ${number}: Odpovědí na tento e-mail přidáte k požadavku interní poznámku.`,
    );
    expect(mail.text).toContain('Two photos, please.');
    await own(departmentId, 'FOLLOWER', 'cs', 'Jen pro vás: {{ ticket.latest_comment }}');
    await reply(desk, ada, ticketId, 'Three, in fact.');
    expect((await mailsOf({ fiona })).fiona.mail.text).toContain('Jen pro vás: Three, in fact.');
    const wrong = { followers: { mailBody: 'Hello\n{{ ticket.secret }}' } };
    await expect(changeDepartment(desk, admin, { departmentId, policy: wrong })).rejects.toMatchObject({
      errors: [
        {
          code: 'INVALID',
          message: 'Line 2: there is no variable "ticket.secret" in this text.',
          field: ['policy', 'followers', 'mailBody'],
        },
      ],
    });
  });

  it('that fails when a mail is written gives way to the built-in one: no mail is lost', async () => {
    const { rita, ada, ticketId, department } = await aStory(desk);
    await mailsOf({ rita });
    const broken = { REPLY: { en: { subject: '{{ nothing }}', body: 'Half {{ ticket.title }} {% if %}' } } };
    await desk.db
      .updateTable('department')
      .set({ mail_templates: JSON.stringify(broken) } as never)
      .where('id', '=', department.id)
      .execute();
    await reply(desk, ada, ticketId, 'It still arrives.');
    const { mail } = (await mailsOf({ rita })).rita;
    expect(mail.subject).toBe(`[#${await numberOf(ticketId)}] Roof claim`);
    expect(mail.text).toMatch(/^Ada, /u);
    expect(mail.text).toContain('It still arrives.');
  });

  it('may dump all it knows, and gives nothing away that its reader may not know', async () => {
    const canary = 'canary-9d1c-internal';
    const { rita, carl, fiona, ada, ticketId, department } = await aStory(desk);
    const kim = await aPerson(desk, { name: 'Kim' });
    for (const kind of MAIL_KINDS) {
      const roots = new Set(variablesOf(kind).map(({ name }) => name.split('.')[0]!));
      const dump = [...roots].map((root) => `${root}={{ ${root} | json }}`).join('\n');
      for (const language of LANGUAGES)
        await own(department.id, kind, language, dump, kind.endsWith('FOOTER') ? '' : 'x');
    }
    await note(desk, ada, ticketId, canary);
    await note(desk, fiona, ticketId, canary);
    await reply(desk, fiona, ticketId, 'For all of you.');
    await reply(desk, ada, ticketId, 'Kim joins.', { ccs: [{ id: kim.id }] });
    peer.received.length = 0;
    await consumeAll(desk);
    await deliverAll(desk, smtp);
    const customers = peer.received.filter(({ to }) => [rita, carl, kim].some(({ address }) => to[0] === address));
    expect(customers.length).toBeGreaterThanOrEqual(6);
    const all = customers.map(({ raw, mail }) => `${raw.toString()}${JSON.stringify(mail)}`).join('\n');
    expect(all).toContain('recipient={');
    expect(all).not.toMatch(/canary-9d1c|fiona|follower|assignee/iu);
    const toFiona = peer.received.filter(({ to }) => to[0] === fiona.address);
    expect(toFiona.map(({ mail }) => mail.text).join('\n')).toContain(canary);
  });
});

describe('a text is refused', () => {
  const refusalOf = async (change: Promise<unknown>) => {
    const refused = await change.catch((error: unknown) => error);
    return refused instanceof Refusal ? refused.errors[0] : refused;
  };

  it.each([
    ['Hello\n{{ ticket.title', 'Line 2: "{{ ticket.title" is not closed.'],
    ['{% if ticket.title %}Hello', 'Line 1: "{% if ticket.title %}" is not closed.'],
    ['a\nb\n{{ ticket.nope }}', 'Line 3: there is no variable "ticket.nope" in this text.'],
    ['{{ ticket.followers }}', 'Line 1: there is no variable "ticket.followers" in this text.'],
    ['{{ ticket.title | shout }}', 'Line 1: there is no filter "shout".'],
    ["{% include 'x' %}", 'Line 1: there is no tag "include".'],
    ["{% render '/etc/passwd' %}", 'Line 1: there is no tag "render".'],
    ['{% for a in (1..90000000) %}x{% endfor %}', 'Line 1: it takes too long: repeat less.'],
    ['{{ ticket }}', 'Line 1: a value with parts cannot be put out as text: name one of its parts.'],
    ['{{ ticket.title.constructor }}', 'Line 1: there is no variable "ticket.title.constructor" in this text.'],
    [' ', 'It must be a text of 1 to 20000 characters.'],
  ])('%j', async (body, message) => {
    const { department } = await aStory(desk);
    expect(await refusalOf(own(department.id, 'REPLY', 'en', body))).toEqual({
      code: 'INVALID',
      message,
      field: ['body'],
    });
    const row = await desk.db.selectFrom('department').selectAll().where('id', '=', department.id).executeTakeFirst();
    expect(row?.mail_templates).toEqual({});
  });

  it('in its subject, in a footer that has one, and where it repeats what an unproven sender wrote', async () => {
    const { department } = await aStory(desk);
    expect(await refusalOf(own(department.id, 'REPLY', 'en', 'x', '{{ nope }}'))).toMatchObject({ field: ['subject'] });
    expect(await refusalOf(own(department.id, 'FOOTER', 'en', 'x', 'y'))).toMatchObject({ field: ['subject'] });
    expect(await refusalOf(own(department.id, 'ACKNOWLEDGEMENT', 'en', '{{ ticket.title }}', 'x'))).toMatchObject({
      message: 'Line 1: there is no variable "ticket.title" in this text.',
    });
  });

  it('of whoever is no admin', async () => {
    const { department, ada, rita } = await aStory(desk);
    const given = { departmentId: department.id, kind: 'REPLY', language: 'en', body: 'x', subject: 'y' } as const;
    expect(await refusalOf(changeMailTemplate(desk, ada, given))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusalOf(changeMailTemplate(desk, rita, given))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusalOf(resetMailTemplate(desk, ada, given))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the built-in texts', () => {
  it.each(LANGUAGES.flatMap((language) => MAIL_KINDS.map((kind) => [language, kind] as const)))(
    'in %s for %s are ones an admin could have written',
    async (language, kind) => {
      expect(await checkMailTemplate(kind, language, WORDS[language].texts[kind])).toBeNull();
    },
  );
});
