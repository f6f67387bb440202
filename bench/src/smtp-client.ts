import { once } from 'node:events';
import net from 'node:net';

type Waiting = { resolve(line: string): void; reject(error: Error): void };

/** SMTP over one kept connection, one mail at a time, and as little client as possible. */
export class SmtpClient {
  readonly #socket: net.Socket;
  #received = '';
  #waiting: Waiting | null = null;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.#receive(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('The server closed the connection.')));
  }

  static async open(port: number): Promise<SmtpClient> {
    const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
    const client = new SmtpClient(socket);
    // Both: a refused connection fails both, and nobody would hear of the second.
    await Promise.all([client.#answer(), once(socket, 'connect')]);
    await client.#say('EHLO bench.example.org\r\n', '250');
    return client;
  }

  /** Resolves when the mail is taken. Rejects for any other answer. `mail` ends in CRLF and has no line that begins with a dot. */
  async send(from: string, to: string, mail: string): Promise<void> {
    await this.#say(`MAIL FROM:<${from}>\r\n`, '250');
    await this.#say(`RCPT TO:<${to}>\r\n`, '250');
    await this.#say('DATA\r\n', '354');
    await this.#say(`${mail}.\r\n`, '250');
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  async #say(text: string, expected: string): Promise<void> {
    const answer = this.#answer();
    this.#socket.write(text);
    const line = await answer;
    if (!line.startsWith(expected)) throw new Error(`The mail server answered: ${line}`);
  }

  #answer(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** An answer ends with the line that has a space behind its code. */
  #receive(chunk: string): void {
    this.#received += chunk;
    const last = /^\d{3} .*\r\n$/mu.exec(this.#received);
    if (!last) return;
    this.#received = '';
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(last[0].trimEnd());
  }
}
