import { describe, expect, it } from 'vitest';
import { ACTIONS, may, openTo, ROLES, ticketScope, whyMayNot, hidesInternal } from '../src/index.ts';
import type { Action, Actor, PersonState, Role, Subject, SubjectTicket } from '../src/index.ts';
import { policyWith } from './example.ts';

/** What somebody can be to the ticket acted on; STRANGER: nothing. */
const RELATIONS = [
  'STRANGER',
  'DEPARTMENT',
  'ASSIGNEE',
  'REQUESTER',
  'CC',
  'RESTRICTED_CC',
  'CC_OFF',
  'REQUESTER_NO_HELP_CENTER',
  'CC_NO_HELP_CENTER',
  'FOLLOWER',
] as const;
type Relation = (typeof RELATIONS)[number];

const ALL: readonly Relation[] = RELATIONS;
const NONE: readonly Relation[] = [];
/** Staff see the tickets of their departments and those they take part in. */
const SEES: readonly Relation[] = RELATIONS.filter((relation) => relation !== 'STRANGER');
const EDITS: readonly Relation[] = ['DEPARTMENT', 'ASSIGNEE'];
const SPEAKS: readonly Relation[] = SEES.filter((relation) => relation !== 'FOLLOWER');
const CUSTOMER: readonly Relation[] = ['REQUESTER', 'CC'];

/** Who may, by relation: [admin, agent, light agent, end user]. The one table that the walk compares with. */
const EXPECTED: Readonly<Record<Action, readonly [...(readonly Relation[])[]]>> = {
  'ticket.read': [ALL, SEES, SEES, CUSTOMER],
  'ticket.edit': [ALL, EDITS, NONE, NONE],
  'ticket.assign': [ALL, EDITS, NONE, NONE],
  'comment.read': [ALL, SEES, SEES, CUSTOMER],
  'comment.write_public': [ALL, SPEAKS, NONE, CUSTOMER],
  'comment.write_internal': [ALL, SEES, SEES, NONE],
  'comment.make_internal': [ALL, EDITS, NONE, NONE],
  'comment.edit': [NONE, NONE, NONE, NONE],
  'comment.delete': [ALL, EDITS, NONE, NONE],
  'internal.read': [ALL, SEES, SEES, NONE],
  'cc.read': [ALL, SEES, SEES, CUSTOMER],
  'cc.add': [ALL, EDITS, NONE, CUSTOMER],
  'cc.change': [ALL, EDITS, NONE, NONE],
  'follower.change': [ALL, EDITS, NONE, NONE],
  follow: [ALL, SEES, SEES, NONE],
  'warning.resolve': [ALL, EDITS, NONE, NONE],
  'side.read': [ALL, SEES, SEES, NONE],
  'side.write': [ALL, EDITS, NONE, NONE],
  'rating.give': [NONE, NONE, NONE, CUSTOMER],
  'rating.read': [ALL, SEES, SEES, NONE],
  'department.read': [ALL, ALL, ALL, NONE],
  'department.configure': [ALL, NONE, NONE, NONE],
  'person.read': [ALL, ALL, ALL, CUSTOMER],
  'person.list': [ALL, ALL, ALL, NONE],
  'person.change': [ALL, NONE, NONE, NONE],
  'mail.read': [ALL, SEES, SEES, NONE],
  'mail.settle': [ALL, ALL, NONE, NONE],
  'address.clear': [ALL, ALL, NONE, NONE],
  'desk.watch': [ALL, ['DEPARTMENT'], ['DEPARTMENT'], NONE],
  'events.read': [ALL, SEES, SEES, CUSTOMER],
  'desk.administer': [ALL, NONE, NONE, NONE],
};

const ME = 'me';

function actor(
  role: Role,
  relation: Relation,
  state: PersonState = 'ACTIVE',
  mayCommentPublicly = true,
): NonNullable<Actor> {
  return { id: ME, role, state, mayCommentPublicly, departmentIds: [relation === 'DEPARTMENT' ? 'claims' : 'other'] };
}

function ticket(relation: Relation): SubjectTicket {
  const isCc = ['CC', 'RESTRICTED_CC', 'CC_OFF', 'CC_NO_HELP_CENTER'].includes(relation);
  return {
    departmentId: 'claims',
    requesterId: relation.startsWith('REQUESTER') ? ME : 'rita',
    assigneeId: relation === 'ASSIGNEE' ? ME : 'grace',
    ccIds: isCc ? ['carl', ME] : ['carl'],
    followerIds: relation === 'FOLLOWER' ? ['fay', ME] : ['fay'],
    restrictedIds: relation === 'RESTRICTED_CC' ? [ME] : [],
    customersMaySee: !relation.endsWith('NO_HELP_CENTER'),
    ccsMaySee: relation !== 'CC_OFF',
    agentAsRequester: 'SHOW_ALL',
  };
}

function subject(relation: Relation): Subject {
  return {
    ticket: ticket(relation),
    comment: { visibility: 'PUBLIC', authorId: 'rita' },
    departmentId: 'claims',
    personId: 'carl',
  };
}

describe('comments of one’s own', () => {
  const own = (relation: Relation, visibility: 'PUBLIC' | 'INTERNAL') => ({
    ticket: ticket(relation),
    comment: { visibility, authorId: ME },
  });
  /** By relation: [admin, agent, light agent, end user]. */
  it.each([
    ['PUBLIC', [ALL, SPEAKS, NONE, NONE]],
    ['INTERNAL', [ALL, SEES, SEES, NONE]],
  ] as const)('are edited by staff who could write them today: %s', (visibility, expected) => {
    for (const [index, role] of ROLES.entries()) {
      const allowed = RELATIONS.filter((relation) =>
        may(actor(role, relation), 'comment.edit', own(relation, visibility)),
      );
      expect([role, allowed]).toEqual([role, expected[index]]);
    }
  });

  it('are deleted by them, and by who edits the ticket', () => {
    expect(may(actor('LIGHT_AGENT', 'FOLLOWER'), 'comment.delete', own('FOLLOWER', 'INTERNAL'))).toBe(true);
    expect(may(actor('AGENT', 'REQUESTER'), 'comment.delete', own('REQUESTER', 'PUBLIC'))).toBe(true);
    expect(may(actor('AGENT', 'FOLLOWER'), 'comment.delete', subject('FOLLOWER'))).toBe(false);
    expect(may(actor('END_USER', 'REQUESTER'), 'comment.delete', own('REQUESTER', 'PUBLIC'))).toBe(false);
  });

  it('are public ones to whom may comment publicly alone', () => {
    const silenced = actor('AGENT', 'DEPARTMENT', 'ACTIVE', false);
    expect(may(silenced, 'comment.edit', own('DEPARTMENT', 'PUBLIC'))).toBe(false);
    expect(may(silenced, 'comment.edit', own('DEPARTMENT', 'INTERNAL'))).toBe(true);
  });
});

describe('every role, every relation', () => {
  it.each(ACTIONS)('%s', (action) => {
    for (const [index, role] of ROLES.entries()) {
      const allowed = RELATIONS.filter((relation) => may(actor(role, relation), action, subject(relation)));
      expect([role, allowed]).toEqual([role, EXPECTED[action][index]]);
    }
  });

  it.each(ACTIONS)('%s is for active people alone', (action) => {
    for (const relation of RELATIONS) {
      expect(may(null, action, subject(relation))).toBe(false);
      for (const state of ['SUSPENDED', 'SPAM', 'ANONYMOUS', 'DELETED'] as const) {
        for (const role of ROLES) expect(may(actor(role, relation, state), action, subject(relation))).toBe(false);
      }
    }
  });

  it.each(ACTIONS)('%s: what is not given grants nothing', (action) => {
    const byRole = new Set<Action>(['department.read', 'person.read', 'person.list']);
    for (const role of ['AGENT', 'LIGHT_AGENT', 'END_USER'] as const) {
      const ofFullAgents = action === 'mail.settle' || action === 'address.clear';
      const byRoleAlone = byRole.has(action) || (role === 'AGENT' && ofFullAgents);
      expect(may(actor(role, 'DEPARTMENT'), action, {})).toBe(role !== 'END_USER' && byRoleAlone);
    }
  });

  it('a comment that is not given is nobody’s and not public', () => {
    const hidden = { ...ticket('REQUESTER'), agentAsRequester: 'HIDE_ALL' as const };
    expect(may(actor('AGENT', 'REQUESTER'), 'comment.read', { ticket: hidden })).toBe(false);
  });

  it.each(ACTIONS)('%s: a refusal has a sentence, a permission none', (action) => {
    for (const relation of RELATIONS) {
      for (const who of [null, ...ROLES.map((role) => actor(role, relation))]) {
        const why = whyMayNot(who, action, subject(relation));
        expect(why === null).toBe(may(who, action, subject(relation)));
        expect(why ?? 'Nothing.').toMatch(/^[A-Z].+\.$/u);
      }
    }
  });
});

describe('in particular', () => {
  it('internal comments are for staff', () => {
    for (const relation of RELATIONS) {
      const internal: Subject = { ticket: ticket(relation), comment: { visibility: 'INTERNAL', authorId: ME } };
      expect(may(actor('END_USER', relation), 'comment.read', internal)).toBe(false);
      expect(may(actor('LIGHT_AGENT', relation), 'comment.read', internal)).toBe(relation !== 'STRANGER');
    }
  });

  it('staff of several departments watch each of them, and those of none nothing', () => {
    const of = (...departmentIds: string[]) => ({ ...actor('AGENT', 'STRANGER'), departmentIds });
    const watches = (who: Actor) => may(who, 'desk.watch', { departmentId: 'claims' });
    expect([of('other', 'claims'), of('other'), of()].map(watches)).toEqual([true, false, false]);
  });

  it('an agent who may not comment publicly does not', () => {
    for (const relation of RELATIONS) {
      expect(may(actor('AGENT', relation, 'ACTIVE', false), 'comment.write_public', subject(relation))).toBe(false);
    }
  });

  it('0-26: customers know the people of their ticket, and never its followers or assignee', () => {
    const knows = (personId: string, comment?: Subject['comment']): boolean =>
      may(actor('END_USER', 'CC'), 'person.read', { ticket: ticket('CC'), personId, ...(comment ? { comment } : {}) });
    expect(['rita', 'carl', ME].map((id) => knows(id))).toEqual([true, true, true]);
    expect(['fay', 'grace', 'xeno'].map((id) => knows(id))).toEqual([false, false, false]);
    expect(knows('grace', { visibility: 'PUBLIC', authorId: 'grace' })).toBe(true);
    expect(knows('grace', { visibility: 'INTERNAL', authorId: 'grace' })).toBe(false);
    expect(knows('fay', { visibility: 'PUBLIC', authorId: 'grace' })).toBe(false);
  });

  it('the scope of lists is what may be read', () => {
    for (const role of ROLES) {
      for (const relation of RELATIONS) {
        const who = actor(role, relation);
        expect(isInScope(who, ticket(relation))).toBe(may(who, 'ticket.read', { ticket: ticket(relation) }));
      }
    }
    expect(ticketScope(null)).toEqual({ kind: 'NONE' });
    expect(ticketScope(actor('ADMIN', 'DEPARTMENT', 'SUSPENDED'))).toEqual({ kind: 'NONE' });
    expect(ticketScope(actor('END_USER', 'CC'))).toEqual({ kind: 'CUSTOMER', personId: ME });
  });

  it.each([
    ['SUSPENDED', 'The account is suspended.'],
    ['SPAM', 'The account is spam.'],
    ['ANONYMOUS', 'The account is anonymous.'],
    ['DELETED', 'The account is deleted.'],
  ] as const)('who is %s hears why they do nothing, and nothing else', (state, sentence) => {
    expect(whyMayNot(actor('ADMIN', 'DEPARTMENT', state), 'ticket.edit', subject('DEPARTMENT'))).toBe(sentence);
  });

  it('a department opens its tickets to customers, to CCs, and its notes to agents who ask, each by its setting', () => {
    const opens = (change: Parameters<typeof policyWith>[1]) => openTo(policyWith('COPYDESK', change));
    const cc = (enabled: boolean, portalAccess: boolean) => opens({ cc: { enabled, portalAccess } }).ccsMaySee;
    expect([cc(true, true), cc(true, false), cc(false, true), cc(false, false)]).toEqual([true, false, false, false]);
    expect([true, false].map((enabled) => opens({ helpCenter: { enabled } }).customersMaySee)).toEqual([true, false]);
    const agentAsRequester = 'HIDE_ALL';
    expect(opens({ privacy: { agentAsRequester } })).toEqual({ ...opens({}), agentAsRequester });
  });
});

/** What a list's filter does with the scope. */
function isInScope(who: Actor, of: SubjectTicket): boolean {
  const scope = ticketScope(who);
  if (scope.kind === 'ALL') return true;
  if (scope.kind === 'NONE') return false;
  const { personId } = scope;
  if (scope.kind === 'STAFF') {
    const takesPart = [of.requesterId, of.assigneeId, ...of.ccIds, ...of.followerIds].includes(personId);
    return takesPart || scope.departmentIds.includes(of.departmentId);
  }
  const isCc = of.ccsMaySee && of.ccIds.includes(personId) && !of.restrictedIds.includes(personId);
  return of.customersMaySee && (of.requesterId === personId || isCc);
}

describe('privacy.agentAsRequester: an agent who is the requester', () => {
  const HIDDEN = ['internal.read', 'side.read', 'mail.read'] as const;
  const asking = (agentAsRequester: SubjectTicket['agentAsRequester'], more: Partial<SubjectTicket> = {}) => ({
    ticket: { ...ticket('REQUESTER'), agentAsRequester, ...more },
  });
  const internal = (authorId: string) => ({ comment: { visibility: 'INTERNAL' as const, authorId } });

  it.each([
    ['SHOW_ALL', 'REQUESTER', true],
    ['SHOW_ALL', 'DEPARTMENT', true],
    ['HIDE_PRIVATE_GROUPS', 'REQUESTER', false],
    ['HIDE_PRIVATE_GROUPS', 'DEPARTMENT', true],
    ['HIDE_ALL', 'REQUESTER', false],
    ['HIDE_ALL', 'DEPARTMENT', false],
  ] as const)('%s, as %s: %s', (setting, relation, reads) => {
    for (const role of ['AGENT', 'LIGHT_AGENT'] as const) {
      const me = actor(role, relation);
      const subject = asking(setting);
      for (const action of HIDDEN) expect([action, may(me, action, subject)]).toEqual([action, reads]);
      expect(may(me, 'comment.read', { ...subject, ...internal('grace') })).toBe(reads);
      expect(may(me, 'comment.read', { ...subject, ...internal(ME) })).toBe(true);
      expect(may(me, 'comment.read', { ...subject, comment: { visibility: 'PUBLIC', authorId: 'grace' } })).toBe(true);
      expect(may(me, 'ticket.read', subject)).toBe(true);
    }
  });

  it('other agents, admins, and the agent on other tickets read them', () => {
    const of = asking('HIDE_ALL', { requesterId: 'rita' });
    expect(may(actor('AGENT', 'DEPARTMENT'), 'internal.read', of)).toBe(true);
    expect(may(actor('ADMIN', 'DEPARTMENT'), 'internal.read', asking('HIDE_ALL'))).toBe(true);
    expect(may(null, 'internal.read', asking('SHOW_ALL'))).toBe(false);
    expect(hidesInternal(null, asking('HIDE_ALL').ticket)).toBe(false);
    expect(hidesInternal(actor('ADMIN', 'DEPARTMENT'), asking('HIDE_ALL').ticket)).toBe(false);
  });
});
