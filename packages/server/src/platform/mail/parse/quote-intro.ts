/** "wrote", as mail programs say it above what they quote. */
const WROTE =
  'wrote|writes|said|sent|schrieb|geschrieben|a écrit|écrit|escribió|escribiste|escreveu|ha scritto|scrive|schreef|geschreven|skrev|skriver|kirjoitti|napisał(?:\\(a\\)|a)?|napisal|pisze|napsal(?:\\(a\\)|a)?|píše|napísal(?:\\(a\\)|a)?|írta|a scris|написал(?:а|\\(а\\))?|пишет|пише|написа|έγραψε|yazdı|đã viết|menulis|je napisa(?:o|la)|pisao|rašė|rakstīja|kirjutas|כתב|كتب|يكتب|写道|寫道|写了|님이 작성|さんは書きました|のメール';
const ADDRESS = String.raw`[\w.!#$%&'*+/=?^{|}~-]{1,64}@[\w.-]{1,255}`;

/** `On Monday, Nora <nora@example.com> wrote:`, whole in one line. */
const SAYS_WHO = new RegExp(
  `(?:${ADDRESS}|["'“”]).*(?:${WROTE})[\\s):：-]*$|(?:${WROTE}).*${ADDRESS}[\\s>)\\]]*[:：]$`,
  'iu',
);
const NAMED = new RegExp(`^(?![-–—]{20})[-–—\\s]*[^-–—\\s].{0,60}\\s(?:${WROTE})[\\s:：-]*$`, 'iu');
const DATED = new RegExp(`^\\D{0,20}\\d.*<\\s?${ADDRESS}\\s?>\\s?[:：]?$`, 'u');
const HAS_DATE = /\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}[./]\d{1,2}/u;

/** The headers that mail programs show above what they quote: who, when, to whom, about what. */
const WHO =
  'from|von|de|da|van|från|fra|lähettäjä|od|от|від|feladó|expéditeur|kimden|从|发件人|寄件者|差出人|送信者|보낸 사람|מאת|من';
const REST =
  'sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|date d.envoi|message du|à|a|objet|sujet|copie à|enviado(?: el)?|fecha|para|asunto|assunto|data|inviato|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|vastaanottaja|aihe|wysłano|do|temat|odesláno|komu|předmět|дата|отправлено|кому|тема|elküldve|címzett|tárgy|gönderildi|kime|konu|发送时间|收件人|主题|送信日時|宛先|件名|日時|日付|받는 사람|제목|보낸 날짜';
const headerLine = (words: string) =>
  new RegExp(`^[>\\s]*\\*{0,2}(?:${words})\\*{0,2}\\s?[:：]\\*{0,2}(?:\\s|$)`, 'iu');
const IS_WHO = headerLine(WHO);
const IS_HEADER = headerLine(`${WHO}|${REST}`);

const TWO_HEADERS = new RegExp(`${IS_WHO.source}.*@.*\\s(?:${REST})\\s?[:：]\\s`, 'iu');

/** A line that separates: of dashes, with or without words between them. */
export const SEPARATOR = /^[\s>]*[-_=—*]{3,}[^\n]{0,80}$/u;

const LONGEST_INTRO = 3;
/** Marks of the writing direction, which stand around addresses in Hebrew and Arabic. */
const DIRECTION = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** How many lines from here say who wrote what follows; 0: none does. `lines` without their quote marks. */
export function introAt(lines: readonly string[], at: number): number {
  const first = lines[at]?.trim() ?? '';
  if (first === '' || first.startsWith('>') || first.length > 300) return 0;
  const longest = HAS_DATE.test(first) ? LONGEST_INTRO : 1;
  for (let count = 1; count <= longest; count += 1) {
    const part = lines.slice(at, at + count).map((line) => line.trim());
    if (part.at(-1) === '' || part.slice(1).some((line) => line.startsWith('>') && line !== '>:')) return 0;
    const said = part.join(' ').replaceAll(DIRECTION, '');
    const next = nextLine(lines, at + count);
    if (said.length > 400) return 0;
    if (SAYS_WHO.test(said) && /\d|@/u.test(said)) return count;
    if (next.startsWith('>') && (NAMED.test(said) || DATED.test(said))) return count;
  }
  return 0;
}

/** Does a block of headers begin here, as above a quoted mail? Two of them and an address, or three and who it is from. */
export function headersAt(lines: readonly string[], at: number): boolean {
  const block = lines.slice(at, at + 7).filter((line) => line.trim() !== '');
  if (!IS_HEADER.test(block[0] ?? '')) return false;
  // Two in one line, as HTML without line breaks has them.
  if (TWO_HEADERS.test(block[0] ?? '')) return true;
  const headers = block.slice(0, 6).filter((line) => IS_HEADER.test(line));
  if (headers.some((line) => line.includes('@'))) return headers.length >= 2;
  return headers.length >= 3 && headers.some((line) => IS_WHO.test(line));
}

/** What stands behind "From:" in a block of headers; null: the line says something else. */
export function authorIn(line: string): string | null {
  return IS_WHO.test(line) ? line.replace(IS_WHO, '').trim() : null;
}

/** Is the line one of such a block? */
export function isHeaderLine(line: string): boolean {
  return IS_HEADER.test(line);
}

function nextLine(lines: readonly string[], from: number): string {
  return (
    lines
      .slice(from, from + 3)
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}
