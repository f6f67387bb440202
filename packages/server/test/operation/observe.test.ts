import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import type pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { asOperation } from '../../src/platform/observe/operation.ts';
import { startTracing } from '../../src/platform/observe/tracing.ts';
import { watchedClient } from '../../src/platform/observe/watched-client.ts';
import { aTicketScene } from '../support/a-ticket.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

type Span = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: unknown }[];
};

let desk: RunningDesk;
let collector: Server;
const spans: Span[] = [];

beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = JSON.parse(Buffer.concat(chunks).toString()) as {
        resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
      };
      if (request.url === '/v1/traces')
        spans.push(...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  desk = await runningDesk({ ROLES: 'web' });
});
afterAll(async () => {
  await desk.close();
  collector.close();
});

it('logs a slow query with what it was for, and no other', async () => {
  const lines: { msg: string; ms: number; operation: string | null; sql: string }[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const client = new (watchedClient(log, 40) as typeof pg.Client)(desk.databaseUrl);
  await client.connect();
  await asOperation('job inbound.process', () => client.query('select pg_sleep($1::float8)', [0.05]));
  await client.query('select 1');
  await client.query('select pg_sleep(0.05)');
  await client.end();
  await vi.waitUntil(() => lines.length > 1);
  expect(lines.map(({ operation, sql }) => [operation, sql])).toEqual([
    ['job inbound.process', 'select pg_sleep($1::float8)'],
    [null, 'select pg_sleep(0.05)'],
  ]);
  expect(lines[0]!.ms).toBeGreaterThanOrEqual(40);
});

it('names the GraphQL operation of a slow query on a running desk', async () => {
  const slow = await runningDesk({ ROLES: 'web', SLOW_QUERY_MS: '1' });
  try {
    const { ada } = await aTicketScene(slow.desk);
    await slow.tokenOf(ada);
    const lines: { operation: string | null; sql: string; ms: number }[] = [];
    slow.desk.log.warn = (line: unknown) => void lines.push(line as never);
    // Each row asks for a millisecond or more of the database.
    await sql`create function pause() returns trigger language plpgsql as $$ begin perform pg_sleep(0.02); return new; end $$`.execute(
      slow.desk.db,
    );
    await sql`create trigger pause before insert on ticket for each row execute function pause()`.execute(slow.desk.db);
    await slow.ask(
      ada,
      `mutation OpenSlowly($id: ID!) {
        createTicket(input: { departmentId: $id, subject: "Roof", body: "It leaks" }) { errors { code } } }`,
      { id: globalId('Department', ada.departmentIds[0]!) },
    );
    const named = lines.filter(({ operation }) => operation === 'mutation OpenSlowly');
    expect(named.some(({ ms, sql: text }) => ms >= 20 && text.includes('ticket'))).toBe(true);
  } finally {
    await slow.close();
  }
});

it('traces a request with its statements, under its own name, and says nothing of what people wrote', async () => {
  const { ada, department } = await aTicketScene(desk.desk);
  await desk.tokenOf(ada);
  const tracing = startTracing(`http://127.0.0.1:${(collector.address() as AddressInfo).port}/`);
  await desk.ask(ada, 'query Mine($search: String) { people(search: $search) { edges { node { name } } } }', {
    search: 'CANARY-3c1',
  });
  await desk.ask(ada, '{ departments { id } }');
  await expect(asOperation('job that fails', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await tracing.stop();
  const named = (name: string) => spans.find((span) => span.name === name);
  const mine = named('query Mine')!;
  expect(named('query departments')).toBeDefined();
  expect(named('job that fails')).toMatchObject({ status: { code: 2 } });
  const statements = spans.filter(({ traceId, name }) => traceId === mine.traceId && name.startsWith('SQL'));
  expect(statements.length).toBeGreaterThan(0);
  for (const { parentSpanId } of statements) expect(parentSpanId).toBe(mine.spanId);
  expect(JSON.stringify(statements)).toContain('search.question');
  expect(JSON.stringify(spans)).not.toContain('CANARY-3c1');
  expect(JSON.stringify(spans)).not.toContain(department.address);
});
