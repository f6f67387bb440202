import type { Language } from '../../../platform/language.ts';
import type { MailWords } from '../mail-kinds.ts';
import { cs } from './cs.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';

/** The desk's own texts, by language. */
export const WORDS: Readonly<Record<Language, MailWords>> = { en, ja, cs };
