import { defaultTriggers, PRESET_POLICIES } from '@copydesk/rules';
import { expect, test } from 'vitest';
import {
  difference,
  partyOf,
  recipientsSentence,
  whoGetsIt,
  type TakingPart,
} from '../src/features/composer/recipients.ts';
import type { PersonPartsFragment, TicketPeopleFragment } from '../src/gql/graphql.ts';

const person = (name: string, role: PersonPartsFragment['role'] = 'END_USER') =>
  ({
    id: name,
    name,
    role,
    state: 'ACTIVE',
    mayCommentPublicly: true,
    addresses: [`${name}@x.test`],
    organization: null,
    departments: [],
  }) as PersonPartsFragment;
const cc = (who: PersonPartsFragment): TicketPeopleFragment['ccs'][number] => ({
  person: who,
  address: who.addresses[0] ?? null,
  helpCenterAccess: true,
});
const ticket: TakingPart = {
  status: 'OPEN',
  subject: 'Roof claim',
  priority: 'NORMAL',
  tags: [],
  requester: person('rita'),
  assignee: null,
  ccs: [cc(person('carl'))],
  followers: [person('fay', 'AGENT')],
  department: { supportAddresses: ['help@desk.test'], triggers: defaultTriggers(String) },
};
const ben = partyOf(person('ben', 'AGENT'));
const policy = PRESET_POLICIES.COPYDESK;
const added = (name: string) => ({ id: name, email: null, party: partyOf(person(name)) });

test('a public reply goes to requester, CCs and followers, each in their header', () => {
  const { recipients } = whoGetsIt(ticket, ben, policy, {
    visibility: 'PUBLIC',
    addCcs: [added('mia')],
    removeCcIds: [],
  });
  expect(recipients.map(({ name, header }) => `${name} ${header}`)).toEqual([
    'rita TO',
    'carl CC',
    'mia CC',
    'fay HIDDEN',
  ]);
  expect(recipientsSentence(recipients)).toBe('Goes to 4 people: rita (To), carl (Cc), mia (Cc), fay (hidden)');
});

test('a note goes to no customer', () => {
  const { recipients } = whoGetsIt(ticket, ben, policy, {
    visibility: 'INTERNAL',
    addCcs: [added('mia')],
    removeCcIds: [],
  });
  expect(recipients.map(({ name }) => name)).toEqual(['fay']);
});

test('whoever is over the limit is refused with the reason, and is not counted as a recipient', () => {
  const lower = { ...policy, cc: { ...policy.cc, maxPerTicket: 2 } };
  const draft = { visibility: 'PUBLIC' as const, addCcs: [added('mia'), added('noor')], removeCcIds: [] };
  const who = whoGetsIt(ticket, ben, lower, draft);
  expect([...who.refused.keys()]).toEqual(['noor']);
  expect(who.refused.get('noor')).toContain('a ticket takes 2 CCs');
  expect(who.recipients.map(({ name }) => name)).not.toContain('noor');
});

test('leaving a CC out makes room for another', () => {
  const lower = { ...policy, cc: { ...policy.cc, maxPerTicket: 1 } };
  const who = whoGetsIt(ticket, ben, lower, { visibility: 'PUBLIC', addCcs: [added('mia')], removeCcIds: ['carl'] });
  expect(who.refused.size).toBe(0);
  expect(who.recipients.map(({ name }) => name)).toEqual(['rita', 'mia', 'fay']);
});

test('many recipients are counted, none is called nobody', () => {
  const many = Array.from({ length: 7 }, (_, at) => ({ name: `p${at}`, header: 'CC' as const }));
  expect(recipientsSentence(many)).toBe('Goes to 7 people: p0 (Cc), p1 (Cc), p2 (Cc), p3 (Cc), p4 (Cc) and 2 more');
  expect(recipientsSentence([])).toBe('Goes to nobody: there is no one to write to.');
});

test('the difference names who is new and who is gone', () => {
  expect(difference(['a', 'b'], ['b', 'c'])).toEqual({ added: ['c'], gone: ['a'] });
});

test('what the department’s triggers say holds here as well', () => {
  const triggers = ticket.department.triggers.map((trigger) =>
    trigger.on.includes('COMMENT_ADDED')
      ? { ...trigger, actions: [{ kind: 'NOTIFY' as const, values: ['REQUESTER'] }] }
      : trigger,
  );
  const toRequester = { ...ticket, department: { ...ticket.department, triggers } };
  const draft = { visibility: 'PUBLIC' as const, addCcs: [], removeCcIds: [] };
  const names = whoGetsIt(toRequester, ben, policy, draft).recipients.map(({ name, because }) => `${name}: ${because}`);
  expect(names).toEqual([
    'rita: They are the requester, and the comment is public. Trigger: “Tell requester and CCs of public comments”.',
    'fay: They follow the ticket, unseen by the others.',
  ]);
});
