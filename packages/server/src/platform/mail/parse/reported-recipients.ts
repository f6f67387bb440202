import type { Email } from 'postal-mime';
import type { DeliveryReport, ParsedAttachment } from './parsed-mail.ts';

type Reported = DeliveryReport['recipients'][number];

/** Whom a report is about: from its machine-readable part, a header, or else the words of its text. */
export function reportedRecipients(email: Email, attachments: readonly ParsedAttachment[], text: string): Reported[] {
  const status = attachments
    .filter(({ contentType }) => contentType === 'message/delivery-status')
    .flatMap(({ content }) => readStatus(new TextDecoder().decode(content.subarray(0, 100_000)), text));
  return (status.length > 0 ? status : readText(email, text)).slice(0, 50);
}

/** RFC 3464: blocks of fields, the first about the message, each further one about a recipient. */
function readStatus(part: string, text: string): Reported[] {
  const unfolded = part.replaceAll(/\r?\n[ \t]+/gu, ' ');
  return unfolded
    .split(/\r?\n\s*\r?\n/u)
    .map((block) => {
      const status = field(block, 'Status');
      const diagnostic = (field(block, 'Diagnostic-Code') || status).slice(0, 500);
      const action = field(block, 'Action').toLowerCase();
      return {
        address: (field(block, 'Final-Recipient') || field(block, 'Original-Recipient')).toLowerCase(),
        action,
        diagnostic,
        permanent: action === 'failed' && isDead(`${status} ${diagnostic}`, text),
      };
    })
    .filter(({ address, action }) => address !== '' && action !== '');
}

function field(block: string, name: string): string {
  const value = new RegExp(`^${name}:\\s*(.*)$`, 'imu').exec(block)?.[1]?.trim() ?? '';
  return value.replace(/^(?:rfc822|smtp|utf-8|x-[\w-]+)\s*;\s*/iu, '').replace(/^<|>$/gu, '');
}

const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+/gu;
const ORIGINAL =
  /^[-|\s*>]*(?:original message|message headers? follow|message text follows|(?:this is|below is) a copy|received: |return-path: |message-id: ).*/imu;

/** Without a machine-readable part: the first address that is neither the reporter's nor the reader's. */
function readText(email: Email, text: string): Reported[] {
  const named = email.headers.find(({ key }) => key === 'x-failed-recipients')?.value ?? '';
  const own = new Set([email.from, ...(email.to ?? [])].map((one) => one?.address?.toLowerCase() ?? ''));
  const start = text.search(ORIGINAL);
  const words = start > 0 ? text.slice(0, start) : text;
  const addresses = [...`${named} ${words} ${text}`.matchAll(ADDRESS)].map(([address]) => address.toLowerCase());
  const address = addresses.find((one) => !own.has(one) && !/^(?:postmaster|mailer-daemon)@/u.test(one));
  if (address === undefined) return [];
  const diagnostic = /^.*\b[45]\d\d[ -].*$|^.*\b[45]\.\d{1,2}\.\d{1,2}\b.*$/mu.exec(words)?.[0] ?? firstLine(words);
  return [
    { address, action: 'failed', diagnostic: diagnostic.trim().slice(0, 500), permanent: isDead(diagnostic, words) },
  ];
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

/** RFC 3463: the mailbox or its domain does not exist, or has moved. */
const DEAD_CODE = /(?:^|[\s#(-])5\.(?:1\.(?:1|2|3|6|10)|4\.4)\b/u;
/** A full mailbox, a block, a policy, or something that may pass: nothing about the address. */
const ALIVE_CODE = /(?:^|[\s#(-])(?:4\.\d{1,2}\.\d{1,2}|5\.2\.[02-9]|5\.7\.(?!27\b)\d{1,3})\b/u;
const ALIVE_WORDS =
  /quota|mailbox (?:is )?full|full mailbox|too (?:many|large|big)|spam|blacklist|blocked|block list|banned|reputation|suspended|sender address|temporar|disabled|redundant|open relay|cannot send message for|not be delivered for|queue too long|try again later|no such file|一杯/iu;
const DEAD_WORDS =
  /user unknown|user not exist|invalid domain|illegal host|a mail exchanger or ip|unknown (?:user|recipient|address|mailbox|local part|host)|no such (?:user|mailbox|recipient|address|account|person|domain)|(?:user|recipient|mailbox|account|address|userid|name|domain|host|destination)(?: (?:address|name|that you tried to reach|or domain))? (?:(?:is|was) )?(?:does not exist|doesn't exist|may not exist|not found|not known|not recognized|not listed|not reachable|unknown|invalid)|not listed in|invalid (?:recipient|mailbox|address|user|final delivery)|not (?:a valid|our customer)|doesn't have an? \S+ account|(?:check|verify) (?:if )?(?:the )?(?:recipient )?(?:mail )?address(?:es)? is correct|no mailbox|host unknown|couldn't find any host|no mail exchanger|no smtp service|(?:does not|doesn't) accept mail|null mx|has moved|no longer (?:valid|exists|works)|does not like recipient|recipient address rejected: access denied|no valid recipients|not accepting network messages|存在しません|宛先不明|ユーザが見つかりません|ディレクトリ/iu;

/**
 * Is the address itself dead, so that nothing sent there will ever arrive? A full mailbox, a refused text, a block or a
 * mistake on the way is not: those may pass.
 */
function isDead(diagnostic: string, text: string): boolean {
  if (ALIVE_CODE.test(diagnostic) || ALIVE_WORDS.test(diagnostic)) return false;
  if (DEAD_CODE.test(diagnostic) || DEAD_WORDS.test(diagnostic)) return true;
  return /\b5\.0\.\d|^\s*$/u.test(diagnostic) || !/[45]\d\d|[45]\.\d+\.\d+/u.test(diagnostic)
    ? !ALIVE_WORDS.test(text) && (DEAD_CODE.test(text) || DEAD_WORDS.test(text))
    : false;
}
