import { domainToASCII } from 'node:url';
import { dmarc, type DMARCResult } from 'mailauth';
import type { AuthResult } from '@copydesk/rules';
import { sealerWho } from './arc-seal.ts';
import { checkSignatures } from './check-signatures.ts';
import type { DnsResolver } from './dns.ts';
import type { Envelope } from './read-signatures.ts';
import { resultOf } from './results.ts';
import { unsignedBy } from './signed-headers.ts';
import { NOT_AUTHENTICATED, type Authentication } from './trusted-relay.ts';

/**
 * Checks SPF, DKIM, ARC and DMARC (RFC 7208, 6376, 8617, 7489) of a message as it came. Never rejects: what DNS does not
 * say is `temperror`, what cannot be checked `none`. DMARC is asked about the author that the desk reads out of From,
 * whatever else could be read there, and however the message kept its signatures from being checked.
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
  const found = await checkSignatures(raw, envelope, dns);
  const ask = (spfDomains: string[], dkimDomains: { domain: string }[]) =>
    dmarc({ headerFrom: fromAddress, spfDomains, dkimDomains, resolver: dns });
  try {
    // A signature over a part of the body (l=) proves nothing of what was added behind it.
    const whole = found.dkim.filter(({ result, whole: isWhole }) => result === 'pass' && isWhole);
    const bySpf = await ask(found.spf.result === 'pass' ? [found.spf.domain] : [], []);
    const bySignature = await Promise.all(whole.map(({ domain }) => ask([], [{ domain }])));
    const aligned = whole.filter((_, place) => passes(bySignature[place]));
    const passed = passes(bySpf) || aligned.length > 0;
    const unsigned = passes(bySpf) || !passed ? [] : unsignedBy(aligned, found.headers);
    const result = passed ? 'pass' : bySpf ? resultOf(bySpf.status) : 'none';
    const domain = domainToASCII(fromAddress.slice(fromAddress.lastIndexOf('@') + 1));
    const arcSealer = result === 'fail' ? sealerWho(found, domain, trustedSealers) : null;
    return {
      spf: found.spf.result,
      dkim: whole.length > 0 ? 'pass' : notPassed(found.dkim[0]?.result),
      dmarc: result,
      dmarcPolicy: bySpf ? policyOf(bySpf.policy) : null,
      ...(arcSealer === null ? {} : { arcSealer }),
      ...(unsigned.length === 0 ? {} : { unsigned }),
    };
  } catch {
    return { ...NOT_AUTHENTICATED, dmarc: 'temperror' };
  }
}

function passes(result: DMARCResult | false | undefined): boolean {
  return result ? result.status.result === 'pass' : false;
}

/** What passed only for a part of the body is a failure. */
function notPassed(result: AuthResult | undefined): AuthResult {
  return result === 'pass' ? 'fail' : (result ?? 'none');
}

function policyOf(policy: unknown): Authentication['dmarcPolicy'] {
  return policy === 'none' || policy === 'quarantine' || policy === 'reject' ? policy : null;
}
