import { setImmediate } from 'node:timers';
import DataLoader from 'dataloader';

/**
 * Asks for many at once what each of many callers asks for one of: while one batch is under way, the next gathers. A single
 * caller waits for nobody. An answer that is an Error rejects its caller alone.
 *
 * @param ask gives one answer per key, in the order of the keys; when it rejects, so does every caller of that batch
 * @param most keys of one batch
 */
export function together<Key, Value>(
  ask: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
  most: number,
): (key: Key) => Promise<Value> {
  let before: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<Key, Value>(
    (keys) => {
      const answer = ask(keys);
      // Only that both have ended is kept, and none of what they gave.
      before = Promise.allSettled([before, answer]).then(() => undefined);
      return answer;
    },
    // Those of the same turn of the event loop belong together.
    { cache: false, maxBatchSize: most, batchScheduleFn: (run) => void before.then(() => setImmediate(run)) },
  );
  return (key) => loader.load(key);
}

/** The same for work whose batch may fail by one of its keys: then each is done alone, and fails alone. */
export function togetherOrAlone<Key, Value>(
  ask: (keys: readonly Key[]) => Promise<readonly Value[]>,
  most: number,
): (key: Key) => Promise<Value> {
  const alone = async (key: Key) => {
    const [value] = await ask([key]);
    return value as Value;
  };
  return together(async (keys) => {
    try {
      return await ask(keys);
    } catch (error) {
      if (keys.length === 1) return [error instanceof Error ? error : new Error(String(error))];
      const results: (Value | Error)[] = [];
      for (const key of keys) results.push(await alone(key).catch((failure: Error) => failure));
      return results;
    }
  }, most);
}
