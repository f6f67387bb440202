import { defineEntity, p } from '@mikro-orm/core';
import type { DepartmentPolicy, Preset } from '@copydesk/rules';
import { id, oneOf, writtenAt } from '../../platform/database/columns.ts';

export const Department = defineEntity({
  name: 'Department',
  tableName: 'department',
  properties: {
    id: id(),
    slug: p.text().unique(),
    name: p.text(),
    preset: p.text().$type<Preset>().default('COPYDESK'),
    policy: p.json<DepartmentPolicy>(),
    /** Rises by one with every change of the policy; a comment's decision names the version that made it. */
    policyVersion: p.integer().default(1),
    createdAt: writtenAt(),
  },
  checks: [
    {
      name: 'department_preset_known',
      expression: oneOf('preset', ['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT', 'CUSTOM']),
    },
    { name: 'department_slug_plain', expression: `slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'` },
  ],
});
