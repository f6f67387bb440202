import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DeskReady, DeskSettings, Order } from './desk-process.ts';
import type { KillPoint } from './kill-points.ts';
import type { Prepare, Prepared } from './prepare.ts';

const script = fileURLToPath(new URL('desk-process.ts', import.meta.url));
const BEFORE_NEXT_START = 100;
/** Loading the desk’s modules takes seconds of a busy machine, and they are the same each time. */
const compileCache = path.join(tmpdir(), 'copydesk-faults-compile-cache');

/**
 * A server process, and what a supervisor does for it: whenever it has ended, it is started again. `hasSpare`: by a process
 * that has loaded its modules already, for a desk that dies again and again.
 */
export class SupervisedDesk {
  /** Where it is now; its ports change with each start. Null: it is not there. */
  at: DeskReady | null = null;
  starts = 0;
  /** Ends that nobody here has asked for, while it was up. */
  ends: string[] = [];
  lastStart = new Date();
  readonly #settings: DeskSettings;
  readonly #hasSpare: boolean;
  #child: ChildProcess | null = null;
  #spare: ChildProcess | null = null;
  #expected = false;
  #closed = false;
  #changed = Promise.withResolvers<void>();
  readonly #running: Promise<void>;

  constructor(settings: DeskSettings, { hasSpare = false } = {}) {
    this.#settings = settings;
    this.#hasSpare = hasSpare;
    this.#running = this.#supervise();
    // Nothing that a test run leaves: it ends with us.
    process.once('exit', () => {
      this.#child?.kill('SIGKILL');
      this.#spare?.kill('SIGKILL');
    });
  }

  /** Resolves when it is up: at once, or at its next start. */
  async up(): Promise<DeskReady> {
    while (this.at === null) await this.#changed.promise;
    return this.at;
  }

  /** Resolves when the process that is up now has gone. */
  async gone(): Promise<void> {
    const { starts } = this;
    while (this.at !== null && this.starts === starts) await this.#changed.promise;
  }

  async kill(): Promise<void> {
    await this.up();
    this.#expected = true;
    this.#child?.kill('SIGKILL');
    await this.gone();
  }

  /** It kills itself when it next comes to the point. False: it did not come to it in time, and was killed. */
  async killAt(point: KillPoint, patience: number): Promise<boolean> {
    await this.up();
    this.#expected = true;
    this.#send({ arm: point });
    const reached = await Promise.race([this.gone().then(() => true), delay(patience, false, { ref: false })]);
    if (!reached) await this.kill();
    return reached;
  }

  /** A stop as an operator asks for it: it drains and ends. */
  async restart(): Promise<void> {
    await this.up();
    this.#expected = true;
    this.#child?.kill('SIGTERM');
    await this.gone();
    await this.up();
  }

  async prepare(what: Prepare): Promise<Prepared> {
    await this.up();
    return this.#ask<Prepared>({ prepare: what }, 'prepared');
  }

  /** Bytes of memory, after a collection. */
  async memory(): Promise<number> {
    await this.up();
    return this.#ask<number>({ memory: true }, 'memory');
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#expected = true;
    for (const child of [this.#child, this.#spare]) if (child?.connected) child.disconnect();
    const late = setTimeout(() => this.#child?.kill('SIGKILL'), 15_000);
    await this.#running;
    clearTimeout(late);
  }

  async #supervise(): Promise<void> {
    while (!this.#closed) {
      const child = this.#spare ?? this.#fork();
      this.#spare = null;
      this.#child = child;
      this.#expected = false;
      child.send({ start: true } satisfies Order);
      let said = '';
      child.stderr?.on('data', (chunk) => (said = `${said}${chunk}`.slice(-2_000)));
      child.on('message', (message: { ready?: DeskReady }) => {
        if (!message.ready) return;
        this.#tell(message.ready);
        if (this.#hasSpare && !this.#closed) this.#spare = this.#fork();
      });
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      if (this.at !== null && !this.#expected) this.ends.push(`ended with ${code ?? signal}: ${said.trim()}`);
      const neverUp = this.at === null && !this.#closed;
      this.#tell(null);
      if (neverUp) {
        this.#failures += 1;
        if (this.#failures > 300) throw new Error(`The desk does not start: ${said}`);
        await delay(BEFORE_NEXT_START);
      } else this.#failures = 0;
    }
  }

  #fork(): ChildProcess {
    return fork(script, [JSON.stringify(this.#settings)], {
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
  }

  #failures = 0;

  #tell(at: DeskReady | null): void {
    this.at = at;
    if (at) {
      this.starts += 1;
      this.lastStart = new Date();
    }
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  }

  #send(order: Order): void {
    this.#child?.send(order);
  }

  async #ask<T>(order: Order, key: string): Promise<T> {
    const child = this.#child!;
    const answered = new Promise<T>((resolve) => {
      const hear = (message: Record<string, T>) => {
        if (!(key in message)) return;
        child.off('message', hear);
        resolve(message[key] as T);
      };
      child.on('message', hear);
    });
    this.#send(order);
    return answered;
  }
}
