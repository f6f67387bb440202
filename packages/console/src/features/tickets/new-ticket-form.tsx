import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { useLocation } from 'wouter';
import { errorSentence } from '../../app/live/error-code.ts';
import { useSigned } from '../../app/viewer.ts';
import { ErrorLine } from '../../design/states.tsx';
import { CreateTicketDocument, NewTicketDepartmentsDocument, type Visibility } from '../../gql/graphql.ts';
import { addressOf, emptyDraft, isSame, missing, toInput, whoReads, type Named } from './new-ticket-draft.ts';
import { NewTicketAssignee } from './new-ticket-assignee.tsx';
import { NewTicketPeople } from './new-ticket-people.tsx';
import classes from './new-ticket.module.css';

const SIDES: readonly { side: Visibility; word: string; hint: string }[] = [
  { side: 'PUBLIC', word: 'Public reply', hint: 'What the requester and the CCs read' },
  { side: 'INTERNAL', word: 'Internal note', hint: 'What only the team reads' },
];

/** A ticket with its first comment, for somebody who wrote by no mail: they called, or we write first. */
export function NewTicketForm({ close }: { close: () => void }) {
  const { viewer, departments } = useSigned();
  const client = useClient();
  const [at, go] = useLocation();
  const here = departments.find(({ slug }) => at.startsWith(`/views/d-${slug}`)) ?? departments[0];
  const [draft, setDraft] = useState(() => emptyDraft(here?.id ?? ''));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const subject = useRef<HTMLInputElement>(null);
  const [rules] = useQuery({ query: NewTicketDepartmentsDocument });
  const department = rules.data?.departments.find(({ id }) => id === draft.departmentId);
  const ours = new Set(rules.data?.departments.flatMap(({ supportAddresses }) => supportAddresses));
  const set = (part: Partial<typeof draft>) => setDraft((was) => ({ ...was, ...part }));
  const note = draft.visibility === 'INTERNAL';
  const lacks = missing(draft);

  const refuse = (picked: Named) => {
    const address = addressOf(picked);
    if (address !== null && ours.has(address)) return 'This is an address of the desk itself.';
    if (draft.requester !== null && isSame(picked, draft.requester)) return 'They are the one who asks.';
    return draft.ccs.some((cc) => isSame(cc, picked)) ? 'Already a CC of this ticket.' : null;
  };
  const submit = async () => {
    if (lacks !== null) return setError(lacks);
    setBusy(true);
    const { data, error: failed } = await client.mutation(CreateTicketDocument, { input: toInput(draft) });
    setBusy(false);
    const answer = data?.createTicket;
    if (!answer?.ticket) return setError(answer?.errors[0]?.message ?? errorSentence(failed) ?? 'Try again.');
    close();
    const slug = departments.find(({ id }) => id === draft.departmentId)?.slug;
    go(`/views/${slug ? `d-${slug}` : 'all'}/${answer.ticket.number}`);
  };

  return (
    <form
      className={classes.form}
      aria-label="New ticket"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className={classes.pair}>
        <Select
          label="Department"
          data={departments.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.departmentId}
          allowDeselect={false}
          onChange={(departmentId) => departmentId && set({ departmentId, ccs: [], assignee: null })}
        />
        <NewTicketAssignee
          viewer={viewer}
          departmentId={draft.departmentId}
          value={draft.assignee}
          change={(assignee) => set({ assignee })}
        />
      </div>
      <NewTicketPeople
        caption="Requester"
        label="Requester: name or address"
        placeholder="Name or address of who asks"
        takesFocus
        people={draft.requester === null ? [] : [draft.requester]}
        most={1}
        refuse={refuse}
        change={([requester]) => {
          set({ requester: requester ?? null });
          if (requester) subject.current?.focus();
        }}
      />
      {department?.ccEnabled === false ? (
        <p className={classes.quiet}>CCs are off in {department.name}.</p>
      ) : (
        <NewTicketPeople
          caption="CC"
          label="Add a CC"
          placeholder="Name or address"
          people={draft.ccs}
          most={department?.ccLimit ?? 0}
          refuse={refuse}
          change={(ccs) => set({ ccs })}
        />
      )}
      <TextInput
        ref={subject}
        label="Subject"
        dir="auto"
        value={draft.subject}
        onChange={(event) => set({ subject: event.currentTarget.value })}
      />
      <div className={classes.comment} data-note={note || undefined}>
        <div className={classes.sides} role="group" aria-label="First comment">
          {SIDES.map(({ side, word }) => (
            <button
              key={side}
              type="button"
              className={classes.side}
              aria-pressed={side === draft.visibility}
              onClick={() => set({ visibility: side })}
            >
              {word}
            </button>
          ))}
        </div>
        <Textarea
          aria-label={note ? 'Internal note' : 'Public reply'}
          placeholder={SIDES.find(({ side }) => side === draft.visibility)?.hint}
          variant="unstyled"
          autosize
          minRows={5}
          maxRows={14}
          dir="auto"
          value={draft.body}
          onChange={(event) => set({ body: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
            event.preventDefault();
            void submit();
          }}
        />
      </div>
      <ErrorLine>{error}</ErrorLine>
      <div className={classes.foot}>
        <p role="status" aria-label="Who gets it">
          {whoReads(draft)}
        </p>
        <Button type="submit" loading={busy} disabled={lacks !== null} title={lacks ?? undefined}>
          {note ? 'Open with a note' : 'Open and send'}
        </Button>
      </div>
    </form>
  );
}
