import type { Signatures } from './read-signatures.ts';
import { unsignedBy } from './signed-headers.ts';
import { readResults } from './trusted-relay.ts';

/**
 * The trusted domain that sealed that DMARC had passed for this From domain (RFC 8617). The chain must hold, and whoever
 * sealed after it must be trusted as well: each hop may change what it passes on. The newest signature must cover the
 * headers by which the desk acts. Null: nobody.
 */
export function sealerWho(
  { arc, headers }: Signatures,
  domain: string,
  trustedSealers: readonly string[],
): string | null {
  if (!arc || !arc.newest.whole || unsignedBy([arc.newest], headers).length > 0) return null;
  for (const { sealer, results } of arc.hops.toReversed()) {
    if (!trustedSealers.some((trusted) => isWithin(sealer, trusted))) return null;
    const said = results.replace(/^[^:]*:\s*i=\d+\s*;/iu, '').replaceAll(/\s+/gu, ' ');
    const dmarc = readResults(said).results.filter(({ method }) => method === 'dmarc');
    const passed = dmarc.length > 0 && dmarc.every(({ result }) => result === 'pass');
    if (passed && dmarc.every(({ properties }) => properties['header.from'] === domain)) return sealer;
  }
  return null;
}

function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}
