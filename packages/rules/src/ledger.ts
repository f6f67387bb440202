/** What happened to somebody's part in a ticket. */
export const PARTICIPATION_CHANGES = ['JOINED', 'LEFT', 'RESTRICTED', 'UNRESTRICTED'] as const;
export type ParticipationChange = (typeof PARTICIPATION_CHANGES)[number];

export const TAKING_PART_AS = ['REQUESTER', 'CC', 'FOLLOWER', 'ASSIGNEE'] as const;
export type TakingPartAs = (typeof TAKING_PART_AS)[number];

/** One entry of the participant ledger: each change of who takes part has a cause. */
export type ParticipationEntry = {
  /** Whose part changed, and who changed it: null: the desk itself, or somebody unknown. */
  name: string;
  by: string | null;
  bySelf: boolean;
  change: ParticipationChange;
  as: TakingPartAs;
  via: string | null;
  rule: string | null;
};

const PARTS: Readonly<Record<TakingPartAs, string>> = {
  REQUESTER: 'requester',
  CC: 'CC',
  FOLLOWER: 'a follower',
  ASSIGNEE: 'assignee',
};

const PATHS: ReadonlyMap<string | null, string> = new Map(
  Object.entries({
    CONSOLE: 'in the console',
    API: 'over the API',
    MAIL: 'by mail',
    HELP_CENTER: 'in the help center',
    RULE: 'by a rule of the department',
  }),
);

/** Why, by rule. What people did by hand needs no further word. */
const BECAUSE: ReadonlyMap<string | null, string> = new Map(
  Object.entries({
    'cc-by-mail': 'A public mail named them in Cc.',
    'to-becomes-cc': 'A public mail named them in To.',
    'staff-cc-follows': 'Staff whom a colleague copies by mail also follow.',
    'replying-agent-follows': 'Staff who answer by mail follow the ticket.',
    'cc-dropped': 'A reply to all left them out, with the requester on it.',
    'new-requester': 'Whoever opens a ticket is its requester.',
    'third-party-accepted': 'They had written as a third party, and an agent let them in.',
    'merge-cc': 'They were CC of a ticket that was merged into this one.',
    'merge-old-requester': 'They had opened a ticket that was merged into this one.',
    'merge-follower': 'They followed a ticket that was merged into this one.',
    'merge-not-picked': 'A merge took the CCs of the other ticket.',
    trigger: 'A trigger of the department did it.',
    'mail-command': 'A command in the first lines of a mail says so.',
  }),
);

/** One sentence: what happened, who did it, by which path, and why. */
export function participationSentence(entry: ParticipationEntry): string {
  const path = PATHS.get(entry.via);
  const said = [changeOf(entry), !entry.bySelf && entry.by !== null ? `by ${entry.by}` : ''].filter(Boolean).join(' ');
  return [`${said}${path ? `, ${path}` : ''}.`, BECAUSE.get(entry.rule)].filter(Boolean).join(' ');
}

function changeOf({ name, change, as, bySelf }: ParticipationEntry): string {
  switch (change) {
    case 'JOINED':
      return `${name} ${bySelf ? 'became' : 'was made'} ${PARTS[as]}`;
    case 'LEFT':
      return `${name} ${bySelf ? 'is no longer' : 'was taken off as'} ${PARTS[as]}`;
    case 'RESTRICTED':
      return `${name} was barred from the ticket in the help center`;
    case 'UNRESTRICTED':
      return `${name} was let into the ticket in the help center again`;
  }
}
