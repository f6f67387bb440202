import { Resolver } from 'node:dns/promises';

/** Asks DNS for the records of one type; rejects with a `code` (ENOTFOUND, ENODATA, ETIMEOUT, …) as Node's own do. */
export type DnsResolver = (name: string, type: string) => Promise<string[] | string[][]>;

type Known = { until: number; answer: Promise<string[] | string[][]> };

const MOST = 5_000;
const KEEP_MS = { found: 300_000, nothing: 60_000, failed: 10_000 };
/** After the network turned out to be dead, nobody is asked for so long: else every mail would wait for it. */
const SILENT_MS = 30_000;
/** Every resolver knows this name: where it gives no answer, it is not the servers of some domain that give none. */
const ALWAYS_THERE = ['com', 'NS'] as const;

/**
 * The machine's own resolver, with a memory: a domain that sends many mails is asked for once in five minutes. `ask` is
 * what is asked (tests give their own).
 *
 * Whoever sends mail chooses names, and may choose one whose servers never answer. That says nothing of other domains:
 * else a forged mail would only have to follow one of those.
 */
export function openDns(ask: DnsResolver = machineResolver(), now: () => number = Date.now): DnsResolver {
  const known = new Map<string, Known>();
  let silentUntil = 0;
  const askNetwork = (name: string, type: string) =>
    ask(name, type).catch(async (error: NodeJS.ErrnoException) => {
      if (!isAnswer(error)) {
        const network = await ask(...ALWAYS_THERE).then(
          () => true,
          (none: NodeJS.ErrnoException) => isAnswer(none),
        );
        if (!network) silentUntil = now() + SILENT_MS;
      }
      throw error;
    });
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const before = known.get(key);
    if (before && before.until > now()) return before.answer;
    if (silentUntil > now()) return Promise.reject(unreachable(name));
    const answer = askNetwork(name, type);
    const entry: Known = { until: now() + KEEP_MS.failed, answer };
    if (known.size >= MOST) known.delete(known.keys().next().value ?? '');
    known.delete(key);
    known.set(key, entry);
    answer.then(
      () => {
        entry.until = now() + KEEP_MS.found;
      },
      (error: NodeJS.ErrnoException) => {
        entry.until = now() + (isNothing(error) ? KEEP_MS.nothing : KEEP_MS.failed);
      },
    );
    return answer;
  };
}

function isNothing({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

/** Did a resolver say something, if only that it could not find out? */
function isAnswer(error: NodeJS.ErrnoException): boolean {
  return isNothing(error) || error.code === 'ESERVFAIL';
}

function machineResolver(): DnsResolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (name, type) => (await resolver.resolve(name, type)) as unknown as string[] | string[][];
}

function unreachable(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`DNS is out of reach: ${name} was not asked for.`), { code: 'ETIMEOUT' });
}
