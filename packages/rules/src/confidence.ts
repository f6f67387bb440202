import type { Confidence } from './vocabulary.ts';

export type AuthResult = 'pass' | 'fail' | 'none' | 'temperror';

/** What is known of who sent a mail. Addresses are canonical. */
export type SenderEvidence = {
  spf: AuthResult;
  dkim: AuthResult;
  dmarc: AuthResult;
  dmarcPolicy: 'none' | 'quarantine' | 'reject' | null;
  /** The signed reply address it came to: whose it is, is that person staff, did it stand in a mail with outsiders? */
  replyAddress: { issuedTo: string; seenByOutsiders: boolean; staff: boolean } | null;
  from: string;
  replyTo: { address: string; staff: boolean } | null;
  fromIsStaff: boolean;
};

export type SenderConfidence = { confidence: Confidence; reasons: readonly string[] };

/** How sure the desk is that a mail is from whom it says. Reasons are sentences, strongest first. */
export function senderConfidence(evidence: SenderEvidence): SenderConfidence {
  void evidence;
  throw new Error('not written');
}
