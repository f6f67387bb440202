import type { RatingScore } from '@copydesk/rules';
import { isLanguage, type Language } from '../../platform/language.ts';

/** All texts of the page that takes a rating. */
export type RateWords = {
  question: string;
  request: (number: number, department: string) => string;
  score: Readonly<Record<RatingScore, string>>;
  chosen: (score: string) => string;
  more: string;
  thanks: readonly [title: string, text: string];
  refused: readonly [title: string, text: string];
  unknown: readonly [title: string, text: string];
  busy: readonly [title: string, text: string];
  tooLong: string;
};

export const RATE_WORDS: Readonly<Record<Language, RateWords>> = {
  en: {
    question: 'How did we do?',
    request: (number, department) => `Request #${number} with ${department}`,
    score: { GOOD: 'Good', BAD: 'Not good' },
    chosen: (score) => `You chose “${score}”. Press the button to send it.`,
    more: 'Would you like to tell us more? (optional)',
    thanks: ['Thank you', 'Your rating has reached the team. The same link lets you change it.'],
    refused: ['You cannot rate this request any more', 'You no longer take part in it, or ratings are not asked for.'],
    unknown: [
      'This link does not work',
      'Links hold for 30 days. If there is something you would like to tell us, reply to one of our mails.',
    ],
    busy: ['Too many requests', 'Please try again in a minute.'],
    tooLong: 'Your text is too long: please shorten it to 5,000 characters.',
  },
  ja: {
    question: '対応はいかがでしたか',
    request: (number, department) => `${department}へのお問い合わせ #${number}`,
    score: { GOOD: '満足', BAD: '不満' },
    chosen: (score) => `「${score}」が選ばれています。ボタンを押すと送信されます。`,
    more: 'よろしければご意見をお聞かせください（任意）',
    thanks: ['ありがとうございました', '評価を担当チームに送信しました。同じリンクから変更できます。'],
    refused: [
      'このお問い合わせは評価できなくなりました',
      'お問い合わせの関係者から外れたか、評価の受付が終了しています。',
    ],
    unknown: [
      'このリンクは使用できません',
      'リンクの有効期間は30日間です。ご意見がありましたら、こちらからのメールにご返信ください。',
    ],
    busy: ['アクセスが多すぎます', '1分ほど待ってから、もう一度お試しください。'],
    tooLong: 'ご意見が長すぎます。5,000文字以内に短くしてください。',
  },
  cs: {
    question: 'Jak jste s námi spokojeni?',
    request: (number, department) => `Požadavek č. ${number}, ${department}`,
    score: { GOOD: 'Spokojenost', BAD: 'Nespokojenost' },
    chosen: (score) => `Zvoleno: „${score}“. Odešlete to tlačítkem.`,
    more: 'Chcete něco dodat? (nepovinné)',
    thanks: ['Děkujeme', 'Vaše hodnocení jsme předali týmu. Stejným odkazem je můžete změnit.'],
    refused: ['Tento požadavek už hodnotit nemůžete', 'Už se ho neúčastníte, nebo se hodnocení nesbírají.'],
    unknown: [
      'Tento odkaz neplatí',
      'Odkazy platí 30 dní. Pokud nám chcete něco sdělit, odpovězte na některý z našich e-mailů.',
    ],
    busy: ['Příliš mnoho požadavků', 'Zkuste to prosím znovu za minutu.'],
    tooLong: 'Text je příliš dlouhý: zkraťte jej prosím na 5 000 znaků.',
  },
};

/** The person's own language, else the first that their browser asks for and we have. */
export function pageLanguage(own: string | null, acceptLanguage: string | undefined): Language {
  if (isLanguage(own)) return own;
  const asked = (acceptLanguage ?? '').split(',').map((tag) => tag.trim().toLowerCase().slice(0, 2));
  return asked.find(isLanguage) ?? 'en';
}
