import { isStaff, type Via } from '@copydesk/rules';
import type { Viewer } from './viewer.ts';

/**
 * By which path somebody who is signed in acts. Whatever customers do online is the help center's, whether a session or a
 * token says who they are; of staff, a token is the API and a session the console.
 */
export function viaOf(viewer: Viewer): Exclude<Via, 'MAIL'> {
  if (!isStaff(viewer)) return 'HELP_CENTER';
  return viewer.door.kind === 'TOKEN' ? 'API' : 'CONSOLE';
}
