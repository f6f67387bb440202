import type { Email } from 'postal-mime';
import type { DeliveryReport, ParsedAttachment } from './parsed-mail.ts';

type Reported = DeliveryReport['recipients'][number];

/** Whom a report is about: from its machine-readable part, a header, or else the words of its text. */
export function reportedRecipients(email: Email, attachments: readonly ParsedAttachment[], text: string): Reported[] {
  const sections = sectionsOf(email, wordsOf(text));
  const status = attachments
    .filter(({ contentType }) => contentType === 'message/delivery-status')
    .flatMap(({ content }) => readStatus(new TextDecoder().decode(content.subarray(0, 100_000)), text, sections));
  if (status.length > 0) return status.slice(0, 50);
  return (sections.size > 1 ? [...sections].map(readSection) : readText(email, text)).slice(0, 50);
}

/** RFC 3464: blocks of fields, the first about the message, each further one about a recipient. */
function readStatus(part: string, text: string, sections: ReadonlyMap<string, string>): Reported[] {
  const unfolded = part.replaceAll(/\r?\n[ \t]+/gu, ' ');
  return unfolded
    .split(/\r?\n\s*\r?\n/u)
    .map((block) => {
      const status = field(block, 'Status');
      const diagnostic = (field(block, 'Diagnostic-Code') || status).slice(0, 500);
      const action = field(block, 'Action').toLowerCase();
      const address = (field(block, 'Final-Recipient') || field(block, 'Original-Recipient')).toLowerCase();
      const about = sections.get(address) ?? text;
      return {
        address,
        action,
        diagnostic,
        permanent: action === 'failed' && isDead(`${status} ${diagnostic}`, about),
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

/** What the report itself says, above what came back with it. */
function wordsOf(text: string): string {
  const start = text.search(ORIGINAL);
  return start > 0 ? text.slice(0, start) : text;
}

/** A line that begins with the address it is about: `<nora@example.com>: host mx.example.com said: 550 …` */
const HEADING =
  /^(?:[\s>*]{0,12}|[45]\d\d )<?([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+)>?(?=\s*:|\s*$|\s+\(|\.\.\.)/u;

/** By address, what a report in plain words says of each. */
function sectionsOf(email: Email, words: string): ReadonlyMap<string, string> {
  const own = ownAddresses(email);
  const sections = new Map<string, string>();
  let about: string | null = null;
  for (const line of words.slice(0, 20_000).split('\n')) {
    const named: string | undefined = HEADING.exec(line.slice(0, 400))?.[1]?.toLowerCase();
    if (named !== undefined && !own.has(named)) about = named;
    if (about !== null) sections.set(about, `${sections.get(about) ?? ''}${line}\n`);
  }
  return sections;
}

function ownAddresses(email: Email): ReadonlySet<string> {
  return new Set([email.from, ...(email.to ?? [])].map((one) => one?.address?.toLowerCase() ?? ''));
}

function readSection([address, section]: [string, string]): Reported {
  const diagnostic = diagnosticIn(section);
  return { address, action: 'failed', diagnostic, permanent: isDead(diagnostic, section) };
}

/** Without a machine-readable part: the address that a line is about, else the first that is neither the reporter's nor the reader's. */
function readText(email: Email, text: string): Reported[] {
  const named = email.headers.find(({ key }) => key === 'x-failed-recipients')?.value ?? '';
  const own = ownAddresses(email);
  const words = wordsOf(text);
  const [heading] = sectionsOf(email, words).keys();
  const addresses = [...`${named} ${heading ?? ''} ${words} ${text}`.matchAll(ADDRESS)].map(([address]) =>
    address.toLowerCase(),
  );
  const address = addresses.find((one) => !own.has(one) && !/^(?:postmaster|mailer-daemon)@/u.test(one));
  if (address === undefined) return [];
  const diagnostic = diagnosticIn(words);
  return [{ address, action: 'failed', diagnostic, permanent: isDead(diagnostic, words) }];
}

const WITH_CODE = /^.*\b[45]\d\d[ -].*$|^.*\b[45]\.\d{1,2}\.\d{1,2}\b.*$|^.*: [45]\d\d$/mu;

/** The first line with a code of SMTP, and the lines that it goes on in. */
function diagnosticIn(words: string): string {
  const found = WITH_CODE.exec(words);
  if (!found) return firstLine(words).trim().slice(0, 500);
  const rest = words.slice(found.index + found[0].length + 1).split('\n');
  const goesOn = rest.slice(0, 2);
  const end = goesOn.findIndex((line) => !/^[ \t]+\S/u.test(line) || /^\s*[45]\d\d[ -]/u.test(line));
  return [found[0], ...(end < 0 ? goesOn : goesOn.slice(0, end))]
    .map((line) => line.trim())
    .join(' ')
    .slice(0, 500);
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

/** RFC 3463: the mailbox or its domain does not exist, or has moved. */
const DEAD_CODE = /(?:^|[\s#(-])5\.(?:1\.(?:1|2|3|6|10)|4\.4)\b/u;
/** A full mailbox, a block, a policy, or something that may pass: nothing about the address. */
const ALIVE_CODE = /(?:^|[\s#('-])(?:4\.(?!1\.1\b)\d{1,2}\.\d{1,2}|5\.1\.[78]|5\.2\.[02-9]|5\.7\.(?!27\b)\d{1,3})\b/u;
const ALIVE_WORDS =
  /quota|mailbox (?:is )?full|full mailbox|too (?:many|large|big)|spam|blacklist|blocked|block list|banned|reputation|suspended|sender address|temporar|disabled|redundant|open relay|cannot send message for|not be delivered for|queue too long|try again later|no such file|couldn't create|recipient preferences|malformed or unexpected|warning message only|message will be retried|一杯/iu;
const DEAD_WORDS =
  /user unknown|user not exist|invalid domain|illegal host|a mail exchanger or ip|unknown (?:user|recipient|address|mailbox|local part|host)|no such (?:user|mailbox|recipient|address|account|person|domain)|(?:user|recipient|mailbox|account|address|userid|name|domain|host|destination)(?: (?:address|name|that you tried to reach|or domain))? (?:(?:is|was) )?(?:does not exist|doesn't exist|may not exist|not found|not known|not recognized|not listed|not reachable|unknown|invalid)|not listed in|invalid (?:recipient|mailbox|address|user|final delivery)|not (?:a valid|our customer)|doesn't have an? \S+ account|(?:check|verify) (?:if )?(?:the )?(?:recipient )?(?:mail )?address(?:es)? is correct|no mailbox|host unknown|couldn't find any host|no mail exchanger|no smtp service|(?:does not|doesn't) accept mail|null mx|no mx (?:record )?found|unrouteable address|host \S+ not found|has moved|no longer (?:valid|exists|works)|does not like recipient|recipient address rejected: access denied|no valid recipients|not accepting network messages|存在しません|宛先不明|ユーザが見つかりません|ディレクトリ/iu;

/** Said of the recipient by name: whatever the code beside it says. */
const NAMED_DEAD = /\binvalid recipient\b|recipient address rejected: access denied|doesn't have an? \S+ account/iu;
/**
 * Whoever took the recipient and refuses what came after speaks of the message, or of what the recipient wants to get,
 * whatever the words are.
 */
const AFTER_DATA =
  /in reply to (?:the )?end of DATA|after (?:the )?end of data|>>> (?:DATA|\.)\s*\n(?:\s*>?\s*)?<<< 5|smtp command\s*\n\s*DATA\b/iu;

/**
 * Is the address itself dead, so that nothing sent there will ever arrive? A full mailbox, a refused text, a block or a
 * mistake on the way is not: those may pass.
 */
function isDead(diagnostic: string, text: string): boolean {
  if (ALIVE_WORDS.test(diagnostic)) return false;
  if (NAMED_DEAD.test(diagnostic) && !/\b5\.2\.2\b/u.test(diagnostic)) return true;
  if (ALIVE_CODE.test(diagnostic)) return false;
  if (AFTER_DATA.test(`${diagnostic}\n${text}`) && !DEAD_CODE.test(diagnostic)) return false;
  if (DEAD_CODE.test(diagnostic) || DEAD_WORDS.test(diagnostic)) return true;
  return /\b5\.[05]\.0\b|\b5\.0\.\d|^\s*$/u.test(diagnostic) || !/[45]\d\d|[45]\.\d+\.\d+/u.test(diagnostic)
    ? !ALIVE_WORDS.test(text) && (DEAD_CODE.test(text) || DEAD_WORDS.test(text))
    : false;
}
