import Fastify from 'fastify';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  discardSuspendedMessage,
  findInboundMessage,
  inboundRoutes,
  listInboundMessages,
  processMessage,
  recoverSuspendedMessage,
  retryInboundMessage,
  simulateMessage,
} from '../../src/features/inbound/index.ts';
import { localId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { inboundDesk, PROOF, type InboundDesk } from './inbound-desk.ts';

let inbound: InboundDesk;
let department: { id: string; address: string };
let admin: Viewer;
let agent: Viewer;
let light: Viewer;
let elsewhere: Viewer;
let customer: Viewer;
beforeAll(async () => {
  inbound = await inboundDesk();
});
beforeEach(async () => {
  department = await aDepartment(inbound.desk, { slug: `claims-${v7().slice(-12)}` });
  const other = await aDepartment(inbound.desk, { slug: `other-${v7().slice(-12)}` });
  admin = await aPerson(inbound.desk, { name: 'Root', role: 'ADMIN' });
  agent = await aPerson(inbound.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
  light = await aPerson(inbound.desk, { name: 'Lea', role: 'LIGHT_AGENT', departmentIds: [department.id] });
  elsewhere = await aPerson(inbound.desk, { name: 'Eve', role: 'AGENT', departmentIds: [other.id] });
  customer = await aPerson(inbound.desk, { name: 'Rita' });
});
afterAll(() => inbound.close());

const fresh = (name: string) => `${name}-${v7().slice(-12)}@example.com`;

it('a sender whom forged mails name is not suspended for them', async () => {
  const from = fresh('rita');
  await inbound.desk.db
    .updateTable('department')
    .where('id', '=', department.id)
    .set({ policy: (await withLimit(1)) as never })
    .execute();
  const forged = { 'Authentication-Results': 'mx.test; dmarc=fail (p=reject) header.from=example.com' };
  const send = (subject: string, headers: Record<string, string>) =>
    inbound.send({ from, to: department.address, subject, headers });
  for (const subject of ['one', 'two']) expect((await send(subject, forged)).decision?.rule).not.toBe('customer');
  expect((await send('three', PROOF)).decision?.rule).toBe('customer');
  expect((await send('four', PROOF)).decision?.rule).toBe('rate-limit');
});

async function withLimit(hourlySoft: number) {
  const { policy } = await inbound.desk.db
    .selectFrom('department')
    .select('policy')
    .where('id', '=', department.id)
    .executeTakeFirstOrThrow();
  return { ...policy, mail: { ...policy.mail, hourlySoft } };
}

/** A ticket, and a stranger's answer that is matched by its message id alone: suspended. */
async function aSuspendedMessage() {
  const messageId = `<${v7()}@example.com>`;
  const opened = await inbound.send({
    from: fresh('rita'),
    to: department.address,
    subject: 'Roof',
    text: 'It leaks',
    messageId,
    headers: PROOF,
  });
  const mail = {
    from: fresh('xaver'),
    to: department.address,
    subject: 'Re: Roof',
    text: 'I know better',
    inReplyTo: messageId,
  };
  const message = await inbound.send({ ...mail, headers: PROOF });
  expect(message).toMatchObject({
    status: 'SUSPENDED',
    suspended_by: 'outsider-unidentified',
    ticket_id: opened.ticket_id,
  });
  return { message, ticketId: opened.ticket_id! };
}

const idsFor = async (viewer: Viewer, status: 'SUSPENDED' | 'FAILED') => {
  const filter = { status, departmentIds: [department.id] };
  return (await listInboundMessages(inbound.desk.db, viewer, filter, {})).edges.map(({ node }) => node.id);
};

describe('a suspended message', () => {
  it('is listed for staff of its department and for admins, and for nobody else', async () => {
    const { message } = await aSuspendedMessage();
    for (const viewer of [admin, agent, light]) expect(await idsFor(viewer, 'SUSPENDED')).toEqual([message.id]);
    for (const viewer of [elsewhere, customer]) {
      expect(await idsFor(viewer, 'SUSPENDED')).toEqual([]);
      expect(await findInboundMessage(inbound.desk.db, viewer, message.id)).toBeNull();
      await expect(recoverSuspendedMessage(inbound.desk, viewer, message.id)).rejects.toMatchObject({
        errors: [{ code: 'NOT_FOUND' }],
      });
    }
    await expect(recoverSuspendedMessage(inbound.desk, light, message.id)).rejects.toMatchObject({
      errors: [{ code: 'FORBIDDEN' }],
    });
    expect(await inbound.row(message.id)).toMatchObject({ status: 'SUSPENDED' });
  });

  it('runs again from the top when it is recovered: as identified, and LIKELY at most', async () => {
    const { message, ticketId } = await aSuspendedMessage();
    await recoverSuspendedMessage(inbound.desk, agent, message.id);
    expect(await inbound.settled(message.id)).toMatchObject({
      status: 'DONE',
      ticket_id: ticketId,
      decision: { rule: 'outsider-identified', outcome: 'INTERNAL' },
    });
    expect((await inbound.comments(ticketId)).at(-1)).toMatchObject({
      visibility: 'INTERNAL',
      flags: ['THIRD_PARTY'],
      inbound_message_id: message.id,
    });
    await expect(recoverSuspendedMessage(inbound.desk, agent, message.id)).rejects.toMatchObject({
      errors: [{ code: 'INVALID' }],
    });
    expect(await inbound.comments(ticketId)).toHaveLength(2);
  });

  it('is recovered once, whoever presses the button at the same time', async () => {
    const { message, ticketId } = await aSuspendedMessage();
    const results = await Promise.allSettled(
      [agent, admin, agent].map((viewer) => recoverSuspendedMessage(inbound.desk, viewer, message.id)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await inbound.settled(message.id);
    expect(await inbound.comments(ticketId)).toHaveLength(2);
  });

  it('is put away when it is discarded, and kept', async () => {
    const { message, ticketId } = await aSuspendedMessage();
    await discardSuspendedMessage(inbound.desk, agent, message.id);
    expect(await inbound.row(message.id)).toMatchObject({ status: 'DISCARDED' });
    expect(await idsFor(agent, 'SUSPENDED')).toEqual([]);
    expect(await inbound.comments(ticketId)).toHaveLength(1);
  });

  it('cannot be recovered when it cannot be read', async () => {
    const raw = `From: a@example.com\r\nFrom: b@example.com\r\nTo: ${department.address}\r\nMessage-ID: <${v7()}@x>\r\n\r\nhi`;
    const message = await inbound.send({ raw, envelope: { from: 'a@example.com', to: [department.address] } });
    await expect(recoverSuspendedMessage(inbound.desk, agent, message.id)).rejects.toThrow('more than one From header');
  });
});

describe('a message that fails', () => {
  it('is kept with the reason, tried six times, listed for admins, and done when it is tried again', async () => {
    const from = fresh('rita');
    const id = await inbound.store({ from, to: department.address, subject: 'Unlucky' });
    await inbound.desk.db.deleteFrom('address').where('canonical', '=', department.address).execute();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await expect(processMessage(inbound.desk, { inboundMessageId: id })).rejects.toThrow('No department takes mail');
      expect(await inbound.row(id)).toMatchObject({
        status: 'RECEIVED',
        attempts: attempt,
        error: expect.stringContaining('give the address to one'),
      });
    }
    await processMessage(inbound.desk, { inboundMessageId: id });
    expect(await inbound.row(id)).toMatchObject({ status: 'FAILED', attempts: 6 });
    const failed = await listInboundMessages(inbound.desk.db, admin, { status: 'FAILED', departmentIds: null }, {});
    expect(failed.edges.map(({ node }) => node.id)).toContain(id);
    const hidden = await listInboundMessages(inbound.desk.db, agent, { status: 'FAILED', departmentIds: null }, {});
    expect(hidden.edges).toEqual([]);
    await inbound.desk.db
      .insertInto('address')
      .values({ canonical: department.address, department_id: department.id, is_primary: true })
      .execute();
    await expect(retryInboundMessage(inbound.desk, agent, id)).rejects.toMatchObject({
      errors: [{ code: 'NOT_FOUND' }],
    });
    await retryInboundMessage(inbound.desk, admin, id);
    expect(await inbound.settled(id)).toMatchObject({ status: 'DONE', error: null });
  });

  it('fails in the end when each try kills its process', async () => {
    const id = await inbound.store({ from: fresh('rita'), to: department.address, subject: 'Deadly' });
    await inbound.desk.db.updateTable('inbound_message').set({ attempts: 6 }).where('id', '=', id).execute();
    await processMessage(inbound.desk, { inboundMessageId: id });
    expect(await inbound.row(id)).toMatchObject({
      status: 'FAILED',
      error: 'Processing it ended the process that did, again and again.',
    });
  });

  it('is written to its ticket with all of it or with nothing', async () => {
    const messageId = `<${v7()}@example.com>`;
    const from = fresh('rita');
    const opened = await inbound.send({
      from,
      to: department.address,
      subject: 'Roof',
      text: 'It leaks',
      messageId,
      headers: PROOF,
    });
    const before = await inbound.ticket(opened.ticket_id!);
    // The last write of the transaction fails: what was written before must go with it.
    const id = await inbound.store({
      from,
      to: department.address,
      subject: 'Re',
      headers: `In-Reply-To: ${messageId}\r\n`,
    });
    const { execute } = connectionOf(inbound);
    await execute(
      `create function refuse() returns trigger language plpgsql as $$ begin if new.id = '${id}' and new.processed_at is not null then raise exception 'disk full'; end if; return new; end $$`,
    );
    await execute('create trigger refuse before update on inbound_message for each row execute function refuse()');
    await expect(processMessage(inbound.desk, { inboundMessageId: id })).rejects.toThrow('disk full');
    expect(await inbound.ticket(opened.ticket_id!)).toEqual(before);
    expect(await inbound.comments(opened.ticket_id!)).toHaveLength(1);
    await execute('drop trigger refuse on inbound_message');
    await processMessage(inbound.desk, { inboundMessageId: id });
    expect(await inbound.comments(opened.ticket_id!)).toHaveLength(2);
  });
});

function connectionOf({ desk }: InboundDesk) {
  const connection = desk.orm.em.getDriver().getConnection();
  return { execute: (text: string) => connection.execute(text) };
}

describe('a simulation', () => {
  it('says what then happens, and writes nothing', async () => {
    const messageId = `<${v7()}@example.com>`;
    const [rita, carl] = [fresh('rita'), fresh('carl')];
    const opened = await inbound.send({
      from: rita,
      to: department.address,
      cc: carl,
      subject: 'Roof',
      text: 'It leaks',
      messageId,
      headers: PROOF,
    });
    const raw = `From: ${rita}\r\nTo: ${department.address}\r\nCc: ${carl}, dora@example.com\r\nSubject: Re: Roof\r\nMessage-ID: <${v7()}@x>\r\nIn-Reply-To: ${messageId}\r\n\r\nStill leaks`;
    const counts = async () =>
      (await connectionOf(inbound).execute(
        'select (select count(*) from event) + (select count(*) from comment) + (select count(*) from inbound_message) + (select count(*) from person) as all',
      )) as unknown;
    const before = await counts();
    const simulated = await simulateMessage(
      inbound.desk,
      { raw, departmentId: department.id, confidence: 'PROVEN' },
      agent,
    );
    expect(await counts()).toEqual(before);
    expect(simulated).toMatchObject({
      effect: 'COMMENT',
      ticketId: opened.ticket_id,
      visibility: 'PUBLIC',
      status: 'OPEN',
      ccsAdded: ['dora@example.com'],
      confidence: 'PROVEN',
    });
    const real = await inbound.send({
      raw: Buffer.from(`Authentication-Results: mx.test; dmarc=pass\r\n${raw}`),
      envelope: { from: rita, to: [department.address] },
    });
    expect(real.decision).toMatchObject({ outcome: simulated!.decision.outcome, rule: simulated!.decision.rule });
    const comment = (await inbound.comments(opened.ticket_id!)).at(-1)!;
    expect(simulated!.recipients.map(({ address, rule }) => [address, rule])).toEqual(
      comment.told.map(({ address, rule }) => [address, rule]),
    );
  });

  it('judges as LIKELY by itself, and by another preset on request', async () => {
    const raw = `From: ${agent.address}\r\nTo: ${department.address}\r\nSubject: New\r\n\r\nhi`;
    expect(await simulateMessage(inbound.desk, { raw, departmentId: department.id })).toMatchObject({
      effect: 'TICKET',
      confidence: 'LIKELY',
    });
    const copied = `From: ${fresh('rita')}\r\nTo: ${department.address}\r\nCc: ${agent.address}\r\nSubject: New\r\n\r\nhi`;
    const by = async (preset: 'ZENDESK' | 'ZOHO_DESK') =>
      (await simulateMessage(inbound.desk, { raw: copied, departmentId: department.id, preset }))!;
    expect((await by('ZENDESK')).ccsAdded).toEqual([agent.address]);
    expect((await by('ZOHO_DESK')).notCopied).toHaveLength(1);
  });

  it('shows nobody what is not theirs', async () => {
    const { message, ticketId } = await aSuspendedMessage();
    const raw = `From: ${fresh('eve')}\r\nTo: ${department.address}\r\nIn-Reply-To: ${(await inbound.row(message.id)).message_id}\r\nSubject: x\r\n\r\nhi`;
    for (const viewer of [customer, elsewhere])
      expect(await simulateMessage(inbound.desk, { raw, departmentId: department.id }, viewer)).toBeNull();
    const otherDepartment = elsewhere.departmentIds[0]!;
    const { message_id: known } = await inbound.desk.db
      .selectFrom('message_reference')
      .select('message_id')
      .where('ticket_id', '=', ticketId)
      .executeTakeFirstOrThrow();
    const probing = raw.replace(/In-Reply-To: .*\r\n/, `In-Reply-To: ${known}\r\n`);
    expect(
      await simulateMessage(inbound.desk, { raw: probing, departmentId: otherDepartment }, elsewhere),
    ).toMatchObject({ ticketId: null, effect: 'TICKET' });
    expect(await simulateMessage(inbound.desk, { raw: probing, departmentId: department.id }, agent)).toMatchObject({
      ticketId,
    });
  });

  it('says what is malformed', async () => {
    const raw = 'Subject: x\r\n\r\nhi';
    expect(await simulateMessage(inbound.desk, { raw, departmentId: department.id })).toMatchObject({
      effect: 'SUSPEND',
      decision: { rule: 'malformed' },
    });
  });
});

describe('mail over HTTP', () => {
  it("takes a message by an admin's token, and by nothing else", async () => {
    const http = Fastify();
    let viewer: Viewer | null = admin;
    inboundRoutes(inbound.desk)(http, async () => viewer);
    const raw = `Return-Path: <rita@example.com>\r\nFrom: ${fresh('rita')}\r\nTo: ${department.address}\r\nSubject: By HTTP\r\nMessage-ID: <${v7()}@x>\r\n\r\nhi`;
    const post = (url: string, payload: string = raw, remoteAddress = '127.0.0.1') =>
      http.inject({ method: 'POST', url, payload, remoteAddress, headers: { 'content-type': 'message/rfc822' } });
    const url = `/inbound/mail?recipient=${encodeURIComponent(department.address)}`;
    const taken = await post(url);
    expect(taken.statusCode).toBe(202);
    const id = localId('InboundMessage', taken.json().id)!;
    expect(await inbound.settled(id)).toMatchObject({
      status: 'DONE',
      envelope_from: 'rita@example.com',
      envelope_to: [department.address],
      remote_address: '127.0.0.1',
    });
    // Whoever hands mail in and is no relay of ours is not where it comes from: SPF is not asked about them.
    const elsewhere = await post(url, raw.replace('By HTTP', 'From elsewhere'), '192.0.2.9');
    expect(await inbound.row(localId('InboundMessage', elsewhere.json().id)!)).toMatchObject({ remote_address: null });
    expect((await post(url)).json()).toEqual(taken.json());
    expect((await post('/inbound/mail?recipient=nobody@elsewhere.example')).statusCode).toBe(422);
    expect((await post('/inbound/mail')).statusCode).toBe(422);
    expect((await post(url, '')).statusCode).toBe(400);
    expect((await post(url, 'x'.repeat(26 * 1024 * 1024))).statusCode).toBe(413);
    for (const [who, status] of [
      [null, 401],
      [agent, 403],
      [{ ...admin, door: { kind: 'SESSION', id: v7() } }, 403],
    ] as const) {
      viewer = who;
      expect((await post(url)).statusCode).toBe(status);
    }
    await http.close();
  });
});
