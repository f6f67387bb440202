import { once } from 'node:events';
import { connect } from 'node:net';

/** Resolves when the SMTP door that listens on `host` greets; rejects with a sentence when it does not. */
export async function requireGreeting(host: string, port: number): Promise<void> {
  const socket = connect(port, host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);
  try {
    const [greeting] = (await once(socket, 'data', { signal: AbortSignal.timeout(1_500) })) as [Buffer];
    if (!greeting.toString('latin1').startsWith('220')) throw new Error('the SMTP door does not greet');
    socket.end('QUIT\r\n');
  } catch (error) {
    socket.destroy();
    throw new Error('the SMTP door does not answer', { cause: error });
  }
}
