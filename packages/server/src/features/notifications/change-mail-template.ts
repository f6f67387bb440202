import { sql } from 'kysely';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import type { Language } from '../../platform/language.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Operator } from '../../platform/viewer.ts';
import { configureDepartment } from '../departments/index.ts';
import { checkMailTemplate, type MailKind, type MailText, type OwnTexts } from '../mail-texts/index.ts';

export type NamedTemplate = { departmentId: string; kind: MailKind; language: Language };
export type ChangeMailTemplate = NamedTemplate & { subject?: string | null; body: string };

/**
 * Gives a department a text of its own for one kind of mail in one language.
 *
 * @throws Refusal INVALID with line and reason for a text that cannot be parsed or that fails on a sample; NOT_FOUND,
 *   FORBIDDEN
 */
export async function changeMailTemplate(desk: Desk, actor: Operator, input: ChangeMailTemplate) {
  const { departmentId, kind, language } = input;
  const text: MailText = { subject: input.subject ?? '', body: input.body };
  return configureDepartment(desk, actor, departmentId, async (trx) => {
    const wrong = await checkMailTemplate(kind, language, text);
    if (wrong) throw Refusal.of('INVALID', wrong.message, [wrong.field]);
    const own = await readOwnTexts(trx, departmentId);
    const before = own[kind]?.[language] ?? null;
    if (before?.subject === text.subject && before.body === text.body) return null;
    await writeOwnTexts(trx, departmentId, { ...own, [kind]: { ...own[kind], [language]: text } });
    return { action: 'mail_template.changed', old: { kind, language, text: before }, new: { kind, language, text } };
  });
}

/** Takes a department's own text away: the desk's is used again. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function resetMailTemplate(desk: Desk, actor: Operator, { departmentId, kind, language }: NamedTemplate) {
  return configureDepartment(desk, actor, departmentId, async (trx) => {
    const own = await readOwnTexts(trx, departmentId);
    const { [language]: before, ...others } = own[kind] ?? {};
    if (!before) return null;
    await writeOwnTexts(trx, departmentId, { ...own, [kind]: others });
    return {
      action: 'mail_template.reset',
      old: { kind, language, text: before },
      new: { kind, language, text: null },
    };
  });
}

async function readOwnTexts(trx: Transaction, departmentId: string): Promise<OwnTexts> {
  const { rows } = await sql<{ texts: OwnTexts }>`
    select mail_templates as texts from department where id = ${departmentId}`.execute(trx);
  return rows[0]?.texts ?? {};
}

async function writeOwnTexts(trx: Transaction, departmentId: string, texts: OwnTexts): Promise<void> {
  const kept = Object.fromEntries(Object.entries(texts).filter(([, languages]) => Object.keys(languages).length > 0));
  await sql`
    update department set mail_templates = ${JSON.stringify(kept)}::jsonb where id = ${departmentId}`.execute(trx);
}
