import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** One mail that the desk has sent out and that was answered with 250. */
export type Arrived = { messageId: string; to: string };
export type MailSink = { port: number; arrived: Arrived[]; close(): Promise<void> };

/** A mail server that takes all, and remembers each mail once more whenever it comes. */
export async function openMailSink(): Promise<MailSink> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const head = Buffer.concat(chunks)
          .toString('latin1')
          .split('\r\n\r\n')[0]!
          .replaceAll(/\r\n[ \t]/gu, ' ');
        const messageId = /^message-id:\s*(<[^>]+>)/imu.exec(head)?.[1] ?? '';
        arrived.push({ messageId, to: session.envelope.rcptTo[0]?.address ?? '' });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
