import { authenticate, type ARCResult, type DKIMResult } from 'mailauth';
import type { AuthResult } from '@copydesk/rules';
import { MAIL_LIMITS } from '../parse/parsed-mail.ts';
import type { DnsResolver } from './dns.ts';
import { resultOf } from './results.ts';

export type Envelope = {
  /** Empty for the null sender. */
  envelopeFrom: string;
  /** Who handed the message over; null: nobody did over the network. */
  remoteAddress: string | null;
  helo: string | null;
};

/** A signature, of DKIM or of an ARC set. `whole`: over the body to its end. `covers`: lower-case, each as often as it is signed. */
export type Signature = { domain: string; result: AuthResult; whole: boolean; covers: readonly string[] };

/** Plain data, for it comes out of a worker thread. */
export type Signatures = {
  spf: { result: AuthResult; domain: string };
  dkim: readonly Signature[];
  /** The chain of seals where it holds, oldest first, and the newest signature over the message; null: none, or broken. */
  arc: { newest: Signature; hops: readonly { sealer: string; results: string }[] } | null;
  /** Names of the message's headers, lower-case. */
  headers: readonly string[];
};

export const NO_SIGNATURES: Signatures = { spf: { result: 'none', domain: '' }, dkim: [], arc: null, headers: [] };

/** Each signature costs a pass over the whole body: of more than these none is looked at. */
const MOST_SIGNATURES = 5;
/** What the sender names (keys, SPF, seals) is asked for within this, for one mail. */
const BUDGET = { questions: 60, milliseconds: 10_000 };

/**
 * Checks SPF, DKIM and ARC of a message as it came (RFC 7208, 6376, 8617). Costs time and memory that the sender chooses:
 * call it in a worker thread.
 */
export async function readSignatures(raw: Uint8Array, envelope: Envelope, dns: DnsResolver): Promise<Signatures> {
  const { spf, dkim, arc } = await authenticate(withoutManySignatures(raw), {
    ...(envelope.remoteAddress === null ? {} : { ip: envelope.remoteAddress }),
    ...(envelope.helo === null ? {} : { helo: envelope.helo }),
    sender: envelope.envelopeFrom,
    mta: 'copydesk',
    resolver: withBudget(dns),
    disableBimi: true,
    disableDmarc: true,
  });
  return {
    spf: { result: resultOf(spf ? spf.status : undefined), domain: (spf && spf.domain) || '' },
    dkim: (dkim.results ?? []).filter(({ signingDomain }) => signingDomain).map(signatureOf),
    arc: arc ? chainOf(arc) : null,
    headers: dkim.headers?.parsed.map(({ key }) => key) ?? [],
  };
}

function signatureOf(result: DKIMResult): Signature {
  // The library's types leave this out: the headers that it found and hashed.
  const { signingHeaders } = result as DKIMResult & { signingHeaders?: { keys: string } };
  return {
    domain: result.signingDomain ?? '',
    // `neutral` is how the library calls a text that was changed.
    result: result.status.result === 'neutral' ? 'fail' : resultOf(result.status),
    whole: !result.status.underSized,
    covers: (signingHeaders?.keys ?? '').split(':').map((key) => key.trim().toLowerCase()),
  };
}

function chainOf({ status, signature, chain = [] }: ARCResult): Signatures['arc'] {
  if (status.result !== 'pass' || !signature) return null;
  const hops = chain.map((hop) => ({
    sealer: String(hop['arc-seal']?.parsed?.['d']?.value ?? '').toLowerCase(),
    results: hop['arc-authentication-results']?.original?.toString() ?? '',
  }));
  return { newest: signatureOf(signature), hops };
}

function withoutManySignatures(raw: Uint8Array): Buffer {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const end = /\r?\n\r?\n/u.exec(bytes.toString('latin1', 0, MAIL_LIMITS.headerBytes))?.index ?? 0;
  const fields = bytes.toString('latin1', 0, end).split(/(?<=\n)(?![ \t])/u);
  const isSignature = (field: string) => /^dkim-signature[ \t]*:/iu.test(field);
  if (fields.filter(isSignature).length <= MOST_SIGNATURES) return bytes;
  let left = MOST_SIGNATURES;
  const kept = fields.filter((field) => !isSignature(field) || (left -= 1) >= 0);
  return Buffer.concat([Buffer.from(kept.join(''), 'latin1'), bytes.subarray(end)]);
}

/** What is asked for beyond the budget is not there. */
function withBudget(dns: DnsResolver): DnsResolver {
  const until = Date.now() + BUDGET.milliseconds;
  let left = BUDGET.questions;
  return (name, type) => {
    left -= 1;
    if (left >= 0 && Date.now() < until) return dns(name, type);
    return Promise.reject(Object.assign(new Error(`${name} was not asked for.`), { code: 'ENODATA' }));
  };
}
