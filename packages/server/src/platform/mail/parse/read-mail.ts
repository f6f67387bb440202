import { createHash } from 'node:crypto';
import PostalMime, { addressParser, type Address, type Email } from 'postal-mime';
import { canonicalAddress } from '@copydesk/rules';
import { conversationOf, messageIdsIn } from '../canonical.ts';
import { readDeliveryReport } from './delivery-report.ts';
import { automaticBy, isForward } from './kinds-of-mail.ts';
import { cleanHtml } from './clean-html.ts';
import { cleanHtmlWithoutQuotes, isFormatted, sameText, saysMostOf, textOfHtml } from './html.ts';
import { MAIL_LIMITS, type Mailbox, type ParsedAttachment, type ParsedMail, type ParseResult } from './parsed-mail.ts';
import { readTextsByContent, withReadableHeaders } from './postal-mime-text.ts';
import { readForwarded } from './read-forwarded.ts';
import { splitQuoted } from './split-quoted.ts';
import { rasterTypeOfBytes } from '../images.ts';
import { withoutRatingTokens } from '../rating-token.ts';

/** A message that breaks a limit or a rule of mail; the message is its cause, a sentence. */
class Malformed extends Error {}

/**
 * Reads a message. Never throws: what cannot be read is `ok: false` with its cause. Runs in a worker, for the libraries
 * below may take long or much memory over a hostile message.
 */
export async function readMail(raw: Uint8Array): Promise<ParseResult> {
  let headers: Email['headers'] = [];
  try {
    checkRaw(raw);
    const parser = new PostalMime({
      maxNestingDepth: MAIL_LIMITS.levels,
      maxHeadersSize: MAIL_LIMITS.headerBytes,
      // A message within a message is an attachment: its words are not the sender's.
      forceRfc822Attachments: true,
    });
    readTextsByContent((parser as unknown as { root: object }).root);
    const email = await parser.parse(withReadableHeaders(raw, bodyStart(raw)));
    headers = email.headers;
    checkParts(parser);
    return { ok: true, mail: await mailOf(await withUndivided(email, raw), raw) };
  } catch (error) {
    return { ok: false, cause: causeOf(error), readable: readableOf(headers), gaveUp: false };
  }
}

/** Longer than anybody writes: the rest is in the original. */
const UNDIVIDED = 100_000;

/** A body whose parts nothing divides, for want of the boundary that the header names, is one text: its words are all there is. */
async function withUndivided(email: Email, raw: Uint8Array): Promise<Email> {
  const valueOf = (key: string) => email.headers.find((header) => header.key === key)?.value ?? '';
  const isEmpty = !email.text && !email.html && email.attachments.length === 0;
  if (!isEmpty || !/^\s*multipart\//iu.test(valueOf('content-type'))) return email;
  const encoding = oneLine(valueOf('content-transfer-encoding'));
  const head = `Content-Type: text/plain\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  const body = raw.subarray(bodyStart(raw)).subarray(0, UNDIVIDED);
  const { text = '' } = await PostalMime.parse(Buffer.concat([Buffer.from(head), body]));
  return { ...email, text };
}

function causeOf(error: unknown): string {
  if (error instanceof Malformed) return error.message;
  const said = error instanceof Error ? error.message : String(error);
  if (/nesting/iu.test(said)) return `The message has more than ${MAIL_LIMITS.levels} levels of parts.`;
  if (/header/iu.test(said)) return `The headers of the message are larger than ${MAIL_LIMITS.headerBytes / 1024} KB.`;
  return `The message cannot be read: ${said}`;
}

function readableOf(headers: Email['headers']) {
  const valueOf = (key: string) => headers.find((header) => header.key === key)?.value ?? null;
  const from = mailboxes(addressParser(valueOf('from') ?? ''))[0]?.address ?? null;
  return {
    from,
    subject: valueOf('subject')?.slice(0, 500) ?? null,
    messageId: messageIdsIn(valueOf('message-id'))[0] ?? null,
  };
}

const TOO_MANY_PEOPLE = `The message names more than ${MAIL_LIMITS.recipients} people.`;

/** Counts header lines, and whom they name, before anything is built from them. */
function checkRaw(raw: Uint8Array): void {
  if (raw.length > MAIL_LIMITS.bytes)
    throw new Malformed(`The message is larger than ${MAIL_LIMITS.bytes / 1024 / 1024} MB.`);
  const head = Buffer.from(raw.subarray(0, bodyStart(raw))).toString('latin1');
  const lines = head.split(/\r?\n(?![ \t])/u);
  if (lines.length > MAIL_LIMITS.headers)
    throw new Malformed(`The message has more than ${MAIL_LIMITS.headers} headers.`);
  const named = lines.filter((line) => /^(?:to|cc|reply-to)[ \t]*:/iu.test(line));
  // Reading them takes quadratic time. A name may hold signs of its own, and need not be of one person alone.
  if (named.join().split('@').length > MAIL_LIMITS.recipients * 4) throw new Malformed(TOO_MANY_PEOPLE);
}

function bodyStart(raw: Uint8Array): number {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const ends = ['\r\n\r\n', '\n\n']
    .map((end) => ({ at: bytes.indexOf(end), length: end.length }))
    .filter(({ at }) => at >= 0);
  const first = ends.toSorted((one, other) => one.at - other.at)[0];
  return first ? first.at + first.length : raw.length;
}

type Node = { childNodes: Node[] };

function checkParts(parser: PostalMime): void {
  const waiting = [(parser as unknown as { root: Node }).root];
  let count = 0;
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    count += 1;
    if (count > MAIL_LIMITS.parts) throw new Malformed(`The message has more than ${MAIL_LIMITS.parts} parts.`);
    waiting.push(...node.childNodes);
  }
}

/** Bounces often come from "MAILER-DAEMON" or from nobody at all. */
const UNNAMED_MACHINE: Mailbox = { name: '', address: 'mailer-daemon@invalid' };

async function mailOf(email: Email, raw: Uint8Array): Promise<ParsedMail> {
  const valuesOf = (key: string) => email.headers.filter((header) => header.key === key).map((header) => header.value);
  const first = (key: string) => valuesOf(key)[0] ?? null;
  const attachments = email.attachments.map(attachmentOf);
  const deliveryReport = await readDeliveryReport(email, attachments, raw);
  const from = valuesOf('from').flatMap((value) => mailboxes(addressParser(value)));
  if (from.length === 0 && deliveryReport) from.push(UNNAMED_MACHINE);
  const named = from.map(({ address }) => address).join(', ');
  if (valuesOf('from').length > 1) throw new Malformed(`The message has more than one From header: ${named}.`);
  if (from.length > 1) throw new Malformed(`The From header names more than one address: ${named}.`);
  if (from.length === 0) throw new Malformed('The message does not say whom it is from.');
  const replyTo = mailboxes(email.replyTo ?? []);
  const to = mailboxes(valuesOf('to').flatMap((value) => addressParser(value)));
  const cc = mailboxes(valuesOf('cc').flatMap((value) => addressParser(value)));
  if (to.length + cc.length + replyTo.length > MAIL_LIMITS.recipients) throw new Malformed(TOO_MANY_PEOPLE);
  const text = textsOf(email);
  const forward = isForward(email.subject ?? '', text.visibleText);
  return {
    from,
    sender: mailboxes(email.sender ? [email.sender] : [])[0] ?? null,
    replyTo,
    to,
    cc,
    subject: oneLine(email.subject ?? '').slice(0, 500),
    messageId: messageIdsIn(first('message-id'))[0] ?? null,
    inReplyTo: messageIdsIn(first('in-reply-to')).slice(0, 10),
    references: messageIdsIn(first('references')).slice(-100),
    threadIndex: conversationOf(first('thread-index')),
    date: email.date ?? null,
    ...text,
    headers: email.headers.map(({ key, value }) => ({ key, value })),
    attachments,
    deliveryReport,
    automatic: automaticBy(email.headers, email.subject),
    forward,
    forwarded: forward ? readForwarded(wholeText(email), email.subject ?? '') : null,
    bodySha256: createHash('sha256')
      .update(raw.subarray(bodyStart(raw)))
      .digest('hex'),
  };
}

/** Of what was forwarded much counts as quoted: here it is wanted. */
function wholeText(email: Email): string {
  const text = storable(email.text ?? '');
  if (text.trim() !== '') return text.replaceAll('\r\n', '\n');
  return storable(textOfHtml(cleanHtml((email.html ?? '').slice(0, MAIL_LIMITS.textCharacters))));
}

function textsOf(email: Email): Texts {
  const hasTextPart = (email.text ?? '').trim() !== '';
  const html = (email.html ?? '').slice(0, MAIL_LIMITS.textCharacters);
  if (!hasTextPart) return textsOfHtml(html);
  const { visible, quoted } = splitQuoted(storable(email.text ?? ''));
  return (
    (quoted === null && textsOfRicherHtml(email, visible, html)) || {
      visibleText: visible,
      quotedText: quoted,
      html: htmlThatSays(visible, html),
      hasTextPart,
    }
  );
}

type Texts = Pick<ParsedMail, 'visibleText' | 'quotedText' | 'html' | 'hasTextPart'>;

/**
 * Newsletters, invoices and the like say other things in HTML than in text, and people know them by the former. Then its
 * words count for all that looks at the words. Not in an answer: there its HTML may quote what its text does not.
 */
function textsOfRicherHtml(email: Email, visible: string, html: string): Texts | null {
  const answers = email.inReplyTo || email.references || isForward(email.subject ?? '', visible);
  if (answers || html === '' || html.length > MAIL_LIMITS.htmlBesideText || /^\s*#\w/mu.test(visible)) return null;
  const texts = textsOfHtml(html);
  if (texts.html === null || texts.quotedText !== null || sameText(texts.visibleText, visible)) return null;
  return saysMostOf(texts.visibleText, visible) ? texts : null;
}

/** The HTML, where it says exactly the visible text and nothing else: else a quoted note could slip in with it. */
function htmlThatSays(visible: string, html: string): string | null {
  if (html === '' || html.length > MAIL_LIMITS.htmlBesideText) return null;
  const cleaned = storable(cleanHtmlWithoutQuotes(html));
  const says = textOfHtml(cleaned);
  const same = says !== '' && sameText(says, visible) && sameText(splitQuoted(says).visible, visible);
  return same && isFormatted(cleaned) ? cleaned : null;
}

function textsOfHtml(html: string): Texts {
  const own = storable(cleanHtmlWithoutQuotes(html));
  const ownText = textOfHtml(own, { marksQuotes: false });
  const { visible } = splitQuoted(ownText);
  const whole = storable(textOfHtml(cleanHtml(html)));
  const quoted = sameText(whole, visible)
    ? null
    : whole.startsWith(visible)
      ? whole.slice(visible.length).trim()
      : whole;
  return {
    visibleText: visible,
    quotedText: quoted === '' ? null : quoted,
    html: isFormatted(own) && sameText(ownText, visible) ? own : null,
    hasTextPart: false,
  };
}

/** PostgreSQL's text holds no NUL, and lone surrogates are no characters. Quoted links to rate are their reader's alone. */
function storable(text: string): string {
  return withoutRatingTokens(text.slice(0, MAIL_LIMITS.textCharacters).replaceAll('\0', '').toWellFormed());
}

/**
 * Control characters, and those that turn the direction of what follows: a name or a file's name would read as another
 * (`inv`, U+202E, `fdp.exe`). The marks that Hebrew and Arabic need (U+200E, U+200F) are none of these.
 */
const NOT_SHOWN = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

function oneLine(text: string): string {
  return storable(text)
    .replaceAll(/[\r\n\t]+/gu, ' ')
    .replaceAll(NOT_SHOWN, '')
    .trim();
}

/** Groups are opened; what has no address, or none that could be one, is left out. */
function mailboxes(addresses: readonly Address[]): Mailbox[] {
  return addresses
    .flatMap((one) => (one.group ? one.group : [one]))
    .map(({ name, address }) => ({
      name: oneLine(name).slice(0, 200),
      address: canonicalAddress(storable(address ?? '')),
    }))
    .filter(({ address }) => /^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/u.test(address));
}

function attachmentOf(attachment: Email['attachments'][number], index: number): ParsedAttachment {
  const { filename, mimeType, contentId } = attachment;
  const content =
    typeof attachment.content === 'string'
      ? new TextEncoder().encode(attachment.content)
      : new Uint8Array(attachment.content);
  const said = /^[\w.+-]+\/[\w.+-]+$/u.test(mimeType) ? mimeType.toLowerCase() : 'application/octet-stream';
  // Some programs do not say what an image within the text is.
  const isUnsaid = contentId && said === 'application/octet-stream';
  return {
    name:
      oneLine(filename ?? '')
        .replaceAll(/[/\\]/gu, '_')
        .slice(0, 255) || `attachment-${index + 1}`,
    contentType: (isUnsaid && rasterTypeOfBytes(content)) || said,
    contentId: contentId ? oneLine(contentId).replaceAll(/^<|>$/gu, '').slice(0, 255) : null,
    content,
  };
}
