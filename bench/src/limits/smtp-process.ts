import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { callbackify } from 'node:util';
import { SMTPServer } from 'smtp-server';

/** The limit of taking mail in: each is in a file and on the disk before it is acknowledged; nobody reads it. */
const directory = mkdtempSync(path.join(tmpdir(), 'copydesk-bench-mail-'));
let files = 0;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData: (stream, _session, callback) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', () => kept(chunks, callback));
  },
});

async function keep(chunks: readonly Buffer[]): Promise<void> {
  files += 1;
  const file = await open(path.join(directory, String(files)), 'w');
  await file.writeFile(Buffer.concat(chunks));
  await file.datasync();
  await file.close();
}

const kept = callbackify(keep);

process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
process.once('disconnect', () => process.exit(0));
const listening = server.listen(0, '127.0.0.1', () => {
  process.send!({ port: (listening.address() as AddressInfo).port });
});
