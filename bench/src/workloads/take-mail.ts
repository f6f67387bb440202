import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { startChild } from '../child.ts';
import { figuresOf, runClosedLoop, type Client, type Round } from '../measure.ts';
import { rowOf, type Row } from '../report.ts';
import { SmtpClient } from '../smtp-client.ts';
import { commentText, mailsWritten } from './post-comment.ts';

/**
 * W5: mail of many senders, each new to the desk, from the first byte over SMTP until all of a round are comments of their
 * own tickets. Latencies are those of the senders: until they are told 250.
 */
export async function measureMail(bench: Bench): Promise<Row[]> {
  const server = startChild('./limits/smtp-process.ts', []);
  const limitPort = await server.receive<number>('port');
  const rows: Row[] = [];
  for (const clients of bench.plan.clients) rows.push(await measure(bench, limitPort, clients));
  await server.stop();
  return rows;
}

async function measure(bench: Bench, limitPort: number, clients: number): Promise<Row> {
  const mine = await openSenders(bench, bench.desk.smtpPort, clients);
  const limit = await openSenders(bench, limitPort, clients);
  const spent = { mails: 0, statements: 0, server: 0, postgres: 0 as number | null };
  const [desk, raw]: [Round[], Round[]] = [[], []];
  const { rounds, roundMs } = bench.plan;
  await deskRound(bench, mine, roundMs / 2);
  await runClosedLoop(limit, roundMs / 4);
  for (let round = 0; round < rounds; round += 1) {
    const [before, postgresBefore] = [await bench.desk.usage(), bench.cluster.cpu()];
    const one = await deskRound(bench, mine, roundMs);
    const [after, postgresAfter] = [await bench.desk.usage(), bench.cluster.cpu()];
    desk.push(one);
    spent.mails += one.done;
    spent.statements += after.background - before.background;
    spent.server += after.cpu - before.cpu;
    if (postgresBefore === null || postgresAfter === null || spent.postgres === null) spent.postgres = null;
    else spent.postgres += postgresAfter - postgresBefore;
    raw.push(await runClosedLoop(limit, roundMs));
  }
  for (const client of [...mine, ...limit]) await client.close();
  return rowOf({
    workload: 'W5 take mail in',
    unit: 'mails',
    clients,
    desk: figuresOf(desk),
    limit: { ...figuresOf(raw), name: 'smtp-server that writes each mail to a file, on the disk before its 250' },
    statements: spent.statements / spent.mails,
    cpu: { server: spent.server / spent.mails, postgres: spent.postgres && spent.postgres / spent.mails },
  });
}

/** The round ends when the last of its mails has been decided and applied. Their own mails come after it, and do not count. */
async function deskRound(bench: Bench, senders: readonly Client[], ms: number): Promise<Round> {
  const last = await lastMail(bench);
  const startedAt = performance.now();
  const round = await runClosedLoop(senders, ms);
  for (let comments = 0; comments < round.done; comments = await commentsSince(bench, last)) {
    if (performance.now() - startedAt > 20 * ms + 60_000) {
      throw new Error(`Of ${round.done} mails ${comments} became comments.`);
    }
    // Not more often: what it asks is PostgreSQL's work as well.
    await delay(30);
  }
  const took = performance.now() - startedAt;
  await mailsWritten(bench);
  return { ...round, ms: took };
}

async function lastMail({ sql }: Bench): Promise<string> {
  const { rows } = await sql.query<{ id: string }>('select id from inbound_message order by id desc limit 1');
  return rows[0]?.id ?? '00000000-0000-0000-0000-000000000000';
}

async function commentsSince({ sql }: Bench, last: string): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*)::int as count from inbound_message where id > $1 and comment_id is not null`,
    [last],
  );
  return rows[0]?.count ?? 0;
}

let senders = 0;

async function openSenders({ desk }: Bench, port: number, clients: number): Promise<Client[]> {
  return Promise.all(
    Array.from({ length: clients }, async () => {
      const smtp = await SmtpClient.open(port);
      return {
        async once() {
          senders += 1;
          const from = `sender-${senders}@customers.example`;
          await smtp.send(from, desk.supportAddress, mailOf(from, desk.supportAddress, senders));
        },
        close: () => smtp.close(),
      };
    }),
  );
}

/** A plain mail as a program writes it: both kinds of text, and some lines of transport. */
function mailOf(from: string, to: string, number: number): string {
  const boundary = `=-bench-${number}`;
  const part = (type: string, text: string) =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${text}\r\n`;
  const lines = commentText.replaceAll(/(.{60,75}) /gu, '$1\r\n');
  return [
    `Received: from mail.customers.example (192.0.2.${number % 250}) by mx.example.net with ESMTPS id ${number}`,
    `From: Customer ${number} <${from}>`,
    `To: Support <${to}>`,
    `Subject: Where is order ${100_000 + number}?`,
    `Message-ID: <bench-${number}-${process.pid}@customers.example>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    `${part('text/plain', lines)}${part('text/html', `<p>${lines}</p>`)}--${boundary}--`,
    '',
  ].join('\r\n');
}
