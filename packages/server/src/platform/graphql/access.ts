import { isStaff } from '@copydesk/rules';
import type { Viewer } from '../viewer.ts';

export const audiences = ['ANYONE', 'SIGNED_IN', 'STAFF', 'STAFF_OR_SELF', 'ADMIN'] as const;
/** Whom `@access(to:)` lets read a field. */
export type Audience = (typeof audiences)[number];

/**
 * Is the viewer one of those a field is for? Nothing is looked up: the parent has been authorised already, and what it
 * is, is known. `parent` counts for STAFF_OR_SELF alone: it is the row of the person the field is about.
 */
export function isFor(audience: Audience, viewer: Viewer | null, parent: unknown): boolean {
  if (audience === 'ANYONE') return true;
  if (viewer === null) return false;
  if (audience === 'SIGNED_IN') return true;
  if (!isStaff(viewer)) return audience === 'STAFF_OR_SELF' && (parent as { id?: unknown } | null)?.id === viewer.id;
  return audience !== 'ADMIN' || viewer.role === 'ADMIN';
}
