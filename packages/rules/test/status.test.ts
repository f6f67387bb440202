import { expect, it } from 'vitest';
import { statusAfter, type StatusFacts } from '../src/index.ts';
import { policyWith } from './example.ts';

const customer = { actsAs: 'CUSTOMER', via: 'MAIL', mailRule: 'customer' } as const;
const agentMail = { actsAs: 'STAFF', via: 'MAIL', mailRule: 'otherwise' } as const;
const keep = { policy: policyWith('ZENDESK') };

it.each<[string, Partial<StatusFacts>, ReturnType<typeof statusAfter>]>([
  ['automatic', { ...customer, automatic: true }, null],
  ['what the action says', { chosen: 'SOLVED' }, { status: 'SOLVED', rule: 'status-chosen' }],
  [
    'a customer chooses nothing',
    { ...customer, current: 'ANSWERED', chosen: 'CLOSED' },
    { status: 'OPEN', rule: 'status-customer-replied' },
  ],
  ['a new ticket', { ...customer, current: null }, { status: 'NEW', rule: 'status-new' }],
  ['4-02: a note', { visibility: 'INTERNAL' }, null],
  ['a third party', { actsAs: 'THIRD_PARTY' }, null],
  [
    '4-21: a customer, ANSWERED',
    { ...customer, current: 'ANSWERED' },
    { status: 'OPEN', rule: 'status-customer-replied' },
  ],
  [
    '4-21: a customer, ON_HOLD',
    { ...customer, current: 'ON_HOLD' },
    { status: 'OPEN', rule: 'status-customer-replied' },
  ],
  ['4-21: a customer, SOLVED', { ...customer, current: 'SOLVED' }, { status: 'OPEN', rule: 'status-customer-replied' }],
  [
    '4-21: a customer, SOLVED, no reopening',
    { ...customer, current: 'SOLVED', policy: policyWith('COPYDESK', { ticket: { reopenOnCustomerReply: false } }) },
    null,
  ],
  ['a customer, OPEN already', { ...customer, current: 'OPEN' }, null],
  [
    '4-08: direct outside',
    { ...agentMail, mailRule: 'direct-outside' },
    { status: 'ANSWERED', rule: 'status-direct-outside' },
  ],
  ['direct outside, kept', { ...agentMail, ...keep, mailRule: 'direct-outside' }, null],
  ["an agent's mail, kept", { ...agentMail, ...keep }, null],
  [
    'the reply to everybody answers, whatever is kept',
    { ...agentMail, ...keep, mailRule: 'sole-address' },
    { status: 'ANSWERED', rule: 'status-agent-replied' },
  ],
  ["an agent's mail", agentMail, { status: 'ANSWERED', rule: 'status-agent-replied' }],
  ["an agent's comment in the console", keep, { status: 'ANSWERED', rule: 'status-agent-replied' }],
])('table 5: %s', (_, overrides, expected) => {
  const facts: StatusFacts = {
    current: 'OPEN',
    visibility: 'PUBLIC',
    actsAs: 'STAFF',
    via: 'CONSOLE',
    automatic: false,
    chosen: null,
    mailRule: null,
    policy: policyWith('COPYDESK'),
    ...overrides,
  };
  expect(statusAfter(facts)).toEqual(expected);
});
