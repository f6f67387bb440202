import {
  ACTS_AS,
  freshPolicy,
  policyKeys,
  TICKET_STATUSES,
  type DepartmentPolicy,
  type PolicyKey,
  type StatusFacts,
} from '../src/index.ts';

/** First lines of mails: commands well and badly written. */
export const COMMAND_TEXTS: readonly string[] = [
  '',
  'Hello',
  '#note',
  ' #note\nThe rest.',
  '#note\n\nThe rest.\n#public',
  '#note please',
  '#NOTE\nThe rest.',
  '# note',
  '##note',
  '#public',
  '#public true\n#status solved\nDone.',
  '#public TRUE',
  '#public: false',
  '#public false\nBetween us',
  '#public maybe\nText',
  ...[
    'new',
    'open',
    'answered',
    'pending',
    'hold',
    'on-hold',
    'on_hold',
    'solved',
    'Solved',
    'closed',
    '',
    'toString',
  ].map((word) => `#status ${word}\nText`),
  ...['low', 'normal', 'high', 'urgent', 'HIGH', 'highest', ''].map((word) => `#priority ${word}\nText`),
  '#tags roof, Storm;vip  two',
  '#tags',
  `#tags ${'x'.repeat(61)}`,
  '#assignee Ada@Example.org',
  '#assignee Ada Lind',
  '#assignee',
  '#requester rita@example.org',
  '#requester Rita',
  '#requester',
  '#department Billing',
  '#department',
  '#unknown\nText',
  '#unknown thing\n#note\nText',
  '\n\n#note\nText',
  'Text\n#note',
  '#note\r\n#status solved\r\nText',
  '#note\n \n#public\nText',
  '\u00A0#note\nText',
  '> #note\nText',
  `${'#note\n'.repeat(19)}Text`,
  `${'#note\n'.repeat(20)}#public\nText`,
  `${'#note\n'.repeat(25)}Text`,
  '#1042 is the number\nText',
  '#hashtag',
];

const NOTE = 'The customer is in arrears since March, and legal asked us not to promise a date for the repair.';
const SHORT = 'Do not pay before June.';
const JAPANESE = 'この顧客は三月から支払いが滞っており、法務部は修理日を約束しないよう求めています。';

/** A mail's text, the ticket's internal texts, its public texts. */
export const LEAK_TEXTS = (): [string, string[], string[]][] => {
  const mails = [
    NOTE,
    NOTE.toUpperCase(),
    NOTE.replaceAll(' ', '\n> '),
    `Hello,\n${NOTE}\nBye`,
    NOTE.slice(0, 44),
    NOTE.slice(0, 38),
    NOTE.slice(20),
    SHORT,
    `Well: ${SHORT}`,
    'Do not pay',
    JAPANESE,
    JAPANESE.slice(0, 22),
    JAPANESE.slice(0, 18),
    JAPANESE.normalize('NFD'),
    'Something else altogether, as long as a window is, or even longer than that.',
    `Thanks.\n-- \n${NOTE}`,
    `Thanks.\n--\n${NOTE}`,
    `> Thanks.\n> -- \n> Ada\n${NOTE}`,
    `> -- \n> Ada\n\n> ${NOTE}`,
    `-- \nAda\n> ${NOTE}`,
    `${'x '.repeat(1_000)}${NOTE}`,
    '',
  ];
  const internals = [
    [],
    [NOTE],
    [SHORT],
    ['No.'],
    [JAPANESE],
    [SHORT, NOTE],
    ['  '],
    [`-- \n${NOTE}`],
    [`${NOTE}\n-- \nAda`],
  ];
  const publics = [[], [NOTE], [SHORT], ['Nothing to see.', `As said: ${NOTE}`]];
  const all = mails.flatMap((mail) =>
    internals.flatMap((inside) => publics.map((outside): [string, string[], string[]] => [mail, inside, outside])),
  );
  return [...all, [`${'x '.repeat(100_000)}${NOTE}`, [NOTE], []]];
};

const WRONG: readonly unknown[] = [
  null,
  true,
  'true',
  0,
  -1,
  1.5,
  1_000_000,
  '',
  'NOPE',
  [],
  ['NOPE'],
  [1],
  {},
  Number.NaN,
];

function valuesFor({ kind, bounds, values }: PolicyKey): unknown[] {
  const choices = [...(values ?? [])];
  if (kind === 'BOOL') return [true, false];
  if (kind === 'INT') return [bounds?.min, bounds?.max, (bounds?.min ?? 0) - 1, (bounds?.max ?? 0) + 1];
  if (kind === 'ENUM') return choices;
  if (kind === 'TEXT') return ['x', 'a@b.test', 'x'.repeat((bounds?.max ?? 0) + 1), ' a.test  b.test '];
  return [choices, choices.toReversed(), choices.slice(0, 1), [...choices, ...choices]];
}

/** Changes of a policy, right and wrong, key by key. */
export const POLICY_CHANGES = (): unknown[] => [
  null,
  [],
  'cc',
  {},
  { nope: {} },
  { nope: { enabled: true } },
  { cc: null },
  { cc: undefined },
  { cc: { nope: 1, enabled: undefined } },
  { cc: { enabled: true, fieldInLayout: false, layoutFieldRemovable: false } },
  { cc: { fieldInLayout: false } },
  { cc: { layoutFieldRemovable: false, fieldInLayout: false } },
  { mail: { hourlySoft: 30, hourlyHard: 20 } },
  { side: { maxRecipients: 5, maxExternal: 10 } },
  { cc: { enabled: 'yes', maxPerTicket: 900 }, mail: { hourlySoft: 0 } },
  ...policyKeys.flatMap((key) => {
    const [section = '', name = ''] = key.key.split('.');
    return [...valuesFor(key), ...WRONG].map((value) => ({ [section]: { [name]: value } }));
  }),
];

export const STATUS_FACTS = (): StatusFacts[] => {
  const policy: DepartmentPolicy = freshPolicy();
  const policies = (['KEEP', 'ANSWERED', 'SOLVED'] as const).flatMap((directOutsideStatus) =>
    [true, false].map((reopenOnCustomerReply) => ({
      ...policy,
      agentMail: { ...policy.agentMail, directOutsideStatus },
      ticket: { ...policy.ticket, reopenOnCustomerReply },
    })),
  );
  return [null, ...TICKET_STATUSES].flatMap((current) =>
    ACTS_AS.flatMap((actsAs) =>
      (['PUBLIC', 'INTERNAL', null] as const).flatMap((visibility) =>
        (['MAIL', 'CONSOLE'] as const).flatMap((via) =>
          [null, 'direct-outside', 'sole-address', 'otherwise'].flatMap((mailRule) =>
            ([null, 'SOLVED'] as const).flatMap((chosen) =>
              [false, true].flatMap((automatic) =>
                policies.map((one) => ({ current, actsAs, visibility, via, mailRule, chosen, automatic, policy: one })),
              ),
            ),
          ),
        ),
      ),
    ),
  );
};
