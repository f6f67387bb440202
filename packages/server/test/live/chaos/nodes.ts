import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('node.ts', import.meta.url));

/** Server processes on one database. `urls` is where they are now: it changes when one is killed and started again. */
export class Nodes {
  readonly urls: string[] = [];
  readonly #processes: ChildProcess[] = [];
  readonly #environment: NodeJS.ProcessEnv;

  constructor(databaseUrl: string, notify: boolean) {
    this.#environment = { ...process.env, DATABASE_URL: databaseUrl, NOTIFY: notify ? 'on' : 'off' };
  }

  async start(place: number): Promise<void> {
    const child = fork(script, {
      env: this.#environment,
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the node ended with ${code}`)));
    const [{ url }] = (await Promise.race([once(child, 'message'), failed])) as [{ url: string }];
    // Only a start that fails is of interest.
    failed.catch(() => undefined);
    this.#processes[place] = child;
    this.urls[place] = url;
  }

  /** Without a word to anybody. */
  async kill(place: number): Promise<void> {
    await this.#end(place, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((_, place) => this.#end(place, 'SIGTERM')));
  }

  async #end(place: number, signal: NodeJS.Signals): Promise<void> {
    const child = this.#processes[place];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}
