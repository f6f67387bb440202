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
    const { rows } = await sql<{ id: string; status: string; why: string | null; bound: boolean }>`
      select id, status, coalesce(suspended_by, decision ->> 'rule') as why,
        ticket_id is not null or status in ('SUSPENDED', 'REJECTED') or suspended_by = 'duplicate'
          or decision ->> 'rule' = 'delivery-report' as bound
      from inbound_message`.execute(inbound.desk.db);
    expect(rows.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
    expect(rows.filter(({ status }) => !['DONE', 'SUSPENDED', 'REJECTED'].includes(status))).toEqual([]);
    expect(rows.filter(({ why, bound }) => why === null || !bound)).toEqual([]);
  },
  180_000,
);
