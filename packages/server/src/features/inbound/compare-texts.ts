import { repeatsInternal } from '@copydesk/rules';
import { withoutFarewell } from '../../platform/mail/parse/split-signature.ts';
import { openThreadPool, type ThreadPool } from '../../platform/threads/thread-pool.ts';

/** A mail's new and quoted text, and the texts of its ticket's comments. */
export type Compared = { mail: string; internal: readonly string[]; public: readonly string[] };

/** So many characters are compared in some milliseconds; more are somebody else's work. */
const AT_ONCE = 20_000;
const MILLISECONDS = 3_000;

let pool: ThreadPool | null = null;

/** Does the mail repeat what is internal? Nobody waits for long texts; where they take too long, it counts as if it did. */
export async function repeatsInternalText(compared: Compared): Promise<boolean> {
  const characters = [compared.mail, ...compared.internal, ...compared.public].reduce(
    (sum, { length }) => sum + length,
    0,
  );
  if (characters <= AT_ONCE) return repeats(compared);
  const script = new URL('./compare-texts-worker.ts', import.meta.url);
  pool ??= openThreadPool({ script, work: 'Comparing texts', timeoutMs: MILLISECONDS });
  return pool.ask<boolean>(compared).catch(() => true);
}

export function repeats({ mail, internal, public: known }: Compared): boolean {
  // The name and address below a note are no secret: they stand below the same agent's mails.
  return repeatsInternal(mail, internal.map(withoutFarewell), known);
}
