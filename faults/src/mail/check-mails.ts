import type pg from 'pg';
import type { Promised } from '../report.ts';
import type { MailSink } from './mail-sink.ts';
import { NUMBER, type Kind, type Mail } from './mails.ts';

/** At once, and before the desk has worked through them: of those that were acknowledged, which are there? */
export async function checkStored(sql: pg.Client, acknowledged: ReadonlySet<number>): Promise<Promised> {
  const { rows } = await sql.query<{ number: number }>(
    `select distinct substring(convert_from(b.content, 'UTF8') from '${NUMBER}')::int as number
      from inbound_message m join blob b on b.sha256 = m.raw_sha256`,
  );
  const stored = new Set(rows.map(({ number }) => number));
  const lost = [...acknowledged].filter((number) => !stored.has(number));
  return {
    promise: 'a mail that was acknowledged is in the database',
    checked: acknowledged.size,
    broken: lost.map((number) => `mail ${number} was acknowledged and is not there`),
  };
}

/** What was made of one mail: its comments with their visibility, tickets opened, warnings, and mails written about it. */
type Made = { number: number; comments: string[]; tickets: number; warnings: string[]; mails: string[] };

const made = `
  with numbered as (
    select substring(body_text from '${NUMBER}')::int as number, c.* from comment c where body_text ~ '${NUMBER}')
  select c.number, array_agg(c.visibility order by c.id) as comments,
    sum((select count(*) from comment f where f.ticket_id = c.ticket_id
      and f.id = c.id and not exists (select from comment e where e.ticket_id = c.ticket_id and e.id < c.id)))::int as tickets,
    array(select w.kind from warning w where w.comment_id = any(array_agg(c.id)) order by 1) as warnings,
    array(select concat_ws(' ', o.told ->> 'mail', p.role) from outbound_message o join person p on p.id = o.person_id
      where o.comment_id = any(array_agg(c.id)) order by 1) as mails
  from numbered c group by c.number`;

const wordsOf = ({ comments, tickets, warnings, mails }: Omit<Made, 'number'>) =>
  `${comments.length} comments (${comments.join(', ')}), ${tickets} tickets, ` +
  `${warnings.length} warnings (${warnings.join(', ')}), ${mails.length} mails (${mails.join(', ')})`;

/** What each of the mails, by its place, was given to answer to; its author is the requester of the ticket that it opened. */
export async function readReplyAddresses(sql: pg.Client, opening: readonly Mail[]): Promise<string[]> {
  const { rows } = await sql.query<{ address: string; replyTo: string }>(
    `select address, headers -> 'replyTo' ->> 'address' as "replyTo" from outbound_message order by id`,
  );
  const given = new Map(rows.map(({ address, replyTo }) => [address, replyTo]));
  return opening.map(({ from }) => given.get(from) ?? '');
}

/** What the calm mails became, by kind: so each later mail of the kind has to become, exactly. */
export async function readNormal(sql: pg.Client, samples: readonly Mail[]): Promise<Record<Kind, string>> {
  const { rows } = await sql.query<Made>(made);
  const words = (kind: Kind) => {
    const { number } = samples.find((mail) => mail.kind === kind)!;
    const found = rows.find((row) => row.number === number);
    if (!found || found.comments.length !== 1) throw new Error(`Undisturbed, mail ${number} became no comment.`);
    return found;
  };
  const [opens, answers, thirdParty] = [words('OPENS'), words('ANSWERS'), words('THIRD_PARTY')];
  if (
    opens.tickets !== 1 ||
    opens.mails.length === 0 ||
    answers.mails.length === 0 ||
    thirdParty.warnings.length !== 1
  ) {
    throw new Error(`Undisturbed, the mails became: ${[opens, answers, thirdParty].map(wordsOf).join('; ')}`);
  }
  return { OPENS: wordsOf(opens), ANSWERS: wordsOf(answers), THIRD_PARTY: wordsOf(thirdParty) };
}

/** What was made by others than mails. */
export type Beside = { comments: number; tickets: number };

/** After all is worked through: each mail was made into what its kind becomes undisturbed, and nothing else is there. */
export async function checkMade(
  sql: pg.Client,
  mails: readonly Mail[],
  normal: Readonly<Record<Kind, string>>,
  beside: Beside,
): Promise<Promised[]> {
  const { rows } = await sql.query<Made>(made);
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const broken = mails.flatMap(({ number, kind }) => {
    const found = byNumber.get(number);
    const words = found ? wordsOf(found) : 'nothing';
    return words === normal[kind] ? [] : [`mail ${number} (${kind}) became ${words}; due: ${normal[kind]}`];
  });
  const totals = await sql.query<{ comments: number; tickets: number; waiting: number; gaps: number }>(
    `select (select count(*) from comment)::int as comments, (select count(*) from ticket)::int as tickets,
      (select count(*) from inbound_message where status <> 'DONE')::int as waiting,
      (select count(*) from (select from event where ticket_id is not null group by ticket_id
        having count(*) <> max(seq) or min(seq) <> 1) gap)::int as gaps`,
  );
  const { comments, tickets, waiting, gaps } = totals.rows[0]!;
  const opened = mails.filter(({ kind }) => kind === 'OPENS').length;
  const differs = (what: string, is: number, due: number) => (is === due ? [] : [`${is} ${what}, due: ${due}`]);
  return [
    {
      promise: 'an acknowledged mail is one comment, with its warnings and mails, exactly once',
      checked: mails.length,
      broken,
    },
    {
      promise: 'nothing else was made, and nothing waits',
      checked: comments + tickets,
      broken: [
        ...differs('comments', comments, mails.length + beside.comments),
        ...differs('tickets', tickets, opened + beside.tickets),
        ...differs('mails that are not done', waiting, 0),
        ...differs('tickets whose log has gaps', gaps, 0),
      ],
    },
  ];
}

/** Each mail of the desk has arrived; again only where a kill left it unnoted, and then under the same Message-ID. */
export async function checkArrived(sql: pg.Client, sink: MailSink, kills: number): Promise<Promised[]> {
  const { rows } = await sql.query<{ messageId: string; address: string; status: string }>(
    `select message_id as "messageId", address, status from outbound_message`,
  );
  const keyOf = ({ messageId, to }: { messageId: string; to: string }) => `${messageId} to ${to}`;
  const due = new Set(rows.map(({ messageId, address }) => keyOf({ messageId, to: address })));
  const arrived = new Set(sink.arrived.map(keyOf));
  const again = sink.arrived.length - arrived.size;
  return [
    {
      promise: 'each mail that the desk wrote has arrived',
      checked: rows.length,
      broken: [
        ...rows.flatMap(({ status, messageId }) => (status === 'SENT' ? [] : [`${messageId} is ${status}`])),
        ...[...due].filter((key) => !arrived.has(key)).map((key) => `${key} did not arrive`),
      ],
    },
    {
      promise: 'a mail that was sent again has the same Message-ID',
      checked: sink.arrived.length,
      broken: [...arrived].filter((key) => !due.has(key)).map((key) => `${key} arrived, and is none of the desk's`),
    },
    {
      // Five deliveries at once, each of which may be between the peer's 250 and its note.
      promise: 'no more are sent again than were on their way when something died',
      checked: again,
      broken: again <= 5 * kills ? [] : [`${again} were sent again; something died ${kills} times`],
    },
  ];
}
