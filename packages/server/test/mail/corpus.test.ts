import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whereCorpusIs } from '../../mail-score/corpus.ts';
import { inboundDesk, type InboundDesk } from '../inbound/inbound-desk.ts';
import { aDepartment } from '../support/people.ts';

/** Real mails of public projects, and what their authors expected of them: whatever it is, a mail server may hand it in. */
const files = existsSync(whereCorpusIs)
  ? globSync('*+*/**/*', { cwd: whereCorpusIs, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !/\.xml$|LICENSE|NOTICE|\.(?:rb|py|t)$/u.test(file))
      .toSorted()
  : [];

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

test.skipIf(files.length === 0)(
  files.length > 0
    ? `every one of ${files.length} real mails comes in and becomes something`
    : `real mails come in (left out: there are none at ${whereCorpusIs}; MAIL_CORPUS names another folder)`,
  async () => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: inbound.port,
      ignoreTLS: true,
      pool: true,
      maxConnections: 4,
    });
    const sent = await Promise.all(
      files.map((file) =>
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
