import { openMailParser, type MailParser } from './mail-parser.ts';
import type { ParseResult } from './parsed-mail.ts';

let parser: MailParser | null = null;

/** Reads a message in this process's pool of workers, which is started when first needed and keeps no process alive. */
export function parseMail(raw: Uint8Array): Promise<ParseResult> {
  parser ??= openMailParser();
  return parser.parse(raw);
}
