import { defineEntity, p } from '@mikro-orm/core';
import type { DepartmentPolicy, NamedPreset, Preset, Trigger } from '@copydesk/rules';
import { LANGUAGES, type Language } from '../../platform/language.ts';
import { id, oneOf, writtenAt } from '../../platform/database/columns.ts';

export const Department = defineEntity({
  name: 'Department',
  tableName: 'department',
  properties: {
    id: id(),
    slug: p.text().unique(),
    name: p.text(),
    preset: p.text().$type<Preset>().default('COPYDESK'),
    /** The named preset that was applied last: what it says, an edit departs from. */
    basePreset: p.text().$type<NamedPreset>().default('COPYDESK'),
    policy: p.json<DepartmentPolicy>(),
    /** Rises by one with every change of the policy; a comment's decision names the version that made it. */
    policyVersion: p.integer().default(1),
    /** Of its mails to people of whom no language is known. */
    language: p.text().$type<Language>().default('en'),
    /** Its own texts of mails: by kind, then language, `{ subject, body }`. */
    mailTemplates: p.json<object>().default('{}'),
    /** In the order in which they are asked. */
    triggers: p.json<Trigger[]>().defaultRaw(`'[]'`),
    /** Another with every change of the row or of its support addresses: the name of what it says. */
    revision: p.uuid().defaultRaw('gen_random_uuid()'),
    createdAt: writtenAt(),
  },
  checks: [
    {
      name: 'department_preset_known',
      expression: oneOf('preset', ['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT', 'CUSTOM']),
    },
    { name: 'department_language_known', expression: oneOf('language', [...LANGUAGES]) },
    {
      name: 'department_base_preset_named',
      expression: oneOf('base_preset', ['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT']),
    },
    { name: 'department_slug_plain', expression: `slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'` },
  ],
  triggers: [
    {
      name: 'department_revised',
      timing: 'before',
      events: ['update'],
      expression:
        `create trigger department_revised before update on department ` +
        `for each row execute function department_revised();`,
    },
  ],
});
