import type { ARCResult } from 'mailauth';
import { unsignedBy } from './signed-headers.ts';
import { readResults } from './trusted-relay.ts';

type Wanted = { keys: readonly string[]; domain: string; trustedSealers: readonly string[] };

/**
 * The trusted domain that sealed that DMARC had passed for this From domain (RFC 8617). The chain must hold, and whoever
 * sealed after it must be trusted as well: each hop may change what it passes on. Null: nobody.
 *
 * @param keys of the message's headers, lower-case: the newest seal must cover those by which the desk acts
 */
export function sealerWho(arc: ARCResult, { keys, domain, trustedSealers }: Wanted): string | null {
  const { signature, chain = [] } = arc;
  if (arc.status.result !== 'pass' || !signature || signature.status.underSized) return null;
  if (unsignedBy([signature], keys).length > 0) return null;
  for (const hop of chain.toReversed()) {
    const sealer = hop['arc-seal']?.parsed?.['d']?.value;
    const isTrusted = typeof sealer === 'string' && trustedSealers.some((one) => isWithin(sealer.toLowerCase(), one));
    if (!isTrusted) return null;
    const said = textOf(hop['arc-authentication-results']?.original).replace(/^[^:]*:\s*i=\d+\s*;/iu, '');
    const results = readResults(said.replaceAll(/\s+/gu, ' ')).results.filter(({ method }) => method === 'dmarc');
    const passed = results.some(({ result }) => result === 'pass') && results.every(({ result }) => result === 'pass');
    if (passed && results.every(({ properties }) => properties['header.from'] === domain)) return sealer.toLowerCase();
  }
  return null;
}

function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}

function textOf(original: unknown): string {
  return typeof original === 'string' || Buffer.isBuffer(original) ? original.toString() : '';
}
