import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { v7 } from 'uuid';
import { vi } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

/** What stands between two desks: given a mail on its way, what it hands over, and to whom. */
export type Machine = (mail: Carried) => Handed[];
export type Carried = { from: string; to: string; raw: Buffer; mail: Email };
export type Handed = { from: string; to: string; raw: Buffer };

/** The domain that a desk of these has. */
const SIDES = ['a', 'b'] as const;
export type Side = (typeof SIDES)[number];

/**
 * Two whole desks whose mail all goes by one machine between them. It answers nobody before it has handed everything over:
 * so whatever is on its way stands in the database of one of them, and both are quiet when nothing more can happen.
 */
export async function twoDesks() {
  let machine: Machine = () => [];
  const carried: Record<Side, Carried[]> = { a: [], b: [] };
  const between = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      const to = envelope.rcptTo[0]?.address ?? '';
      stream.on('end', () => void carryAnd(done, { from, to, raw: Buffer.concat(chunks) }));
    },
  }).listen(0, '127.0.0.1');
  await once(between, 'listening');
  const url = `smtp://127.0.0.1:${(between.address() as AddressInfo).port}`;
  const desks = {
    a: await aDesk('a', url),
    b: await aDesk('b', url),
  };

  async function carryAnd(done: (error?: Error) => void, handed: Handed): Promise<void> {
    const [result] = await Promise.allSettled([carry(handed)]);
    done(result.status === 'rejected' ? result.reason : undefined);
  }
  async function carry({ from, to, raw }: Handed): Promise<void> {
    const mail = { from, to, raw, mail: await PostalMime.parse(raw) };
    carried[sideOf(from) ?? 'a'].push(mail);
    for (const handed of machine(mail)) {
      const side = sideOf(handed.to);
      if (side !== null) await desks[side].take(handed);
    }
  }

  return {
    a: desks.a,
    b: desks.b,
    /** Mails that each desk has sent since `between` was called. */
    carried,
    between(given: Machine) {
      machine = given;
      for (const side of SIDES) carried[side].length = 0;
    },
    /** When nothing is on its way any more, in neither of them. */
    quiet: () =>
      vi.waitFor(
        async () => {
          const before = carried.a.length + carried.b.length;
          for (const side of ['a', 'b', 'a'] as const)
            if (!(await isQuiet(desks[side].app))) throw new Error('Something is still on its way.');
          if (carried.a.length + carried.b.length !== before) throw new Error('Something was still on its way.');
        },
        { timeout: 30_000, interval: 30 },
      ),
    async close() {
      await Promise.all(SIDES.map((side) => desks[side].close()));
      await new Promise<void>((resolve) => between.close(() => resolve()));
    },
  };
}

function sideOf(address: string): Side | null {
  return SIDES.find((side) => address.endsWith(`@desk-${side}.example`)) ?? null;
}

async function aDesk(side: Side, smtpUrl: string) {
  const app: RunningDesk = await runningDesk({
    SMTP_URL: smtpUrl,
    PUBLIC_URL: `https://desk-${side}.example`,
    TRUSTED_RELAYS: '127.0.0.1=mx.test',
    VERIFY_SENDERS: '0',
  });
  const transport = createTransport({ host: '127.0.0.1', port: app.smtpPort ?? 0, ignoreTLS: true });
  return {
    app,
    /** Hands a mail to the desk's SMTP door. What it refuses is gone. */
    async take({ from, to, raw }: Handed): Promise<void> {
      await transport.sendMail({ envelope: { from, to }, raw }).catch(() => undefined);
    },
    /** A department with an address and an agent of its own. */
    async department(): Promise<{ id: string; address: string; agent: Viewer }> {
      const { id } = await aDepartment(app.desk, { slug: `help-${v7().slice(-10)}` });
      const address = `help-${v7().slice(-10)}@desk-${side}.example`;
      await app.desk.db.updateTable('address').set({ canonical: address }).where('department_id', '=', id).execute();
      return { id, address, agent: await aPerson(app.desk, { name: 'Ada', role: 'AGENT', departmentIds: [id] }) };
    },
    async close() {
      transport.close();
      await app.close();
    },
  };
}

async function isQuiet({ desk }: App): Promise<boolean> {
  const { rows } = await sql<{ quiet: boolean }>`select not (
    exists (select from inbound_message where status = 'RECEIVED')
    or exists (select from outbound_message where status = 'QUEUED')
    or exists (select from event e, event_consumer k
      where (e.epoch, e.xid, e.id) > (k.epoch, k.xid, k.last_id))) as quiet`.execute(desk.db);
  return rows[0]?.quiet ?? false;
}
