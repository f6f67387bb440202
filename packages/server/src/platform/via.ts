import { isStaff, type Via } from '@copydesk/rules';
import type { Viewer } from './viewer.ts';

/** By which path somebody who is signed in acts: a token is the API, a session the console or the help center. */
export function viaOf(viewer: Viewer): Exclude<Via, 'MAIL'> {
  if (viewer.door.kind === 'TOKEN') return 'API';
  return isStaff(viewer) ? 'CONSOLE' : 'HELP_CENTER';
}
