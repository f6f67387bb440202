import { Gauge, Histogram, type Registry } from 'prom-client';
import type { Connection } from './connection.ts';

type Measured = {
  connections(): readonly Connection[];
  /** Called with the age, in milliseconds, of what the feed has just read. */
  onDelay(hear: (ms: number) => void): void;
};

/** What this node's live updates hold and how far behind the log they are. */
export function addLiveMetrics(registry: Registry, live: Measured): void {
  const registers = [registry];
  const delay = new Histogram({
    name: 'copydesk_feed_delay_seconds',
    help: 'Age of the newest event when this node read it from the log, page by page.',
    buckets: [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  });
  live.onDelay((ms) => delay.observe(Math.max(0, ms) / 1_000));
  const gauges: [name: string, help: string, read: (connections: readonly Connection[]) => number][] = [
    ['connections', 'Open sockets.', (all) => all.length],
    ['subscriptions', 'Open subscriptions.', (all) => sum(all, ({ subscribers }) => subscribers.size)],
    ['unread_bytes', 'Bytes that clients have not taken yet, all together.', (all) => sum(all, ({ unread }) => unread)],
    ['unread_bytes_max', 'Bytes that the slowest client has not taken yet.', (all) => max(all, ({ unread }) => unread)],
  ];
  for (const [name, help, read] of gauges) {
    const gauge: Gauge = new Gauge({
      name: `copydesk_live_${name}`,
      help,
      registers,
      collect: () => gauge.set(read(live.connections())),
    });
  }
}

function sum(all: readonly Connection[], of: (one: Connection) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

function max(all: readonly Connection[], of: (one: Connection) => number): number {
  return all.reduce((most, one) => Math.max(most, of(one)), 0);
}
