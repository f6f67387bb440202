import { describe, expect, it } from 'vitest';
import { previewOf, visibleHeaders, type ReplyDraft, type ToldTicket, type Trigger } from '../src/index.ts';
import { A, AS_IT_IS, C1, C2, F, G, policyWith, R, TRIGGERS } from './example.ts';

const COPYDESK = policyWith('COPYDESK', { cc: { enabled: true } });
const ticket: ToldTicket = { ...AS_IT_IS, requester: R, assignee: G, ccs: [C1], followers: [F] };
const draft: ReplyDraft = { author: G, visibility: 'PUBLIC', addCcs: [], removeCcIds: [], via: 'CONSOLE' };

/** Are customers told, where the trigger asks for the ticket's status to be this one? */
function told(status: string, given: Partial<ReplyDraft> = {}, before: Partial<ToldTicket> = {}): boolean {
  const [, ofComments] = TRIGGERS;
  const asking = { ...ofComments!, conditions: { all: [{ field: 'STATUS', is: 'IS', values: [status] }], any: [] } };
  const department = { policy: COPYDESK, triggers: [asking as Trigger] };
  return previewOf({ ...draft, ...given }, { ...ticket, ...before }, department).told.some(({ as }) => as === 'CC');
}

describe('triggers look at the ticket as the reply leaves it', () => {
  it.each<[string, string, Partial<ReplyDraft>, Partial<ToldTicket>?]>([
    ['an agent answers', 'ANSWERED', {}],
    ['an agent answers and solves', 'SOLVED', { status: 'SOLVED' }],
    ['an agent keeps the status', 'OPEN', { status: 'OPEN' }],
    ['the requester answers', 'OPEN', { author: R, via: 'HELP_CENTER' }, { status: 'SOLVED' }],
    ['another customer answers', 'OPEN', { author: C2, via: 'HELP_CENTER' }, { status: 'ANSWERED' }],
    ['an agent who asks answers', 'OPEN', { author: A }, { requester: A, status: 'SOLVED' }],
    ['nothing changes', 'ANSWERED', {}, { status: 'ANSWERED' }],
  ])('%s: %s', (_, status, given, before) => {
    const others = ['NEW', 'OPEN', 'ANSWERED', 'ON_HOLD', 'SOLVED', 'CLOSED'].filter((one) => told(one, given, before));
    expect(others).toEqual([status]);
  });
});

describe('what a preview holds', () => {
  const preview = (given: Partial<ReplyDraft>, of: ToldTicket = ticket) =>
    previewOf({ ...draft, ...given }, of, { policy: COPYDESK, triggers: TRIGGERS });

  it('whoever is a CC already is not added again, whoever is none is not taken off', () => {
    const { ccsAfter, leftOutIds, told: mails } = preview({ addCcs: [C1, C2], removeCcIds: [R.id] });
    expect([ccsAfter, leftOutIds]).toEqual([[C1, C2], []]);
    expect(mails.map(({ personId, rule }) => `${personId} ${rule}`)).toEqual([
      'rita told-requester',
      'carl told-cc',
      'cleo told-new-cc',
      'fay told-follower',
    ]);
  });

  it('only CCs of the ticket are left out of a reply', () => {
    const policy = policyWith('ZOHO_DESK', { cc: { enabled: true } });
    const left = previewOf({ ...draft, removeCcIds: [C1.id, C2.id] }, ticket, { policy, triggers: TRIGGERS });
    expect([left.leftOutIds, left.ccsAfter, left.cc]).toEqual([[C1.id], [C1], []]);
  });

  it('a note takes nobody off', () => {
    const { ccsAfter, leftOutIds, to, cc } = preview({ visibility: 'INTERNAL', addCcs: [C2], removeCcIds: [C1.id] });
    expect([ccsAfter, leftOutIds, to, cc]).toEqual([[C1], [], [], []]);
    const policy = policyWith('ZOHO_DESK', { cc: { enabled: true } });
    const note: ReplyDraft = { ...draft, visibility: 'INTERNAL', removeCcIds: [C1.id] };
    expect(previewOf(note, ticket, { policy, triggers: TRIGGERS }).leftOutIds).toEqual([]);
  });

  it('a customer’s reply is a public comment to CCs, an agent’s a reply', () => {
    const policy = policyWith('COPYDESK', { cc: { enabled: true, notifyEvents: ['PUBLIC_COMMENT'] } });
    const reaches = (author: ReplyDraft['author']) =>
      previewOf({ ...draft, author }, ticket, { policy, triggers: TRIGGERS }).told.some(({ as }) => as === 'CC');
    expect([reaches(R), reaches(G)]).toEqual([true, false]);
  });

  it('headers name nobody twice, and nobody who cannot be reached', () => {
    expect(visibleHeaders({ requester: R, ccs: [R, C1] }, COPYDESK)).toEqual({ to: [R], cc: [C1] });
    const gone = { ...R, state: 'DELETED' as const };
    expect(visibleHeaders({ requester: gone, ccs: [C1] }, COPYDESK)).toEqual({ to: [], cc: [C1] });
  });
});
