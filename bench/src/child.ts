import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Child = {
  send(message: string | object): void;
  /** The next message that has the key; rejects when the process ends before. */
  receive<T>(key: string): Promise<T>;
  stop(): Promise<void>;
};

/** Starts a module of ours in a process of its own; it ends when it is disconnected. */
export function startChild(
  module: string,
  args: readonly string[],
  options: { execArgv?: readonly string[]; log?: (text: string) => void } = {},
): Child {
  const file = fileURLToPath(new URL(module, import.meta.url));
  const execArgv = ['--expose-gc', ...(options.execArgv ?? [])];
  const child: ChildProcess = fork(file, [...args], {
    // As the image runs the desk: some libraries check themselves elsewhere.
    env: { ...process.env, NODE_ENV: 'production' },
    execArgv,
    serialization: 'advanced',
  });
  child.on('message', (message: { log?: string }) => {
    if (message.log !== undefined) options.log?.(message.log);
  });
  const ended = once(child, 'exit');
  const failed = ended.then(([code]) => Promise.reject(new Error(`${module} ended with ${code}.`)));
  failed.catch(() => undefined);
  return {
    send: (message) => void child.send(message),
    receive: <T>(key: string) =>
      Promise.race([
        failed,
        new Promise<T>((resolve) => {
          const hear = (message: Record<string, T>) => {
            if (!(key in message)) return;
            child.off('message', hear);
            resolve(message[key] as T);
          };
          child.on('message', hear);
        }),
      ]),
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
