import { sql } from 'kysely';
import { LANGUAGES, type Language } from '../../platform/language.ts';
import { defineRowLoader, inOrderOf } from '../../platform/graphql/loaders.ts';
import { MAIL_KINDS, type MailKind, type MailText, type OwnTexts, variablesOf, WORDS } from '../mail-texts/index.ts';

export type MailTemplateRow = MailText & {
  kind: MailKind;
  language: Language;
  source: 'BUILT_IN' | 'DEPARTMENT';
  variables: readonly { name: string; sentence: string }[];
};

/** The texts that departments wrote themselves. */
export const ownTextsByDepartmentId = defineRowLoader<string, OwnTexts>(async (ids, { db }) => {
  const { rows } = await sql<{ id: string; texts: OwnTexts }>`
    select id, mail_templates as texts from department where id = any(${[...ids]}::uuid[])`.execute(db);
  return inOrderOf(ids, rows, (row) => row.id).map((row) => row?.texts ?? {});
});

/** Every text of a department's mails: its own where it has one, else the desk's. */
export function mailTemplatesOf(own: OwnTexts): MailTemplateRow[] {
  return MAIL_KINDS.flatMap((kind) => LANGUAGES.map((language) => mailTemplateOf(own, kind, language)));
}

export function mailTemplateOf(own: OwnTexts, kind: MailKind, language: Language): MailTemplateRow {
  const theirs = own[kind]?.[language];
  return {
    kind,
    language,
    ...(theirs ?? WORDS[language].texts[kind]),
    source: theirs ? 'DEPARTMENT' : 'BUILT_IN',
    variables: variablesOf(kind),
  };
}
