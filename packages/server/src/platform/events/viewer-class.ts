import { isStaff } from '@copydesk/rules';
import type { Viewer } from '../viewer.ts';

const classes = new WeakMap<Viewer, string>();

/**
 * Viewers of a class are shown the same of a ticket that they may see, and so share one execution. The class of staff is
 * all that `may` reads of them but who they are; a customer is a class of their own, and so is everybody whose
 * subscription selects a field marked `@perViewer`.
 */
export function classOf(viewer: Viewer, perViewer: boolean): string {
  if (perViewer) return viewer.id;
  let known = classes.get(viewer);
  if (known === undefined) classes.set(viewer, (known = makeClass(viewer)));
  return known;
}

function makeClass(viewer: Viewer): string {
  if (!isStaff(viewer)) return viewer.id;
  return [viewer.role, viewer.mayCommentPublicly, ...viewer.departmentIds.toSorted()].join(' ');
}
