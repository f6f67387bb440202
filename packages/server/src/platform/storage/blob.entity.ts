import { defineEntity, p } from '@mikro-orm/core';
import { writtenAt } from '../database/columns.ts';

/** Bytes by their SHA-256 (hex), so that the same file is kept once and every node can read it. */
export const Blob = defineEntity({
  name: 'Blob',
  tableName: 'blob',
  properties: {
    sha256: p.text().primary(),
    size: p.integer(),
    content: p.blob(),
    createdAt: writtenAt(),
  },
});
