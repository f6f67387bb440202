import { sql } from 'kysely';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Operator } from '../../platform/viewer.ts';
import { requireConfigurer } from '../departments/index.ts';
import type { ChangeMailTemplate } from './change-mail-template.ts';
import { checkMailTemplate, sampleLetter, renderHtml, renderText } from '../mail-texts/index.ts';

/**
 * Shows a mail as a text would write it, about a ticket that does not exist.
 *
 * @throws Refusal as `changeMailTemplate` does
 */
export async function previewMailTemplate(
  desk: Desk,
  actor: Operator,
  { departmentId, kind, language, subject, body }: ChangeMailTemplate,
): Promise<{ subject: string; text: string; html: string }> {
  requireConfigurer(actor, departmentId);
  const { rows } = await sql<{ name: string }>`
    select name from department where id = ${departmentId}`.execute(desk.db);
  if (!rows[0]) throw Refusal.of('NOT_FOUND', 'There is no such department.', ['departmentId']);
  const text = { subject: subject ?? '', body };
  const wrong = await checkMailTemplate(kind, language, text);
  if (wrong) throw Refusal.of('INVALID', wrong.message, [wrong.field]);
  const letter = sampleLetter(kind, language, text, rows[0].name);
  return { subject: letter.subject, text: renderText(letter), html: renderHtml(letter) };
}
