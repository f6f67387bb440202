/** One spelling per mailbox: trimmed, lower-case. Punycode and the local part's tags stay as they are. Never throws. */
export function canonicalAddress(address: string): string {
  return address.trim().toLowerCase();
}

/** What follows the last `@`, canonical; empty when there is none. */
export function addressDomain(address: string): string {
  const canonical = canonicalAddress(address);
  const at = canonical.lastIndexOf('@');
  return at < 0 ? '' : canonical.slice(at + 1);
}

/**
 * Is the address on a block list? The list holds addresses and domains, separated by spaces, commas or line ends
 * (seeds/000: "addresses that can never be copied as a CC or follower"). A domain, with or without `@`, covers its
 * subdomains.
 */
export function isBlocked(address: string, blocklist: string): boolean {
  const canonical = canonicalAddress(address);
  const domain = addressDomain(canonical);
  return blocklist
    .split(/[\s,;]/u)
    .map(canonicalAddress)
    .some((entry) => {
      if (entry.lastIndexOf('@') > 0) return entry === canonical;
      const blocked = entry.replace('@', '');
      return blocked !== '' && (domain === blocked || domain.endsWith(`.${blocked}`));
    });
}

/**
 * The support address that a recipient of ours stands for: a signed reply address (`claims+token@…`) counts as its
 * support address wherever recipients are looked at.
 */
export function supportAddressOf(address: string, supportAddresses: readonly string[]): string {
  const canonical = canonicalAddress(address);
  if (supportAddresses.map(canonicalAddress).includes(canonical)) return canonical;
  const at = canonical.lastIndexOf('@');
  const plus = canonical.lastIndexOf('+', at);
  return plus > 0 ? canonical.slice(0, plus) + canonical.slice(at) : canonical;
}
