import { domainToASCII } from 'node:url';
import { authenticate, dmarc, type AuthStatus, type DMARCResult } from 'mailauth';
import type { AuthResult } from '@copydesk/rules';
import type { DnsResolver } from './dns.ts';
import { sealerWho } from './arc-seal.ts';
import { unsignedBy } from './signed-headers.ts';
import { NOT_AUTHENTICATED, type Authentication } from './trusted-relay.ts';

export type Envelope = {
  /** Empty for the null sender. */
  envelopeFrom: string;
  /** Who handed the message over; null: nobody did over the network. */
  remoteAddress: string | null;
  helo: string | null;
};

/**
 * Checks SPF, DKIM, ARC and DMARC (RFC 7208, 6376, 8617, 7489) of a message as it came. Never rejects: what DNS does not
 * say is `temperror`, what cannot be checked `none`.
 *
 * @param fromAddress the one author, canonical: whose domain is asked about
 * @param trustedSealers domains that are believed when they sealed that DMARC had passed before them
 */
export async function verifySender(
  raw: Uint8Array,
  envelope: Envelope,
  fromAddress: string,
  dns: DnsResolver,
  trustedSealers: readonly string[] = [],
): Promise<Authentication> {
  try {
    const found = await authenticate(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), {
      ...(envelope.remoteAddress === null ? {} : { ip: envelope.remoteAddress }),
      ...(envelope.helo === null ? {} : { helo: envelope.helo }),
      sender: envelope.envelopeFrom,
      mta: 'copydesk',
      resolver: dns,
      disableBimi: true,
      disableDmarc: true,
    });
    return await judge(found, fromAddress, dns, trustedSealers);
  } catch {
    return { ...NOT_AUTHENTICATED, dmarc: 'temperror' };
  }
}

type Found = Awaited<ReturnType<typeof authenticate>>;

/** Of more signatures no more are looked at. */
const MOST_SIGNATURES = 10;

/** DMARC is asked about the author that the desk reads out of From, whatever the library would have read. */
async function judge(
  { spf, dkim, arc }: Found,
  fromAddress: string,
  dns: DnsResolver,
  trustedSealers: readonly string[],
): Promise<Authentication> {
  const signatures = dkim.results ?? [];
  // A signature over a part of the body (l=) proves nothing of what was added behind it.
  const whole = signatures.filter(({ status }) => status.result === 'pass' && !status.underSized);
  const ask = (spfDomains: string[], dkimDomains: { domain: string }[]) =>
    dmarc({ headerFrom: fromAddress, spfDomains, dkimDomains, resolver: dns });
  const bySpf = await ask(spf && spf.status.result === 'pass' && spf.domain ? [spf.domain] : [], []);
  const bySignature = await Promise.all(
    whole.slice(0, MOST_SIGNATURES).map(({ signingDomain }) => ask([], [{ domain: signingDomain ?? '' }])),
  );
  const aligned = whole.filter((_, place) => passes(bySignature[place]));
  const passed = passes(bySpf) || aligned.length > 0;
  const keys = dkim.headers?.parsed.map(({ key }) => key) ?? [];
  const unsigned = passes(bySpf) || !passed ? [] : unsignedBy(aligned, keys);
  const result = passed ? 'pass' : bySpf ? notPassed(bySpf.status) : 'none';
  const domain = domainToASCII(fromAddress.slice(fromAddress.lastIndexOf('@') + 1));
  const arcSealer = result === 'fail' && arc ? sealerWho(arc, { keys, domain, trustedSealers }) : null;
  return {
    spf: resultOf(spf ? spf.status : undefined),
    dkim: whole.length > 0 ? 'pass' : notPassed(signatures[0]?.status),
    dmarc: result,
    dmarcPolicy: bySpf ? policyOf(bySpf.policy) : null,
    ...(arcSealer === null ? {} : { arcSealer }),
    ...(unsigned.length === 0 ? {} : { unsigned }),
  };
}

function passes(result: DMARCResult | false | undefined): boolean {
  return result ? result.status.result === 'pass' : false;
}

/** A pass that only a partial signature brought is none; `neutral` is how the library calls a text that was changed. */
function notPassed(status: AuthStatus | undefined): AuthResult {
  return status?.result === 'pass' || status?.result === 'neutral' ? 'fail' : resultOf(status);
}

const RESULTS: Partial<Record<AuthStatus['result'], AuthResult>> = {
  pass: 'pass',
  fail: 'fail',
  softfail: 'fail',
  permerror: 'fail',
  policy: 'fail',
  temperror: 'temperror',
  temperr: 'temperror',
};

function resultOf(status: AuthStatus | undefined): AuthResult {
  return (status && RESULTS[status.result]) ?? 'none';
}

function policyOf(policy: unknown): Authentication['dmarcPolicy'] {
  return policy === 'none' || policy === 'quarantine' || policy === 'reject' ? policy : null;
}
