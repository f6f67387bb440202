/** BCP 47 tags of the languages that the desk writes mails in. */
export const LANGUAGES = ['en', 'ja', 'cs'] as const;
export type Language = (typeof LANGUAGES)[number];

export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** Words that are frequent in one of the languages and rare elsewhere; Czech also as it is typed without its marks. */
const FREQUENT: readonly { language: Language; words: ReadonlySet<string> }[] = [
  {
    language: 'cs',
    words: new Set(
      'dobrý dobry prosím prosim děkuji dekuji jsem jsme není neni který ktery která ktera které ktere protože protoze můžete muzete ještě jeste nebo také pozdravem včera vcera'.split(
        ' ',
      ),
    ),
  },
  { language: 'en', words: new Set('the and you with have please this my was not are thanks hello from'.split(' ')) },
];
/** So many different words of a list make a text one of its language. */
const ENOUGH_WORDS = 3;
/** Longer texts are judged by their beginning. */
const LOOKED_AT = 5_000;

/**
 * The language of a text, where it is plain to see; null otherwise. Kana make it Japanese (Chinese characters alone do
 * not), ě, ř and ů Czech (no neighbour has them), and else a few frequent words decide.
 */
export function languageOfText(text: string): Language | null {
  const start = text.slice(0, LOOKED_AT).normalize('NFC').toLowerCase();
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  const kana = start.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const han = start.match(/\p{Script=Han}/gu)?.length ?? 0;
  // A foreign name in a Japanese text, or a Japanese one in a foreign text, changes nothing.
  if (kana >= 2 && (kana + han) * 2 >= letters) return 'ja';
  if ((start.match(/[ěřů]/gu)?.length ?? 0) >= 2) return 'cs';
  const words = new Set(start.match(/\p{L}+/gu));
  const counts = FREQUENT.map(({ language, words: frequent }) => ({
    language,
    count: [...words].filter((word) => frequent.has(word)).length,
  })).toSorted((one, other) => other.count - one.count);
  const [first, second] = counts;
  return first && first.count >= ENOUGH_WORDS && first.count > (second?.count ?? 0) ? first.language : null;
}

/** What a mail says of its language (Content-Language, RFC 3282), else what its words say. */
export function languageOfMail(mail: {
  headers: readonly { key: string; value: string }[];
  visibleText: string;
}): Language | null {
  const said = mail.headers.find(({ key }) => key === 'content-language')?.value ?? '';
  const [tag = ''] = said
    .trim()
    .toLowerCase()
    .split(/[-_,;\s]/u);
  return isLanguage(tag) ? tag : languageOfText(mail.visibleText);
}
