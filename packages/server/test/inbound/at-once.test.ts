import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mailProcessor, receiveRawMails } from '../../src/features/inbound/index.ts';
import { together, togetherOrAlone } from '../../src/platform/together.ts';
import { aDepartment } from '../support/people.ts';
import { statementsOf } from '../support/statements.ts';
import { inboundDesk, type InboundDesk } from './inbound-desk.ts';
import { aMailedTicket, fresh } from './inbound-scene.ts';

const PROOF = 'Authentication-Results: mx.test; dmarc=pass (p=reject) header.from=example.com\r\n';

let inbound: InboundDesk;
let to: string;
beforeAll(async () => {
  inbound = await inboundDesk();
  to = (await aDepartment(inbound.desk, { slug: 'at-once' })).address;
});
afterAll(() => inbound.close());

/** The jobs of all of them, at the same time. */
async function processAll(ids: readonly string[]): Promise<void> {
  const process = mailProcessor(inbound.desk);
  await Promise.allSettled(ids.map(process));
}
const store = (from: string, more: { to?: string; text?: string } = {}) =>
  inbound.store({ from, to, subject: 'Roof', headers: PROOF, ...more });
const rowsOf = (ids: readonly string[]) => Promise.all(ids.map((id) => inbound.row(id)));
const ownerOf = (address: string) =>
  inbound.desk.db.selectFrom('address').select('person_id').where('canonical', '=', address).execute();

describe('mails that come at the same time', () => {
  it('become what they would have become one after the other', async () => {
    const { ticketId, rita, ritaId, department } = await aMailedTicket(inbound);
    const replyTo = await inbound.replyAddress(ticketId, ritaId, department.address);
    const twice = fresh('twice');
    const strangers = Array.from({ length: 6 }, () => fresh('stranger'));
    const ids = [
      ...(await Promise.all(strangers.map((from) => store(from)))),
      await store(twice, { text: 'First' }),
      await store(twice, { text: 'Second' }),
      await store(rita, { to: replyTo, text: 'One thing' }),
      await store(rita, { to: replyTo, text: 'Another thing' }),
    ];
    await processAll(ids);
    const rows = await rowsOf(ids);
    expect(rows.map(({ status, attempts }) => [status, attempts])).toEqual(ids.map(() => ['DONE', 1]));
    expect(new Set(rows.slice(0, 8).map((row) => row.ticket_id)).size).toBe(8);
    for (const address of [...strangers, twice]) expect(await ownerOf(address)).toHaveLength(1);
    const texts = (await inbound.comments(ticketId)).map(({ body_text: text }) => text);
    expect(texts.toSorted()).toEqual(['Another thing', 'It leaks', 'One thing']);
  });

  it('are one message where they are the same by two paths', async () => {
    const from = fresh('carl');
    const mail = (path: string) =>
      `${path}\r\nFrom: ${from}\r\nTo: ${to}\r\nSubject: Once\r\nMessage-ID: <${from}>\r\n${PROOF}\r\nOnce`;
    const jobs = { ...inbound.desk.jobs, sendAll: async () => {} };
    const envelope = { envelopeFrom: from, envelopeTo: [to], remoteAddress: '127.0.0.1', helo: null };
    const given = ['X-Path: a', 'X-Path: b', 'X-Path: a'].map((path) => ({
      ...envelope,
      raw: Buffer.from(mail(path)),
    }));
    const stored = await receiveRawMails({ ...inbound.desk, jobs }, given);
    expect(stored.map(({ isNew }) => isNew)).toEqual([true, true, false]);
    expect(stored[2]?.id).toBe(stored[0]?.id);
    expect(await receiveRawMails({ ...inbound.desk, jobs }, given.toReversed())).toEqual(
      stored.toReversed().map(({ id }) => ({ id, isNew: false })),
    );
    await processAll(stored.slice(0, 2).map(({ id }) => id));
    const rows = await rowsOf(stored.slice(0, 2).map(({ id }) => id));
    expect(rows.map((row) => row.suspended_by).toSorted()).toEqual(['duplicate', null]);
    expect(new Set(rows.map((row) => row.comment_id)).size).toBe(1);
  });

  it('do not share the fate of one that cannot be decided', async () => {
    const gone = await aDepartment(inbound.desk, { slug: `gone-${v7().slice(-12)}` });
    const lost = await store(fresh('lost'), { to: gone.address });
    await inbound.desk.db.deleteFrom('address').where('canonical', '=', gone.address).execute();
    const ids = [await store(fresh('a')), lost, await store(fresh('b'))];
    await processAll(ids);
    expect((await rowsOf(ids)).map(({ status }) => status)).toEqual(['DONE', 'RECEIVED', 'DONE']);
    expect(await inbound.row(lost)).toMatchObject({ attempts: 1, error: expect.stringContaining('No department') });
  });

  it('do not use up the tries of one another: what was tried before is tried by itself', async () => {
    const ids = [await store(fresh('a')), await store(fresh('b'))];
    await inbound.desk.db.updateTable('inbound_message').set({ attempts: 5 }).where('id', 'in', ids).execute();
    const { statements } = await statementsOf(() => processAll(ids));
    expect(
      statements.filter((text) => /update inbound_message m set\s+attempts = m\.attempts \+ 1/u.test(text)),
    ).toHaveLength(2);
    expect((await rowsOf(ids)).map(({ status, attempts }) => [status, attempts])).toEqual(ids.map(() => ['DONE', 6]));
  });

  it('cost one statement each, and a dozen for all', async () => {
    const count = 12;
    const ids = await Promise.all(Array.from({ length: count }, () => store(fresh('many'))));
    const { statements } = await statementsOf(() => processAll(ids));
    expect((await rowsOf(ids)).map(({ status }) => status)).toEqual(ids.map(() => 'DONE'));
    // Read two or three times, as the threads that parse them are done with them.
    expect(statements.length).toBeLessThanOrEqual(count + 3 * 13);
  });
});

describe('asking together', () => {
  it('gathers while a batch is under way, keeps the order, and never asks for more than it may', async () => {
    const batches: number[][] = [];
    const double = together(async (keys: readonly number[]) => {
      batches.push([...keys]);
      await new Promise((resolve) => void setImmediate(resolve));
      return keys.map((key) => key * 2);
    }, 4);
    const first = double(1);
    await vi.waitUntil(() => batches.length === 1);
    const rest = [2, 3, 4, 5, 6, 7].map(double);
    expect(await Promise.all([first, ...rest])).toEqual([2, 4, 6, 8, 10, 12, 14]);
    expect(batches[0]).toEqual([1]);
    expect(batches.slice(1).flat()).toEqual([2, 3, 4, 5, 6, 7]);
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(4);
  });

  it('keeps nothing of what it has answered', async () => {
    const gone = Promise.withResolvers<void>();
    const registry = new FinalizationRegistry(() => gone.resolve());
    const read = together(async (keys: readonly number[]) => keys.map((key) => ({ key })), 4);
    await read(1).then((answer) => registry.register(answer, null));
    for (let again = 0; again < 3; again += 1) await read(2);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    await vi.waitUntil(
      () => {
        collect();
        return Promise.race([gone.promise.then(() => true), new Promise((resolve) => void setImmediate(resolve))]);
      },
      { timeout: 5_000 },
    );
  });

  it('asks for each alone when a batch fails, so that one fails alone', async () => {
    const half = togetherOrAlone(async (keys: readonly number[]) => {
      if (keys.some((key) => key % 2 === 1)) throw new Error('An odd one.');
      return keys.map((key) => key / 2);
    }, 10);
    const results = await Promise.allSettled([2, 3, 4].map(half));
    expect(results.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message))).toEqual([
      1,
      'An odd one.',
      2,
    ]);
  });
});
