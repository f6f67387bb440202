import { canonicalAddress, isBlocked } from './addresses.ts';

/** A domain of two labels or more; of an address, with what stands before the `@`. */
const ENTRY = /^(?:[^\s@<>(),;:"[\]\\]+@)?[^\s@<>(),;:"[\]\\.]+(?:\.[^\s@<>(),;:"[\]\\.]+)+$/u;

/** An address or a domain as `cc.blocklist` has it: lower-case, a domain without `@`. Null: it is neither. */
export function blockEntry(text: string): string | null {
  const entry = canonicalAddress(text).replace(/^@/u, '');
  return ENTRY.test(entry) && entry.length <= 254 ? entry : null;
}

/** The entries of a block list. */
export function blockEntries(blocklist: string): string[] {
  return blocklist.split(/[\s,;]/u).filter((entry) => entry !== '');
}

/** The block list with the entry; the same where it has it already. */
export function withBlocked(blocklist: string, entry: string): string {
  const entries = blockEntries(blocklist);
  return entries.some((one) => blockEntry(one) === entry) ? blocklist : [...entries, entry].join(' ');
}

/** The block list without the entry. */
export function withoutBlocked(blocklist: string, entry: string): string {
  return blockEntries(blocklist)
    .filter((one) => blockEntry(one) !== entry)
    .join(' ');
}

/** The entry that covers an address or domain, such as the domain of a blocked address; null: none does. */
export function blockedBy(blocklist: string, entry: string): string | null {
  const probe = entry.includes('@') ? entry : `x@${entry}`;
  return blockEntries(blocklist).find((one) => isBlocked(probe, one)) ?? null;
}
