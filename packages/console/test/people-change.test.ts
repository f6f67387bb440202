import { expect, test } from 'vitest';
import { consequences, type PersonChange } from '../src/features/admin/person-change.ts';

const ben: PersonChange = { role: 'AGENT', state: 'ACTIVE', departmentIds: ['claims', 'billing'] };

test('nothing changed means nothing, in whatever order the departments stand', () => {
  expect(consequences('Ben', ben, { ...ben, departmentIds: ['billing', 'claims'] })).toEqual([]);
});

test('a change of role says what is lost', () => {
  const said = consequences('Ben', ben, { ...ben, role: 'END_USER' }).join(' ');
  expect(said).toContain('so far Agent, becomes Customer');
  expect(said).toContain('all internal notes are closed to them');
});

test('a change of state or departments says what follows', () => {
  expect(consequences('Ben', ben, { ...ben, state: 'SUSPENDED' })).toHaveLength(1);
  expect(consequences('Ben', ben, { ...ben, departmentIds: ['claims'] })).toHaveLength(1);
});
