import { domainToASCII } from 'node:url';
import { authenticate, type AuthStatus } from 'mailauth';
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
 * @param fromAddress the one author, canonical. Where the library reads another domain out of the From header, its DMARC
 *   result is about somebody else and does not count.
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
    const { spf, dkim, dmarc, arc } = await authenticate(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), {
      ...(envelope.remoteAddress === null ? {} : { ip: envelope.remoteAddress }),
      ...(envelope.helo === null ? {} : { helo: envelope.helo }),
      sender: envelope.envelopeFrom,
      mta: 'copydesk',
      resolver: dns,
      disableBimi: true,
    });
    const signatures = dkim.results ?? [];
    // A signature over a part of the body (l=) proves nothing of what was added behind it.
    const whole = signatures.filter(({ status }) => status.result === 'pass' && !status.underSized);
    const domain = domainToASCII(fromAddress.slice(fromAddress.lastIndexOf('@') + 1));
    const speaks = dmarc && dmarc.status.header?.['from'] === domain;
    const byDkim = whole.some(({ status }) => Boolean(status.aligned));
    const bySpf = dmarc ? Boolean(dmarc.alignment?.spf?.result) : false;
    const passed = speaks && dmarc.status.result === 'pass' && (byDkim || bySpf);
    const keys = dkim.headers?.parsed.map(({ key }) => key) ?? [];
    const aligned = whole.filter(({ status }) => status.aligned);
    const unsigned = passed && !bySpf ? unsignedBy(aligned, keys) : [];
    const result = passed ? 'pass' : speaks ? notPassed(dmarc.status) : 'none';
    const arcSealer = result === 'fail' && arc ? sealerWho(arc, { keys, domain, trustedSealers }) : null;
    return {
      spf: resultOf(spf ? spf.status : undefined),
      dkim: whole.length > 0 ? 'pass' : notPassed(signatures[0]?.status),
      dmarc: result,
      dmarcPolicy: speaks ? policyOf(dmarc.policy) : null,
      ...(arcSealer === null ? {} : { arcSealer }),
      ...(unsigned.length === 0 ? {} : { unsigned }),
    };
  } catch {
    return { ...NOT_AUTHENTICATED, dmarc: 'temperror' };
  }
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
