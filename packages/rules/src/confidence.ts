import type { Check } from './trace.ts';
import type { Confidence } from './vocabulary.ts';

export type AuthResult = 'pass' | 'fail' | 'none' | 'temperror';

/** What is known of who sent a mail. Addresses are canonical. */
export type SenderEvidence = {
  spf: AuthResult;
  dkim: AuthResult;
  dmarc: AuthResult;
  dmarcPolicy: 'none' | 'quarantine' | 'reject' | null;
  /** DMARC failed on the way, and this domain, whose ARC seals the desk trusts, had seen it pass. */
  arcSealer?: string | null;
  /** DMARC passed by a signature alone, which leaves out these headers: whoever passed it on may have written them. */
  unsigned?: readonly string[];
  /**
   * The signed reply address it came to: whose it is, is that person staff, and does somebody know it who should not? Of
   * staff's that is anybody else, of a customer's whoever takes no part in the ticket.
   */
  replyAddress: { issuedTo: string; seenByOutsiders: boolean; staff: boolean } | null;
  from: string;
  replyTo: { address: string; staff: boolean } | null;
  fromIsStaff: boolean;
};

export type SenderConfidence = { confidence: Confidence; reasons: readonly string[] };

type Power = { says: string } & Readonly<Record<Confidence, boolean>>;

/**
 * What a message may do by how sure the desk is of its sender; docs/rules.md shows it. All that depends on the confidence
 * asks here. A recovered message is LIKELY at most.
 */
export const CONFIDENCE_POWERS = {
  BE_JUDGED: {
    says: 'is judged by the tables below: opens tickets, comments as a customer, moves the status',
    PROVEN: true,
    LIKELY: true,
    UNPROVEN: false,
  },
  BE_ANSWERED: {
    says: 'is answered: the acknowledgement, and mails to the others on the ticket',
    PROVEN: true,
    LIKELY: true,
    UNPROVEN: false,
  },
  COPY_ON_NEW_TICKET: {
    says: 'copies people on the ticket that it opens',
    PROVEN: true,
    LIKELY: true,
    UNPROVEN: false,
  },
  HAVE_COPIED_WRITTEN_TO: {
    says: 'has the desk write to people because it copies them',
    PROVEN: true,
    LIKELY: false,
    UNPROVEN: false,
  },
  CHANGE_WHO_TAKES_PART: {
    says: 'adds and drops people on a ticket that is there',
    PROVEN: true,
    LIKELY: false,
    UNPROVEN: false,
  },
  ACT_AS_STAFF: {
    says: 'acts as staff: replies as an agent, commands, follows, opens tickets for others',
    PROVEN: true,
    LIKELY: false,
    UNPROVEN: false,
  },
} as const satisfies Record<string, Power>;

export type ConfidencePower = keyof typeof CONFIDENCE_POWERS;

/** May a message of a sender whom the desk is this sure of do that? Null: it is no mail, and its author is signed in. */
export function senderMay(confidence: Confidence | null, power: ConfidencePower): boolean {
  return confidence === null || CONFIDENCE_POWERS[power][confidence];
}

/** Says in a sentence that it is so; null: it is not. */
type Says = (evidence: SenderEvidence) => string | null;

const DMARC_SAYS: Readonly<Record<AuthResult, string>> = {
  pass: 'DMARC passed',
  fail: 'DMARC failed, but the domain asks for nothing',
  none: 'the domain has no DMARC record',
  temperror: 'DNS could not be asked',
};

function hasFailed({ dmarc, arcSealer }: SenderEvidence): boolean {
  return dmarc === 'fail' && !arcSealer;
}

/** In order: what speaks against the sender first, then what proves them. Who is left is LIKELY. */
const ROWS: readonly { confidence: Confidence; says: Says }[] = [
  {
    confidence: 'UNPROVEN',
    says: ({ replyTo, fromIsStaff }) =>
      replyTo?.staff && !fromIsStaff
        ? `Reply-To is the staff address ${replyTo.address}, and From is not a staff address.`
        : null,
  },
  {
    confidence: 'UNPROVEN',
    says: (evidence) =>
      hasFailed(evidence) && (evidence.dmarcPolicy === 'quarantine' || evidence.dmarcPolicy === 'reject')
        ? `DMARC failed, and the sender's domain asks to ${evidence.dmarcPolicy} such mail.`
        : null,
  },
  {
    confidence: 'PROVEN',
    says: (evidence) =>
      !hasFailed(evidence) &&
      evidence.replyAddress?.issuedTo === evidence.from &&
      !evidence.replyAddress.seenByOutsiders
        ? 'It came to the reply address issued to this sender.'
        : null,
  },
  {
    confidence: 'PROVEN',
    says: ({ dmarc, unsigned }) => (dmarc === 'pass' && !unsigned?.length ? `${DMARC_SAYS.pass}.` : null),
  },
  {
    confidence: 'PROVEN',
    says: ({ dmarc, arcSealer }) =>
      dmarc === 'fail' && arcSealer
        ? `DMARC failed on the way, but ${arcSealer}, which this desk trusts to pass mail on, had seen it pass (ARC).`
        : null,
  },
  {
    confidence: 'LIKELY',
    says: ({ dmarc, unsigned }) =>
      dmarc === 'pass' && unsigned
        ? `DMARC passed, but by a signature alone that leaves out ${unsigned.join(', ')}: ` +
          'whoever passed the message on may have written that.'
        : null,
  },
];

/** What is worth knowing beside the reason for the level. */
const REMARKS: readonly Says[] = [
  ({ replyAddress, from }) =>
    replyAddress !== null && replyAddress.issuedTo !== from
      ? 'The reply address it came to was issued to somebody else, which proves nobody.'
      : null,
  ({ replyAddress, from }) => {
    if (replyAddress?.issuedTo !== from || !replyAddress.seenByOutsiders) return null;
    return replyAddress.staff
      ? 'The reply address stood in a mail with recipients outside, so it no longer proves staff.'
      : 'Somebody who takes no part in the ticket knows the reply address, so it no longer proves its owner.';
  },
  ({ replyTo, from }) =>
    replyTo !== null && !replyTo.staff && replyTo.address !== from
      ? `Reply-To is another address (${replyTo.address}); the author stays From.`
      : null,
];

/** How sure the desk is that a mail is from whom it says. Reasons are sentences, the deciding one first. */
export function senderConfidence(evidence: SenderEvidence): SenderConfidence {
  const remarks = REMARKS.map((says) => says(evidence)).filter((remark) => remark !== null);
  for (const { confidence, says } of ROWS) {
    const reason = says(evidence);
    if (reason !== null) return { confidence, reasons: [reason, ...remarks] };
  }
  const left = `Nothing proves the sender and nothing is enforced against them (${DMARC_SAYS[evidence.dmarc]}).`;
  return { confidence: 'LIKELY', reasons: [left, ...remarks] };
}

/** How sure the desk was of the sender when it decided so; null: nothing asked, for an automatic message say. */
export function senderInTrace(trace: readonly Check[]): SenderConfidence | null {
  const facts = trace.find((check) => Array.isArray(check.facts['confidenceReasons']))?.facts;
  if (facts === undefined) return null;
  return { confidence: facts['confidence'] as Confidence, reasons: facts['confidenceReasons'] as readonly string[] };
}
