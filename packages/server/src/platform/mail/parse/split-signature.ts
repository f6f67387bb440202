/** Who wrote the text, as far as that is known: people sign with their name. */
export type Signer = { name: string; address: string };

/** A signature stands in the last lines; what is above them was written for this mail. */
const LAST_LINES = 60;
/** A signature's lines are short, but for what lawyers add. */
const SHORT = 80;
const MOST_LINES = 15;

/** Ends of letters, by language. They need nothing below them. */
const FAREWELLS = [
  '(?:with )?(?:(?:kind(?:est)?|best|warm(?:est)?|many|with) )?regards|best(?: wishes)?|all the best|cheers|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|yours|respectfully|take care',
  '(?:mit )?(?:freundliche[nm]|beste[nm]|herzliche[nm]|liebe[nm]|viele[nm]) (?:gr(?:ü|ue)(?:ß|ss)en|gru(?:ß|ss))|(?:viele|liebe|beste|schöne|herzliche|freundliche) gr(?:ü|ue)(?:ß|ss)e|(?:gru(?:ß|ss)|gr(?:ü|ue)(?:ß|ss)e)|lg|vg|mfg|hochachtungsvoll',
  '(?:bien )?cordialement|(?:sincères |meilleures |cordiales )?salutations(?: distinguées)?|bien à vous|amicalement|bonne (?:journée|réception)',
  '(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|un abrazo',
  '(?:cordiali|distinti|cari|migliori|tanti) saluti|saluti|cordialmente|un saluto',
  '(?:com os )?(?:melhores|meus) cumprimentos|cumprimentos|atenciosamente|abraços?|att',
  '(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg|hoogachtend',
  '(?:med )?(?:vänliga?|varma|bästa|många) hälsning(?:ar)?|hälsning(?:ar)?|mvh|(?:med )?(?:venlig|vennlig|kærlig|kjærlig|bedste|beste|god|de bedste|mange) hilsen(?:er)?|hilsen|vh|kh',
  '(?:ystävällisin|parhain) terveisin|terveisin|yst\\.? terv\\.?',
  'z (?:poważaniem|powazaniem|wyrazami szacunku)|(?:serdecznie )?pozdrawiam(?: serdecznie)?|(?:serdeczne )?pozdrowienia',
  's (?:přátelským )?pozdravem|s pozdravom|s (?:úctou|přáním hezkého dne)|zdravím|lep pozdrav|lijep pozdrav|srdačan pozdrav',
  'üdvözlettel|tisztelettel|köszönettel|cu (?:stimă|respect|drag)',
  'с уважением|с наилучшими пожеланиями|всего (?:доброго|наилучшего)|з повагою|с уважение|с поздрави|με εκτίμηση|με φιλικούς χαιρετισμούς',
  'saygılarımla|saygılarımızla|iyi çalışmalar|sevgiler|trân trọng',
  '敬具|草々|此致|敬礼|祝好|顺祝商祺|감사합니다|مع (?:أطيب )?(?:التحيات|تحياتي)|تحياتي|בברכה',
];

/** Thanks end a letter only with a name below them: else they are what the author had to say. */
const THANKS = [
  '(?:many )?thanks(?: (?:again|a lot|so much|in advance))?|thank you(?: (?:again|very much|so much|in advance))?|thx',
  '(?:vielen |besten |herzlichen )?dank(?: im voraus)?|danke(?: schön)?|merci(?: (?:beaucoup|d.avance))?|(?:muchas )?gracias|grazie(?: mille)?|(?:muito )?obrigad[oa]|(?:hartelijk |alvast )?bedankt|dank u|(?:mange )?tak|takk|tack(?: på förhand)?|kiitos',
  'dziękuję|děkuji|ďakujem|спасибо|teşekkürler|ευχαριστώ|mulțumesc|谢谢|謝謝|ありがとうございます',
];

const anyOf = (words: readonly string[]) => `(?:${words.join('|')})`;
const NAME = String.raw`\p{Lu}[\p{L}\p{M}.'’-]*(?:\s+(?:\p{Lu}|von|van|de|da|der|den|di|du|la|le)[\p{L}\p{M}.'’-]*){0,4}`;
const JOINED = String.raw`\s*(?:,|&|\+|and|und|et|y|e|en|och|og|i)\s+`;
const END = String.raw`[\s,.!;:–-]*`;

const FAREWELL = new RegExp(`^(?:${anyOf(THANKS)}${JOINED})?${anyOf(FAREWELLS)}${END}$`, 'iu');
const FAREWELL_AND_NAME = new RegExp(`^${anyOf(FAREWELLS)}[,.!]?\\s+`, 'iu');
const THANK = new RegExp(`^${anyOf(THANKS)}${END}$`, 'iu');
const ONLY_NAME = new RegExp(`^${NAME}\\.?$`, 'u');
const DASHED_NAME = new RegExp(`^(?:[-–—]|/|~)\\s?${NAME}$`, 'u');

/** RFC 3676, 4.3, and how people and programs draw the line. */
const MARK = /^--\s?$/u;
const LINE = /^(?:[-_=*~#+‐―─━═＝＿～※☆★◇◆□■.・]\s?){4,}$/u;

/** What mail programs add, by language. */
const SENT_FROM =
  /^(?:sent (?:from|via|with|using)(?: my| the)? |get outlook for |von (?:meinem|unterwegs) .{0,40}gesendet|gesendet (?:mit|von|über) |envoyé (?:de|depuis|avec|à partir) |enviado (?:desde|do|de|a partir) |inviato (?:da|dal|con) |verzonden (?:met|vanaf|via) |verstuurd vanaf |skickat från |sendt fra |lähetetty |wysłan[eo] z |odesláno z|отправлено с|надіслано з|(?:iphone|ipad|android|outlook).{0,12}から送信|发自我的|從我的.{0,20}傳送|나의 .{0,20}보냄|via mobile$|yahoo mail )/iu;
/** "Sent from my desk, is much easier than my phone." is a sentence. */
const SENTENCE = /[,;].{12}|\p{Ll}[.!?]\s+\p{Lu}/u;

/** What lawyers and scanners add, of any length. */
const DISCLAIMER =
  /^[*\s]*(?:disclaimer\b|confidentiality notice|(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication)\b.{0,80}(?:confidential|intended|privileged)|diese (?:e-?mail|nachricht) .{0,40}vertraulich|ce (?:message|courriel) .{0,60}confidentiel|este (?:mensaje|correo|e-?mail) .{0,60}confidencial|questo messaggio .{0,60}riservat|this e-?mail has been scanned|virus-?free\.)/iu;

const AFTERWARDS = /^p\.?\s?s\b|\?\s*$/iu;

/**
 * Splits what an author wrote from the signature below it: their farewell and name, their address and what their mail
 * program adds. `text` is without quoted history. A signature is recognised by how its first line reads, in the tongues of
 * the tables above, and by the lines below it, all of which must be short; where in doubt it is none. There is always a
 * text: a mail that is a signature alone has none.
 */
export function splitSignature(text: string, signer: Signer | null = null): { text: string; signature: string | null } {
  return splitWhere(text, (lines, at) => begins(lines, at, signer));
}

/**
 * The text without what stands below a farewell. The surest kind of signature, for who must not take a name and an address
 * for something that was said, nor leave out what was: data below a drawn line stay.
 */
export function withoutFarewell(text: string): string {
  return splitWhere(text, (lines, at) => FAREWELL.test(lineAt(lines, at)) && isTail(lines.slice(at + 1).map(plain)))
    .text;
}

type Begins = (lines: readonly string[], at: number) => boolean;

function splitWhere(text: string, isFirst: Begins): { text: string; signature: string | null } {
  const lines = text.trimEnd().split('\n');
  const first = Math.max(0, lines.length - LAST_LINES);
  for (let at = first; at < lines.length; at += 1) {
    if (!isFirst(lines, at)) continue;
    const said = lines.slice(0, at).join('\n').trimEnd();
    if (said.trim() === '') continue;
    return { text: said, signature: lines.slice(at).join('\n').trim() };
  }
  return { text, signature: null };
}

function begins(lines: readonly string[], at: number, signer: Signer | null): boolean {
  const line = lineAt(lines, at);
  if (line === '' || line.length > 2_000) return false;
  if (DISCLAIMER.test(line)) return true;
  const below = lines.slice(at + 1).map(plain);
  if (MARK.test(line)) return below.some((one) => one !== '');
  if (line.length > SHORT || !isTail(below)) return false;
  if (LINE.test(line)) return below.some((one) => one !== '' && !LINE.test(one));
  if (FAREWELL.test(line) || (SENT_FROM.test(line) && !SENTENCE.test(line))) return true;
  const next = below.find((one) => one !== '') ?? '';
  if (THANK.test(line)) return isName(next, signer) || LINE.test(next);
  const named = line.replace(FAREWELL_AND_NAME, '');
  if (named !== line) return isName(named, signer);
  // A name alone: after a gap, or the last line of a letter is taken for one.
  if (lineAt(lines, at - 1) !== '') return false;
  if (DASHED_NAME.test(line)) return !below.some((one) => one.startsWith(line.slice(0, 1)) && !LINE.test(one));
  return signer !== null && isName(line, signer) && wordsOf(line).some((word) => namesOf(signer).has(word));
}

const plain = (line: string) => line.trim().replaceAll(/^[*_]{1,2}(?=\p{L})|(?<=[\p{L},.!])[*_]{1,2}$/gu, '');

function lineAt(lines: readonly string[], at: number): string {
  return plain(lines[at] ?? '');
}

/** May these be the rest of a signature? Short lines, up to what lawyers add; no afterthought, no question. */
function isTail(below: readonly string[]): boolean {
  const legal = below.findIndex((line) => DISCLAIMER.test(line.slice(0, 400)));
  const own = (legal < 0 ? below : below.slice(0, legal)).filter((line) => line !== '');
  return own.length <= MOST_LINES && own.every((line) => line.length <= SHORT && !AFTERWARDS.test(line));
}

function isName(line: string, signer: Signer | null): boolean {
  if (line.length > 50) return false;
  if (ONLY_NAME.test(line)) return true;
  const words = wordsOf(line);
  return signer !== null && words.length <= 5 && words.some((word) => namesOf(signer).has(word));
}

function namesOf({ name, address }: Signer): ReadonlySet<string> {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@')));
  return new Set([...wordsOf(name), ...wordsOf(local)].filter((word) => word.length > 1));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
}
