import PostalMime, { type Email } from 'postal-mime';
import { messageIdsIn } from '../canonical.ts';
import { reportedRecipients } from './reported-recipients.ts';
import type { DeliveryReport, ParsedAttachment } from './parsed-mail.ts';

/** What the signs of a report are looked for in. Texts are bounded: the words of a report stand at its beginning. */
type Seen = {
  email: Email;
  attachments: readonly ParsedAttachment[];
  header: (key: string) => string;
  from: string;
  subject: string;
  text: string;
};

const MACHINES =
  /^(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|po+st[-_.]?master|mail[-._]?delivery[-._](?:sub)?system|double-bounce|symantec_antivirus[\w-]*)(?:@|$)/iu;
const MACHINE_NAMES =
  /\b(?:mailer[- ]?daemon|mail delivery (?:sub)?system|system administrator|ndr administrator|mail system)\b/iu;

/** Managers of mailing lists (fml, majordomo, Mailman), and how they say that a list did not take a mail. */
const LIST_MANAGERS = /^(?:majordomo|listserv|mailman)@|-(?:admin|owner|request|bounces)@/iu;
const LIST_REFUSALS = /\bnot (?:a )?members?\b.*\b(?:ML|list)\b|^loop alert\b|\bawaits moderator approval\b/iu;

const SUBJECTS =
  /^(?:undeliver(?:able|ed)\b|undelivered mail|un?able to deliver|returned (?:mail|e-?mail|message|to sender)|return(?:ed)? mail|delivery (?:status )?(?:notification|report|failure|failed|problem|status|error)|delivery has failed|mail (?:delivery )?(?:system error|error|failed|failure|could not be delivered|undeliverable|status report)|mail delivery|(?:permanent )?delivery failure|failure (?:notice|delivery)|failed mail|message (?:delivery failure|status|undeliverable|could not be delivered|you sent blocked)|non[- ]?deliver|(?:could not|cannot) (?:send|deliver) message|warning: (?:message|could not send)|there was an error sending your mail|postfix smtp server: errors|nondeliverable mail|error sending|your message (?:could not|to|was not)|\*\*message you sent|メールを送信できません|メールエラー|メッセージを配信できません|配信不能|unzustellbar|mail konnte nicht zugestellt|message non distribué|échec de la remise|no se puede entregar|nedoručitelná|nedoruče)/iu;

const WORDS =
  /(?:could not be delivered|(?:was|were) (?:undeliverable|not delivered)|unable to deliver|(?:not|n't) (?:be )?reach(?:ed)? the following|undeliverable|delivery (?:to the following|of (?:the|this|your) (?:message|mail)|failed|failure|attempt)|failed (?:permanently|addresses follow)|permanent (?:fatal )?errors?|returned to sender|returning (?:it |message )?to sender|rejected (?:by|your|the) |was rejected|user unknown|unknown user|no such user|not found in|mailbox (?:is )?(?:full|unavailable|not found)|error (?:message below|delivering|transferring)|message (?:log|text) follows|trouble delivering|host (?:unknown|name lookup)|deferred:|connection timed out|did not like our|transcript of session|relay(?:ing)? denied|retry time not reached|exceeded the local limit|(?:couldn't|could not|cannot|can't) be (?:found|delivered)|送信できません|配信できません|送信に失敗|エラー|was blocked|not be sent|<<< [45]\d\d|\b[45]\d\d[ -][45]\.\d{1,2}\.\d{1,2}\b|^\s*[45]\d\d[ -])/imu;

const RETURNED =
  /^[-|\s*>]*(?:original message|returned message|message headers? follow|(?:this is|below is|here is) a copy of (?:the|your) (?:message|header)|unsent message|message text follows|----- (?:original|unsent|message) |received: (?:from|by) )/imu;

type Sign = { says: 'FROM_A_MACHINE' | 'ITS_WORDS' | 'WHAT_CAME_BACK'; seen: (mail: Seen) => boolean };

/** Each of these is enough. */
const PROOFS: readonly ((mail: Seen) => boolean)[] = [
  // People pass on what came back to them with all its parts: those alone are no proof.
  (mail) =>
    mail.attachments.some(({ contentType }) => contentType === 'message/delivery-status') &&
    (/^multipart\/report\b/iu.test(mail.header('content-type')) || isFromMachine(mail)),
  ({ email, attachments }) => isComplaint(email, attachments),
  ({ header }) => header('x-failed-recipients') !== '',
  ({ from, text }) =>
    from.endsWith('sns.amazonaws.com') && /\\?"(?:notification|event)Type\\?"/u.test(text.slice(0, 4_000)),
  ({ from, subject }) => LIST_MANAGERS.test(from) && LIST_REFUSALS.test(subject),
  ({ subject, attachments }) =>
    /^complaint about message from /iu.test(subject) &&
    attachments.some(({ contentType }) => contentType === 'message/rfc822'),
];

/** Two kinds of these together are, if a machine is one of them: people quote and pass on what came back to them. */
const SIGNS: readonly Sign[] = [
  { says: 'FROM_A_MACHINE', seen: ({ header }) => /^<>$|^<?mailer-daemon\b/iu.test(header('return-path')) },
  { says: 'FROM_A_MACHINE', seen: ({ from }) => MACHINES.test(from) },
  { says: 'FROM_A_MACHINE', seen: ({ header }) => MACHINE_NAMES.test(header('from')) },
  {
    says: 'FROM_A_MACHINE',
    seen: ({ header, from }) => from === '' && MACHINES.test(header('from').replace(/^<|>$/gu, '')),
  },
  { says: 'ITS_WORDS', seen: ({ subject }) => SUBJECTS.test(subject) },
  { says: 'ITS_WORDS', seen: ({ text }) => WORDS.test(text) },
  { says: 'WHAT_CAME_BACK', seen: ({ attachments }) => attachments.some(isOriginal) },
  { says: 'WHAT_CAME_BACK', seen: ({ text }) => RETURNED.test(text) },
];

/**
 * Reads a report about a message that somebody sent: a bounce or a delay (RFC 3464, and the many that do not keep to
 * it), or a complaint (RFC 5965). Null: it is none, for all that can be seen. An automatic answer of a person's mail
 * program is none (`automaticBy`).
 */
export async function readDeliveryReport(
  email: Email,
  attachments: readonly ParsedAttachment[],
  raw: Uint8Array,
): Promise<DeliveryReport | null> {
  const mail = seenOf(email, attachments, raw);
  if (/disposition-notification/iu.test(mail.header('content-type')) || !isReport(mail)) return null;
  const originals = attachments.filter(isOriginal);
  const nested = await Promise.all(originals.slice(0, 3).map(({ content }) => headerIdsOf(content)));
  const mentioned = [...mail.text.matchAll(/^[>|\s]{0,4}message-id:\s*(\S+)/gimu)].slice(0, 5);
  const ids = [
    ...nested.flat(),
    ...mentioned.flatMap(([, id]) => messageIdsIn(id)),
    ...messageIdsIn(mail.header('in-reply-to')),
    ...messageIdsIn(mail.header('references')),
  ];
  return {
    kind: isComplaint(email, attachments) ? 'COMPLAINT' : 'BOUNCE',
    originalMessageIds: [...new Set(ids)].slice(0, 20),
    recipients: reportedRecipients(email, attachments, mail.text),
  };
}

function isReport(mail: Seen): boolean {
  if (PROOFS.some((proves) => proves(mail))) return true;
  const found = new Set(SIGNS.filter(({ seen }) => seen(mail)).map(({ says }) => says));
  if (found.has('FROM_A_MACHINE')) return found.size >= 2;
  return SUBJECTS.test(mail.subject) && WORDS.test(mail.text) && found.has('WHAT_CAME_BACK');
}

function isFromMachine(mail: Seen): boolean {
  return SIGNS.some(({ says, seen }) => says === 'FROM_A_MACHINE' && seen(mail));
}

function seenOf(email: Email, attachments: readonly ParsedAttachment[], raw: Uint8Array): Seen {
  const header = (key: string) => email.headers.find((one) => one.key === key)?.value.trim() ?? '';
  return {
    email,
    attachments,
    header,
    from: email.from?.address ?? '',
    subject: (email.subject ?? '').trim(),
    // Old machines write MIME that nobody can take apart: then the words are looked for in the bytes.
    text: (email.text || email.html?.replaceAll(/<[^>]{0,500}>/gu, ' ') || bytesAsText(raw)).slice(0, 20_000),
  };
}

function bytesAsText(raw: Uint8Array): string {
  const text = Buffer.from(raw.subarray(0, 40_000)).toString('latin1');
  return text.slice(Math.max(0, text.search(/\r?\n\r?\n/u)));
}

function isComplaint(email: Email, attachments: readonly ParsedAttachment[]): boolean {
  return (
    email.headers.some(({ key, value }) => key === 'content-type' && /report-type="?feedback-report/iu.test(value)) ||
    attachments.some(({ contentType }) => contentType === 'message/feedback-report')
  );
}

function isOriginal({ contentType }: ParsedAttachment): boolean {
  return /^(?:message\/rfc822|text\/rfc822-headers|message\/global)/u.test(contentType);
}

async function headerIdsOf(content: Uint8Array): Promise<string[]> {
  const text = new TextDecoder('latin1').decode(content.subarray(0, 65_536));
  const end = text.search(/\r?\n\r?\n/u);
  const headersOnly = `${end < 0 ? text : text.slice(0, end)}\r\n\r\n`;
  const parsed = await PostalMime.parse(headersOnly, { forceRfc822Attachments: true });
  return messageIdsIn(parsed.messageId);
}
