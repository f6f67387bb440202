import { defaultTriggers, PRESET_POLICIES, type DepartmentPolicy } from '@copydesk/rules';
import { expect, test } from 'vitest';
import { partyOf, type TakingPart } from '../src/features/composer/recipients.ts';
import { toldOfChange } from '../src/features/ticket/told-of-change.ts';
import type { PersonPartsFragment, Role } from '../src/gql/graphql.ts';

const person = (name: string, role: Role = 'END_USER') =>
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
const many = ['carl', 'mia', 'nora', 'olaf', 'pia', 'quin'].map((name) => ({
  person: person(name),
  address: `${name}@x.test`,
  helpCenterAccess: true,
}));
const ticket = (ccs = many.slice(0, 1)): TakingPart => ({
  status: 'OPEN',
  subject: 'Roof claim',
  priority: 'NORMAL',
  tags: [],
  requester: person('rita'),
  assignee: null,
  ccs,
  followers: [person('fay', 'AGENT')],
  department: { supportAddresses: [], triggers: defaultTriggers(String) },
});
const author = partyOf(person('ben', 'AGENT'));
const policy = (notifyEvents: DepartmentPolicy['cc']['notifyEvents']): DepartmentPolicy => ({
  ...PRESET_POLICIES.COPYDESK,
  cc: { ...PRESET_POLICIES.COPYDESK.cc, enabled: true, notifyEvents },
});

test('who hears of an edit is what the department says', () => {
  const told = (events: DepartmentPolicy['cc']['notifyEvents']) =>
    toldOfChange('COMMENT_EDITED', 'PUBLIC', ticket(), { author, policy: policy(events) });
  expect(told(['PUBLIC_EDIT'])).toBe('Told by mail: rita, carl, fay.');
  expect(told(['PUBLIC_DELETE'])).toBe('Customers are not told. Told by mail: fay.');
});

test('of a note only the team hears, or nobody', () => {
  const events = { author, policy: policy(['PUBLIC_EDIT', 'PUBLIC_DELETE']) };
  expect(toldOfChange('COMMENT_DELETED', 'INTERNAL', ticket(), events)).toBe('Told by mail: fay.');
  expect(toldOfChange('COMMENT_DELETED', 'INTERNAL', { ...ticket(), followers: [] }, events)).toBe('Nobody is told.');
});

test('many are counted', () => {
  const told = toldOfChange('COMMENT_DELETED', 'PUBLIC', ticket(many), { author, policy: policy(['PUBLIC_DELETE']) });
  expect(told).toBe('Told by mail: rita, carl, mia, nora, olaf and 3 more.');
});
