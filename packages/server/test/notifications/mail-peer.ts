import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

export type Received = { from: string; to: string[]; raw: Buffer; mail: Email; header(name: string): string | null };

/** A real SMTP server that keeps what it takes. `refuse` answers a recipient with an SMTP code, once for each entry. */
export async function mailPeer() {
  const received: Received[] = [];
  let arrived = () => {};
  const refuse = new Map<string, { code: number; message: string; times: number }>();
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const refusal = refuse.get(address);
      if (!refusal || refusal.times === 0) return done();
      refusal.times -= 1;
      done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void keep(envelope, Buffer.concat(chunks), done);
      });
    },
  });
  async function keep({ mailFrom, rcptTo }: SMTPServerSession['envelope'], raw: Buffer, done: () => void) {
    const mail = await PostalMime.parse(raw);
    received.push({
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
      raw,
      mail,
      header: (name) => mail.headers.find(({ key }) => key === name.toLowerCase())?.value ?? null,
    });
    arrived();
    done();
  }
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse,
    /** The next messages, as soon as so many have come. */
    next: (count: number) =>
      new Promise<Received[]>((resolve) => {
        const from = received.length;
        arrived = () => {
          if (received.length - from >= count) resolve(received.slice(from));
        };
      }),
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
