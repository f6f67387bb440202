import { once } from 'node:events';
import net from 'node:net';

type Waiting = { resolve(body: string): void; reject(error: Error): void };

/**
 * GraphQL over one kept HTTP/1.1 connection, one request at a time, and as little client as possible: on a small machine
 * what the client costs is taken from the server.
 */
export class HttpClient {
  readonly #socket: net.Socket;
  readonly #head: string;
  #received: Buffer = Buffer.alloc(0);
  #waiting: Waiting | null = null;

  private constructor(socket: net.Socket, url: URL, token: string) {
    this.#socket = socket;
    this.#head =
      `POST /graphql HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${token}\r\n` +
      'content-type: application/json\r\ncontent-length: ';
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('The server closed the connection.')));
  }

  static async open(url: string, token: string): Promise<HttpClient> {
    const to = new URL(url);
    const socket = net.connect({ host: to.hostname, port: Number(to.port), noDelay: true });
    await once(socket, 'connect');
    return new HttpClient(socket, to, token);
  }

  /** The answer's text. Rejects for any status but 200. */
  request(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${this.#head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (this.#received.length < end + 4 + length) return;
    const body = this.#received.toString('utf8', end + 4, end + 4 + length);
    this.#received = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = null;
    if (head.startsWith('HTTP/1.1 200') && Number.isFinite(length)) waiting?.resolve(body);
    else waiting?.reject(new Error(`The server answered: ${head.split('\r\n')[0]} ${body.slice(0, 500)}`));
  }
}
