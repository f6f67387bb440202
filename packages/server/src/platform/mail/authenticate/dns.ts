import { Resolver } from 'node:dns/promises';

/** Asks DNS for the records of one type; rejects with a `code` (ENOTFOUND, ENODATA, ETIMEOUT, …) as Node's own do. */
export type DnsResolver = (name: string, type: string) => Promise<string[] | string[][]>;

type Known = { until: number; answer: Promise<string[] | string[][]> };

const MOST = 5_000;
const KEEP_MS = { found: 300_000, nothing: 60_000, failed: 10_000 };
/** After an answer failed to come, nobody is asked for so long: else every mail would wait for a dead network. */
const SILENT_MS = 30_000;

/**
 * The machine's own resolver, with a memory: a domain that sends many mails is asked for once in five minutes. `ask` is
 * what is asked (tests give their own).
 */
export function openDns(ask: DnsResolver = machineResolver(), now: () => number = Date.now): DnsResolver {
  const known = new Map<string, Known>();
  let silentUntil = 0;
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const before = known.get(key);
    if (before && before.until > now()) return before.answer;
    if (silentUntil > now()) return Promise.reject(unreachable(name));
    const answer = ask(name, type);
    const entry: Known = { until: now() + KEEP_MS.failed, answer };
    if (known.size >= MOST) known.delete(known.keys().next().value ?? '');
    known.delete(key);
    known.set(key, entry);
    answer.then(
      () => {
        entry.until = now() + KEEP_MS.found;
      },
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOTFOUND' || error.code === 'ENODATA') entry.until = now() + KEEP_MS.nothing;
        else if (error.code !== 'ESERVFAIL') silentUntil = now() + SILENT_MS;
      },
    );
    return answer;
  };
}

function machineResolver(): DnsResolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (name, type) => (await resolver.resolve(name, type)) as unknown as string[] | string[][];
}

function unreachable(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`DNS is out of reach: ${name} was not asked for.`), { code: 'ETIMEOUT' });
}
