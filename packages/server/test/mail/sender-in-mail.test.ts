import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inboundDesk, type InboundDesk } from '../inbound/inbound-desk.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { signed, stub } from './stub-dns.ts';

let inbound: InboundDesk;
beforeAll(async () => {
  inbound = await inboundDesk({ TRUSTED_RELAYS: '' }, stub);
});
afterAll(() => inbound.close());

async function aMailOfAnAgent(sign: boolean) {
  const department = await aDepartment(inbound.desk, { slug: `claims-${v7().slice(-8)}` });
  const address = `ada-${v7().slice(-8)}@bank.test`;
  await aPerson(inbound.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id], address });
  const text =
    `From: Ada <${address}>\r\nTo: ${department.address}\r\nSubject: Roof\r\nMessage-ID: <${v7()}@bank.test>\r\n` +
    'Date: Sun, 22 Nov 2026 08:00:00 +0000\r\n\r\nWe send somebody.\r\n';
  const raw = sign ? await signed(text, 'bank.test') : text;
  return inbound.send({ raw, envelope: { from: 'bounces@evil.test', to: department.address } });
}

describe('a mail from an agent’s address', () => {
  test('is the agent’s when their domain has signed it', async () => {
    const message = await aMailOfAnAgent(true);
    expect(message).toMatchObject({ confidence: 'PROVEN', authentication: { dmarc: 'pass' } });
  });

  test('is forged when the domain asks to reject it: kept, and it changes nothing', async () => {
    const message = await aMailOfAnAgent(false);
    expect(message).toMatchObject({ confidence: 'UNPROVEN', authentication: { dmarc: 'fail', dmarcPolicy: 'reject' } });
    expect(message.decision?.rule).toBe('sender-unproven');
    expect(message.decision?.outcome).toBe('SUSPENDED');
    expect(message.ticket_id).toBeNull();
  });
});
