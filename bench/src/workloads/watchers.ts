import { startChild } from '../child.ts';

/** Which sockets to open; with tokens they subscribe, each with the next token and the next variables. */
export type Opening = {
  url: string;
  /** The address ends with the socket's number. */
  numbered?: true;
  tokens?: readonly string[];
  subscription?: { query: string; variables: readonly object[] };
  /** The number of the first socket. */
  from?: number;
  count: number;
};
export type Expected = {
  /** Frames that the busiest socket gets. */
  events: number;
  /** Frames of all sockets together. */
  frames: number;
};

/** Many sockets, in a process of their own, and the moments at which frames came to them. */
export type Watchers = {
  /** Opens more of them. */
  open(opening: Opening): Promise<void>;
  /**
   * From now on frames are counted. `arrived`, when all have come: for a socket's first frame, its second and so on, each
   * socket's moment by `machineClock`; 0 where none came.
   */
  expect(expected: Expected): Promise<{ arrived: Promise<Float64Array[]> }>;
  /** A frame as it came last. */
  frame(): Promise<string>;
  close(): Promise<void>;
};

export async function openWatchers(opening: Opening): Promise<Watchers> {
  const child = startChild('./workloads/watcher-process.ts', []);
  const ask = <T>(answer: string, message: object) => {
    const answered = child.receive<T>(answer);
    child.send(message);
    return answered;
  };
  const open = async (more: Opening) => void (await ask('opened', { open: more }));
  await open(opening);
  return {
    open,
    async expect(expected) {
      const arrived = child.receive<Float64Array[]>('arrived');
      await ask('armed', { expect: expected });
      return { arrived };
    },
    frame: () => ask('frame', { frame: true }),
    async close() {
      await ask('closed', { close: true });
      await child.stop();
    },
  };
}
