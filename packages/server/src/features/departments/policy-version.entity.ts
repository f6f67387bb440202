import { defineEntity, p } from '@mikro-orm/core';
import type { DepartmentPolicy, NamedPreset, Preset } from '@copydesk/rules';
import { writtenAt } from '../../platform/database/columns.ts';
import { Department } from './department.entity.ts';

/** A department's policy as it was, by the version that a comment's decision names. Never changed. */
export const PolicyVersion = defineEntity({
  name: 'PolicyVersion',
  tableName: 'policy_version',
  properties: {
    department: () => p.manyToOne(Department).mapToPk().primary().deleteRule('cascade'),
    version: p.integer().primary(),
    policy: p.json<DepartmentPolicy>(),
    preset: p.text().$type<Preset>(),
    basePreset: p.text().$type<NamedPreset>(),
    /** Null: the operator of the machine, by the command line. */
    actorId: p.uuid().nullable(),
    at: writtenAt(),
  },
});
