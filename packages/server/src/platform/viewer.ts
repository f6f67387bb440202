import type { Party } from '@copydesk/rules';

/**
 * Who is asking, as one statement found them: the person with what they may do, and by which door they came in. A door
 * that is closed (session ended, token revoked) ends its sockets.
 */
export type Viewer = Party & {
  accessVersion: number;
  door: { kind: 'SESSION'; id: string } | { kind: 'TOKEN'; id: string };
};

/** Who administers: an admin, or whoever runs the command line on the desk's own machine. */
export type Operator = Viewer | 'COMMAND_LINE';

/** The person; null for the command line. */
export const idOf = (actor: Operator): string | null => (actor === 'COMMAND_LINE' ? null : actor.id);
