import type { CreateTicketInput, PersonPartsFragment, Visibility } from '../../gql/graphql.ts';

/** A person of the desk, or an address that nobody has yet: exactly one of the two. */
export type Named = { person: PersonPartsFragment | null; email: string | null };

export type NewTicketDraft = {
  departmentId: string;
  requester: Named | null;
  ccs: readonly Named[];
  subject: string;
  body: string;
  visibility: Visibility;
  assignee: PersonPartsFragment | null;
  /** The same for every try of this ticket, so that a retry opens no second one. */
  clientKey: string;
};

export function emptyDraft(departmentId: string): NewTicketDraft {
  const clientKey = crypto.randomUUID();
  return {
    departmentId,
    requester: null,
    ccs: [],
    subject: '',
    body: '',
    visibility: 'PUBLIC',
    assignee: null,
    clientKey,
  };
}

export function nameOf({ person, email }: Named): string {
  return person?.name ?? email ?? '';
}

export function addressOf({ person, email }: Named): string | null {
  return person ? (person.addresses[0] ?? null) : email;
}

/** Are these the same person or address? */
export function isSame(a: Named, b: Named): boolean {
  return a.person && b.person ? a.person.id === b.person.id : addressOf(a) !== null && addressOf(a) === addressOf(b);
}

/** What is still missing, as a sentence; null: it can be opened. */
export function missing({ departmentId, requester, subject, body }: NewTicketDraft): string | null {
  if (departmentId === '') return 'Choose a department.';
  if (requester === null) return 'Say who asks.';
  if (subject.trim() === '') return 'Give it a subject.';
  if (body.trim() === '') return 'Write the first comment.';
  return null;
}

/** Who reads the first comment, in a sentence. */
export function whoReads({ visibility, requester, ccs }: NewTicketDraft): string {
  if (visibility === 'INTERNAL') return 'For the team only. Nobody outside is written to.';
  if (requester === null) return 'Goes to whoever asks.';
  const people = [`${nameOf(requester)} (To)`, ...ccs.map((cc) => `${nameOf(cc)} (Cc)`)];
  return `Goes to ${people.join(', ')}.`;
}

export function toInput(draft: NewTicketDraft): CreateTicketInput {
  const input = ({ person, email }: Named) => (person ? { id: person.id } : { email });
  const { departmentId, subject, body, visibility, requester, ccs, assignee, clientKey } = draft;
  return {
    departmentId,
    subject: subject.trim(),
    body,
    visibility,
    requester: requester ? input(requester) : null,
    ccs: ccs.map(input),
    assigneeId: assignee?.id ?? null,
    clientKey,
  };
}
