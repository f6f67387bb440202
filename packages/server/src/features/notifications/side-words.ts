import type { Language } from '../../platform/language.ts';

/** What mails of side conversations say beyond the words that all mails share. Nothing of it names a BCC, nor the ticket to people outside. */
export type SideWords = {
  /** Of the team's copies. */
  subject: (title: string) => string;
  lead: (title: string, number: number) => string;
  started: string;
  careful: string;
};

export const SIDE_WORDS: Readonly<Record<Language, SideWords>> = {
  en: {
    subject: (title) => `Side conversation: ${title}`,
    lead: (title, number) => `In the side conversation “${title}” of ticket ${number}:`,
    started: 'You started this side conversation.',
    careful: 'Careful: your reply is sent to everybody in this side conversation.',
  },
  ja: {
    subject: (title) => `サイドカンバセーション: ${title}`,
    lead: (title, number) => `チケット ${number} のサイドカンバセーション「${title}」:`,
    started: 'このサイドカンバセーションはあなたが開始しました。',
    careful: 'ご注意ください: 返信はこのサイドカンバセーションの全員に送信されます。',
  },
  cs: {
    subject: (title) => `Vedlejší konverzace: ${title}`,
    lead: (title, number) => `Ve vedlejší konverzaci „${title}“ požadavku ${number}:`,
    started: 'Tuto vedlejší konverzaci jste zahájili vy.',
    careful: 'Pozor: vaše odpověď půjde všem účastníkům této vedlejší konverzace.',
  },
};
