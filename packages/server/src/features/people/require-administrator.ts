import { may } from '@copydesk/rules';
import { Refusal } from '../../platform/refusal.ts';
import type { Operator } from '../../platform/viewer.ts';

/** @throws Refusal FORBIDDEN for everybody but admins and the command line */
export function requireAdministrator(actor: Operator): void {
  if (actor === 'COMMAND_LINE' || may(actor, 'person.change', {})) return;
  throw Refusal.of('FORBIDDEN', 'People are managed by admins.');
}
