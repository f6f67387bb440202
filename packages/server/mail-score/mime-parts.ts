import { simpleParser } from 'mailparser';
import { readMail } from '../src/platform/mail/parse/read-mail.ts';
import { expectedOf, mailOf, scoreOf, textOf, type ScoredSet } from './corpus.ts';

type Case = { file: string; expected_file: string };

/**
 * Is every part there? Counted from mime4j's own trees: leaves that are no text/plain or text/html body (those become
 * the message's text), a message within a message being one.
 */
export async function scoreMimeParts(): Promise<ScoredSet> {
  const cases = expectedOf<Case>('mime4j').map((one) => ({
    ...one,
    attachments: attachmentsIn(textOf(one.expected_file)),
  }));
  return {
    set: 'MIME parts',
    says: 'mime4j’s messages: as many attachments as its trees have',
    scores: [
      await scoreOf('Copydesk', cases, async ({ file, attachments }) => {
        const read = await readMail(withFrom(mailOf(file)));
        return read.ok && read.mail.attachments.length === attachments;
      }),
      await scoreOf('mailparser', cases, async ({ file, attachments }) => {
        const parsed = await simpleParser(mailOf(file));
        return parsed.attachments.length === attachments;
      }),
      { reader: 'mime4j (made the list)', right: cases.length, of: cases.length, misses: [] },
    ],
  };
}

/** Some of the messages have no From header, or one without an address, which the desk asks of a mail; their parts are what is compared. */
function withFrom(raw: Buffer): Buffer {
  const text = raw.toString('latin1');
  const head = text.slice(0, Math.max(0, text.search(/\r?\n\r?\n/u)) || 4_096);
  if (/^from:.*@/imu.test(head)) return raw;
  const others = /^from:/imu.test(head) ? text.replace(/^from:.*(?:\r?\n[ \t].*)*\r?\n/imu, '') : text;
  return Buffer.from(`From: somebody@example.com\n${others}`, 'latin1');
}

/** Leaves of the tree, without those of messages within the message. */
function attachmentsIn(xml: string): number {
  const tags =
    xml.match(/<\/?(?:message|body-part|body|multipart|header|field)>|Content-(?:Type|Disposition):[^\n<]*/giu) ?? [];
  let depth = 0;
  let count = 0;
  let type = 'text/plain';
  let disposition = '';
  for (const tag of tags) {
    if (tag === '<message>') depth += 1;
    if (tag === '<message>' && depth === 2) count += 1;
    if (tag === '</message>') depth -= 1;
    if (depth !== 1) continue;
    if (tag === '<header>') [type, disposition] = ['text/plain', ''];
    if (/^content-type:/iu.test(tag)) type = tag.slice(13).trim().toLowerCase();
    if (/^content-disposition:/iu.test(tag)) disposition = tag.slice(20).trim().toLowerCase();
    const isText = /^text\/(?:plain|html)\b/u.test(type) && !disposition.startsWith('attachment');
    if (tag === '<body>' && !isText) count += 1;
  }
  return count;
}
