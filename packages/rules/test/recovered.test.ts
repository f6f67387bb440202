import { describe, expect, it } from 'vitest';
import { decideInbound } from '../src/index.ts';
import { C1, mail, R, type Mail } from './example.ts';

const X = 'xeno@elsewhere.test';

describe('a recovered message', () => {
  it.each<[string, Mail]>([
    ['delivery-report', { from: X, deliveryReport: { matched: false }, ticket: null }],
    ['automatic-reply', { from: X, automatic: 'null sender', ticket: null }],
    ['malformed', { from: R, malformed: 'two From headers' }],
    ['sender-barred', { from: { ...C1, state: 'SPAM' }, ticket: null }],
    ['sender-unproven', { from: X, confidence: 'UNPROVEN', ticket: null }],
    ['outsider-unidentified', { from: X, identification: 'MATCHED' }],
    ['cc-limit', { from: R, cc: ['n@x.test'], preset: 'ZENDESK', policy: { cc: { maxPerTicket: 1 } } }],
  ])('is not asked %s again', (rule, given) => {
    expect(decideInbound(mail(given))).toMatchObject({ effect: 'SUSPEND', decision: { rule } });
    const { effect, decision } = decideInbound(mail({ ...given, recovered: { suspendedBy: [rule] } }));
    expect(effect).not.toBe('SUSPEND');
    expect(decision.trace.map((check) => check.rule)).not.toContain(rule);
    expect(decision.trace.map((check) => check.rule)).toContain('own-mail');
  });
});
