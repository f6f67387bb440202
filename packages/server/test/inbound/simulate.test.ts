import { readFileSync } from 'node:fs';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type Mail from 'nodemailer/lib/mailer/index.js';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulateMessage, type Simulation } from '../../src/features/inbound/index.ts';
import { corpusFiles, whyLeftOut } from '../mail/corpus-files.ts';
import { scenarioDesk, type ScenarioDesk } from '../scenarios/scenario-desk.ts';
import type { Setting } from '../scenarios/cast.ts';
import { startSide } from '../scenarios/side.ts';
import { stageOf } from '../scenarios/stage.ts';

/** Each mail that is handed over is simulated before: what was said then, by the id of what came in. */
const said = new Map<string, Simulation>();

let desk: ScenarioDesk;
beforeAll(async () => {
  const real = await scenarioDesk();
  desk = {
    ...real,
    async hand(mail: Mail.Options) {
      const composer = new MailComposer({ messageId: `<${v7()}@example.com>`, ...mail }).compile();
      const raw = mail.raw instanceof Buffer ? mail.raw : await composer.build();
      const { from, to } = mail.raw ? (mail.envelope as { from: string; to: string[] }) : composer.getEnvelope();
      const envelope = { from: from || '', to, remoteAddress: '127.0.0.1' };
      await real.settled();
      // Of mails of the world the decision is what is new, not that nothing is written.
      const before = mail.raw ? null : await everything();
      const simulation = await simulateMessage(real.desk, { raw, envelope });
      if (before) expect(await everything()).toEqual(before);
      const id = await real.hand({ raw, envelope: { from: from || '', to } });
      said.set(id, simulation!);
      return id;
    },
  };
});
afterAll(() => desk.close());

let tables: { name: string }[] | null = null;

/** A hash of every table of the desk: all its rows, and every column. */
async function everything(): Promise<{ name: string; hash: string }[]> {
  const { db } = desk.desk;
  tables ??= (
    await sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('public', 'auth', 'search') order by 1`.execute(db)
  ).rows;
  const hashes = tables.map(
    ({ name }) => sql`select ${name} as name,
      count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by t::text)), '') as hash from ${sql.raw(name)} t`,
  );
  return (await sql<{ name: string; hash: string }>`${sql.join(hashes, sql` union all `)} order by name`.execute(db))
    .rows;
}

type Happened = Pick<Simulation, 'decision' | 'confidence' | 'visibility' | 'warnings' | 'notCopied'> & {
  effect: string;
  told: string[];
  ccsAdded: string[];
};

/** What a mail did, read from the rows that it wrote. */
async function happened(id: string): Promise<Happened> {
  const { rows } = await sql<Happened>`
    select m.decision, m.confidence,
      case when m.status = 'SUSPENDED' then 'SUSPEND' when m.status = 'REJECTED' then 'REJECT'
        when s.id is not null then 'SIDE_MESSAGE' when c.id is null then 'DELIVERY_STATE'
        when c.via = 'SYSTEM' then 'SYSTEM_ENTRY'
        when c.id = (select f.id from comment f where f.ticket_id = c.ticket_id order by f.id limit 1) then 'TICKET'
        else 'COMMENT' end as effect,
      c.visibility,
      coalesce((select jsonb_agg(w.message order by w.id) from warning w where w.comment_id = c.id), '[]') as warnings,
      coalesce(c.not_copied, '[]') as "notCopied",
      coalesce((select jsonb_agg(concat_ws(' ', t ->> 'address', t ->> 'header', t ->> 'rule', t ->> 'because'))
        from jsonb_array_elements(coalesce(c.told, s.told)) t), '[]') as told,
      coalesce((select jsonb_agg(a.canonical) from cc join address a on a.person_id = cc.person_id
        where cc.ticket_id = c.ticket_id and cc.cause ->> 'inboundMessageId' = m.id::text), '[]') as "ccsAdded"
    from inbound_message m left join comment c on c.id = m.comment_id
      left join side_message s on s.inbound_message_id = m.id
    where m.id = ${id}`.execute(desk.desk.db);
  return rows[0]!;
}

async function expectAsSimulated(id: string): Promise<Happened> {
  const simulated = said.get(id)!;
  const real = await happened(id);
  const { decision, confidence, effect, warnings, notCopied, ccsAdded, visibility } = simulated;
  const isComment = ['COMMENT', 'TICKET', 'SYSTEM_ENTRY'].includes(effect);
  expect({ ...real, ccsAdded: real.ccsAdded.toSorted(), told: real.told.toSorted() }).toEqual({
    decision,
    confidence: real.confidence === null ? null : confidence,
    effect,
    visibility: isComment ? visibility : null,
    warnings: isComment ? warnings : [],
    notCopied: isComment ? notCopied : [],
    ccsAdded: ccsAdded.toSorted(),
    told: simulated.recipients
      .map(({ address, header, rule, because }) => `${address} ${header} ${rule} ${because}`)
      .toSorted(),
  });
  return real;
}

/** Everything that was handed over since is as it was simulated; returns what became of each, in their order. */
async function asSimulated(): Promise<string[]> {
  const ids = [...said.keys()];
  const done: string[] = [];
  for (const id of ids) {
    const { effect, decision } = await expectAsSimulated(id);
    done.push(`${effect} ${decision.rule}`);
  }
  said.clear();
  return done;
}

const stage = (setting?: Setting) => stageOf(desk, 'ZENDESK', setting);

test('mails to a ticket do what was simulated', async () => {
  const t = await stage({ followers: ['F'] });
  await t.replyAll('R', 'It still leaks.', { cc: ['ann'] });
  await t.reply('C1', 'Just for you.');
  await t.replyAll('X', 'I was passed this.', { holding: 'R' });
  await t.replyAll('G', 'We are coming.', { cc: ['bob'] });
  await t.reply('G', '#note\nA hard one.');
  await t.reply('F', 'Careful.');
  await t.replyAll('A', 'I can help.', { holding: 'G' });
  await t.replyAll('R', 'Forged.', { sender: 'UNPROVEN' });
  await t.replyAll('R', 'Add me.', { sender: 'LIKELY', cc: ['eve'] });
  await t.replyAll('R', 'For the agent.', { replyTo: 'G' });
  await t.reply('R', 'I am away.', { headers: { 'Auto-Submitted': 'auto-replied' } });
  expect(await asSimulated()).toEqual([
    'COMMENT customer',
    'COMMENT cc-without-requester',
    'COMMENT outsider-identified',
    'COMMENT otherwise',
    'COMMENT note-command',
    'COMMENT follower',
    'COMMENT otherwise',
    'COMMENT sender-unproven',
    'COMMENT customer',
    'COMMENT sender-unproven',
    'SYSTEM_ENTRY automatic-reply',
  ]);
}, 60_000);

test('mails that open a ticket, or may not, do what was simulated', async () => {
  const t = await stage();
  await t.send('R', 'Hail.', { cc: ['ann', 'C2'] });
  await t.send('nobody', 'I am new.', { sender: 'LIKELY' });
  await t.send('nobody', 'I am forged.', { sender: 'UNPROVEN' });
  await t.send('A', 'Please look.', { subject: 'Fwd: Help', headers: { 'Auto-Submitted': 'auto-generated' } });
  await t.send('A', `---------- Forwarded message ---------\nFrom: Nora <nora@example.net>\nSubject: Help\n\nMy car.`, {
    subject: 'Fwd: Help',
  });
  const forged = `From: ${t.address('R')}\r\nFrom: ${t.address('G')}\r\nTo: ${t.address('SUP')}\r\n\r\nhi`;
  const { messageId } = t.held('R').mail;
  const bounce = `From: MAILER-DAEMON@mx.test\r\nTo: ${t.address('SUP')}\r\nSubject: Undelivered Mail Returned to Sender
MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n
--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n--b\r\nContent-Type: message/delivery-status\r\n
Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; ${t.address('R')}\r\nAction: failed\r\nStatus: 5.1.1\r\n
--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${messageId}\r\n\r\nhi\r\n--b--`;
  for (const raw of [forged, bounce]) {
    await desk.hand({ raw: Buffer.from(raw), envelope: { from: t.address('R'), to: [t.address('SUP')] } });
    await desk.settled();
  }
  expect(await asSimulated()).toEqual([
    'TICKET customer',
    'TICKET customer',
    'SUSPEND sender-unproven',
    'SUSPEND automatic-reply',
    'TICKET customer',
    'SUSPEND malformed',
    'DELIVERY_STATE delivery-report',
  ]);
});

test('mails to a side conversation do what was simulated', async () => {
  const t = await stage();
  await startSide(t, 'G', { to: ['X'], cc: ['ann'], bcc: ['bob'] });
  await desk.settled();
  await t.replyAll('X', 'Here you are.');
  await t.replyAll('bob', 'Not seen.');
  await t.reply('stranger', 'I was passed this.', { holding: 'X' });
  expect(await asSimulated()).toEqual([
    'SIDE_MESSAGE side-reply',
    'SIDE_MESSAGE side-reply-all',
    'SIDE_MESSAGE side-stranger',
  ]);
});

test.skipIf(corpusFiles.length === 0)(
  `mails of the world do what was simulated${whyLeftOut}`,
  async () => {
    const t = await stage();
    const every = Math.ceil(corpusFiles.length / 40);
    for (const file of corpusFiles.filter((_, place) => place % every === 0)) {
      await desk.hand({
        raw: readFileSync(file),
        envelope: { from: 'peer@example.net', to: [t.address('SUP')] },
      });
      await desk.settled();
    }
    const done = await asSimulated();
    expect(done.length).toBeGreaterThanOrEqual(40 - 3);
    expect(new Set(done).size).toBeGreaterThan(2);
  },
  60_000,
);
