import type { Signature } from './read-signatures.ts';

/** Headers by which the desk acts: who is copied, and which ticket it is. */
const ACTED_ON: Readonly<Record<string, string>> = {
  to: 'To',
  cc: 'Cc',
  subject: 'Subject',
  'in-reply-to': 'In-Reply-To',
  references: 'References',
  'thread-index': 'Thread-Index',
};

/**
 * The headers by which the desk acts that no one of these signatures covers whole. A signature stays valid when somebody
 * takes a signed message and adds a Cc, or puts a second To on top: it names the headers it is about, and how many.
 *
 * @param headers names of the message's headers, lower-case
 */
export function unsignedBy(signatures: readonly Signature[], headers: readonly string[]): string[] {
  const perSignature = signatures.map(({ covers }) => {
    const count = (among: readonly string[], key: string) => among.filter((one) => one === key).length;
    return Object.keys(ACTED_ON).filter((key) => count(headers, key) > count(covers, key));
  });
  const fewest = perSignature.toSorted((one, other) => one.length - other.length)[0] ?? Object.keys(ACTED_ON);
  return fewest.map((key) => ACTED_ON[key] ?? key);
}
