import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboundDesk, type InboundDesk } from '../inbound/inbound-desk.ts';
import { aDepartment } from '../support/people.ts';
import { corpusFiles, whyLeftOut } from './corpus-files.ts';

let inbound: InboundDesk;
let support: string;
beforeAll(async () => {
  inbound = await inboundDesk();
  support = (await aDepartment(inbound.desk, { slug: 'claims' })).address;
});
afterAll(() => inbound.close());

/** What may become of a mail; anything else, or nothing, is a mail lost. */
const ENDS = {
  TICKET: 'a ticket',
  COMMENT: 'a comment',
  BOUNCE: 'a report about a mail of ours',
  AUTOMATIC: 'an automatic reply on its ticket',
  SUSPENDED: 'suspended',
  REJECTED: 'rejected',
  DUPLICATE: 'the same as one before',
} as const;

const endOf = sql`case
  when m.status in ('SUSPENDED', 'REJECTED') then m.status
  when m.status <> 'DONE' then null
  when m.suspended_by = 'duplicate' then 'DUPLICATE'
  when m.decision ->> 'rule' = 'delivery-report' then 'BOUNCE'
  when c.via = 'SYSTEM' then 'AUTOMATIC'
  when c.id = (select f.id from comment f where f.ticket_id = m.ticket_id order by f.id limit 1) then 'TICKET'
  when c.ticket_id = m.ticket_id then 'COMMENT' end`;

const files = (became: number) => `${corpusFiles.length} files, ${became} different deliveries, became:`;

async function allDecided(): Promise<void> {
  for (;;) {
    const ran = once(inbound.runs, 'ran');
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from inbound_message where status = 'RECEIVED'`.execute(inbound.desk.db);
    if (rows[0]?.waiting === 0) return;
    await ran;
  }
}

test.skipIf(corpusFiles.length === 0)(
  `every one of ${corpusFiles.length} real mails comes in and becomes something${whyLeftOut}`,
  async () => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: inbound.port,
      ignoreTLS: true,
      pool: true,
      maxConnections: 4,
    });
    const sent = await Promise.all(
      corpusFiles.map((file) =>
        transport.sendMail({ raw: readFileSync(file), envelope: { from: 'peer@example.net', to: support } }),
      ),
    );
    transport.close();
    await allDecided();

    const ids = new Set(sent.map(({ response }) => String(response).split(' ').at(-1)));
    const { rows } = await sql<{ id: string; ends: keyof typeof ENDS | null; why: string | null }>`
      select m.id, ${endOf} as ends, coalesce(m.suspended_by, m.decision ->> 'rule') as why
      from inbound_message m left join comment c on c.id = m.comment_id`.execute(inbound.desk.db);
    expect(rows.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
    expect(rows.filter(({ ends, why }) => ends === null || why === null)).toEqual([]);
    const counted = Object.entries(Object.groupBy(rows, ({ ends, why }) => `${ENDS[ends!]}, by ${why}`));
    const table = counted.map(([end, { length } = []]) => `${String(length).padStart(6)}  ${end}`).toSorted();
    process.stdout.write(`\n${files(rows.length)}\n${table.toReversed().join('\n')}\n\n`);
  },
  180_000,
);
