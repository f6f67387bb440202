/**
 * How long this thread worked without letting anything else have its turn, at most: the CPU time between two timers of a
 * millisecond, in ms. What other processes of the machine do meanwhile does not count; waiting for I/O that blocks the
 * thread does not either.
 */
export async function longestTurn<T>(work: () => Promise<T>): Promise<{ longest: number; result: T }> {
  let longest = 0;
  let before = process.threadCpuUsage();
  const note = () => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.threadCpuUsage();
  };
  const timer = setInterval(note, 1);
  try {
    const result = await work();
    return { longest, result };
  } finally {
    clearInterval(timer);
  }
}
