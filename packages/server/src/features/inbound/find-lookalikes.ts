import { domainToASCII } from 'node:url';
import { sql } from 'kysely';
import type { Lookalike } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { looksLike, mixedScripts, plainDomain } from '../../platform/mail/authenticate/lookalike-domain.ts';

const MOST = 20;

/**
 * Addresses whose domain mixes scripts, or looks like one of the desk's own or, for a domain with characters beyond ASCII,
 * like one that people of the desk have. One statement where there are such characters, else none.
 */
export async function findLookalikes(
  db: Queries,
  addresses: readonly string[],
  deskAddresses: readonly string[],
): Promise<Lookalike[]> {
  const own = [...new Set(deskAddresses.flatMap((address) => endingsOf(domainOf(address))))];
  const named = [...new Set(addresses)].slice(0, MOST).map((address) => ({ address, domain: domainOf(address) }));
  const foreign = named.flatMap(({ domain }) => endingsOf(domain)).filter((one) => domainToASCII(one).includes('xn--'));
  const known = [...own, ...(await domainsOfPeople(db, foreign.map(plainDomain)))];
  return named
    .map(({ address, domain }) => ({
      address,
      domain: domainToASCII(domain) || domain,
      mixes: mixedScripts(domain),
      looksLike: known.find((one) => endingsOf(domain).some((ending) => looksLike(ending, one))) ?? null,
    }))
    .filter((found) => found.mixes.length > 0 || found.looksLike !== null);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** `desk.example.org` and `example.org`: both may be imitated, and be imitated by a name below. */
function endingsOf(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, from) => labels.slice(from).join('.'));
}

/** Those of the domains that somebody's address has. */
async function domainsOfPeople(db: Queries, domains: readonly string[]): Promise<string[]> {
  if (domains.length === 0) return [];
  const { rows } = await sql<{ domain: string }>`
    select domain from unnest(${[...new Set(domains)]}::text[]) domain
    where exists (select from address a
      where search.words(a.canonical) @@ search.question(domain) and split_part(a.canonical, '@', 2) = domain)`.execute(
    db,
  );
  return rows.map(({ domain }) => domain);
}
