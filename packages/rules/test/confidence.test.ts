import { expect, it } from 'vitest';
import { decideInbound, senderConfidence, senderInTrace, type SenderEvidence } from '../src/index.ts';
import { mail, R } from './example.ts';

const issued = { issuedTo: 'rita@x.test', seenByOutsiders: false, staff: false };
const staffs = { issuedTo: 'rita@x.test', seenByOutsiders: false, staff: true };

it.each<[string, Partial<SenderEvidence>, string, RegExp]>([
  ['DMARC passes', { dmarc: 'pass' }, 'PROVEN', /DMARC passed/u],
  ['its own reply address', { replyAddress: issued }, 'PROVEN', /issued to this sender/u],
  ['its own reply address, DNS out of reach', { replyAddress: issued, dmarc: 'temperror' }, 'PROVEN', /issued to/u],
  [
    'its own reply address, DMARC fails',
    { replyAddress: issued, dmarc: 'fail', dmarcPolicy: 'none' },
    'LIKELY',
    /Nothing/u,
  ],
  [
    "somebody else's reply address",
    { replyAddress: { ...issued, issuedTo: 'carl@x.test' } },
    'LIKELY',
    /proves nobody/u,
  ],
  ["staff's reply address", { replyAddress: staffs }, 'PROVEN', /issued to this sender/u],
  [
    "staff's reply address that outsiders saw",
    { replyAddress: { ...staffs, seenByOutsiders: true } },
    'LIKELY',
    /no longer/u,
  ],
  [
    'the same, DMARC passes',
    { replyAddress: { ...staffs, seenByOutsiders: true }, dmarc: 'pass' },
    'PROVEN',
    /passed/u,
  ],
  [
    "a customer's reply address that somebody knows who takes no part",
    { replyAddress: { ...issued, seenByOutsiders: true } },
    'LIKELY',
    /no longer proves its owner/u,
  ],
  [
    'DMARC passed before a trusted list changed the mail',
    { dmarc: 'fail', dmarcPolicy: 'reject', arcSealer: 'lists.test' },
    'PROVEN',
    /lists\.test.*ARC/u,
  ],
  [
    'the same, at its own reply address',
    { dmarc: 'fail', dmarcPolicy: 'reject', arcSealer: 'lists.test', replyAddress: issued },
    'PROVEN',
    /issued to this sender/u,
  ],
  ['DMARC passes by a signature without Cc', { dmarc: 'pass', unsigned: ['To', 'Cc'] }, 'LIKELY', /leaves out To, Cc/u],
  [
    'the same, at its own reply address',
    { dmarc: 'pass', unsigned: ['Cc'], replyAddress: issued },
    'PROVEN',
    /issued to this sender/u,
  ],
  ['DMARC passes by a whole signature', { dmarc: 'pass', unsigned: [] }, 'PROVEN', /DMARC passed/u],
  ['no record', {}, 'LIKELY', /no DMARC record/u],
  [
    'no record, whatever was signed or sealed',
    { unsigned: ['Cc'], arcSealer: 'lists.test' },
    'LIKELY',
    /no DMARC record/u,
  ],
  [
    'DMARC passes by a signature without Cc, sealed',
    { dmarc: 'pass', unsigned: ['Cc'], arcSealer: 'lists.test' },
    'LIKELY',
    /^DMARC passed, but by a signature alone that leaves out Cc: whoever passed the message on may have written that\.$/u,
  ],
  ['a failure under p=none', { dmarc: 'fail', dmarcPolicy: 'none' }, 'LIKELY', /asks for nothing/u],
  ['a failure under p=quarantine', { dmarc: 'fail', dmarcPolicy: 'quarantine' }, 'UNPROVEN', /quarantine/u],
  [
    'a failure under p=reject, at its own address',
    { dmarc: 'fail', dmarcPolicy: 'reject', replyAddress: issued },
    'UNPROVEN',
    /reject/u,
  ],
  [
    '3-37: Reply-To is staff, From is not',
    { dmarc: 'pass', replyTo: { address: 'grace@desk.test', staff: true } },
    'UNPROVEN',
    /Reply-To/u,
  ],
  [
    'Reply-To is staff, From as well',
    { dmarc: 'pass', replyTo: { address: 'grace@desk.test', staff: true }, fromIsStaff: true },
    'PROVEN',
    /passed/u,
  ],
  [
    '3-37: Reply-To is an end user',
    { dmarc: 'pass', replyTo: { address: 'carl@x.test', staff: false } },
    'PROVEN',
    /the author stays From/u,
  ],
])('%s', (_, overrides, confidence, reason) => {
  const evidence: SenderEvidence = {
    spf: 'none',
    dkim: 'none',
    dmarc: 'none',
    dmarcPolicy: null,
    replyAddress: null,
    from: 'rita@x.test',
    replyTo: null,
    fromIsStaff: false,
    ...overrides,
  };
  const found = senderConfidence(evidence);
  expect(found.confidence).toBe(confidence);
  expect(found.reasons.join(' ')).toMatch(reason);
});

it('a decision keeps how sure the desk was of the sender, where that was asked', () => {
  const traceOf = (given: Partial<Parameters<typeof mail>[0]>) =>
    decideInbound(mail({ from: R, ...given })).decision.trace;
  const asked = { confidence: 'LIKELY', confidenceReasons: ['DNS could not be asked.'] } as const;
  expect(senderInTrace(traceOf(asked))).toEqual({ confidence: 'LIKELY', reasons: ['DNS could not be asked.'] });
  expect(senderInTrace(traceOf({ ...asked, automatic: 'null sender' }))).toBeNull();
});
