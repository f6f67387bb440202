import { Textarea } from '@mantine/core';
import { IconLock, IconWorld } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { ticketActs } from '../../app/acts.ts';
import { useShortcuts } from '../../app/shortcuts.ts';
import { useSigned } from '../../app/viewer.ts';
import { PersonChip } from '../../design/person-chip.tsx';
import { ErrorLine } from '../../design/states.tsx';
import type { TicketStatus, Visibility } from '../../gql/graphql.ts';
import { policyOf } from '../ticket/policy-of.ts';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import { CcLine } from './cc-line.tsx';
import { Closed } from './closed.tsx';
import classes from './composer.module.css';
import type { Pending } from './pending.ts';
import { partyOf, recipientsSentence, whoGetsIt } from './recipients.ts';
import { SendButton } from './send-button.tsx';
import { StaleQuestion } from './stale-question.tsx';
import { useDraft } from './use-draft.ts';
import { useServerDraft } from './use-server-draft.ts';
import { useSend } from './use-send.ts';

const SIDES: readonly { tab: Visibility; word: string; icon: typeof IconLock; hint: string }[] = [
  {
    tab: 'PUBLIC',
    word: 'Public reply',
    icon: IconWorld,
    hint: 'Write to the requester and everybody who is copied …',
  },
  { tab: 'INTERNAL', word: 'Internal note', icon: IconLock, hint: 'Only the team reads this …' },
];

type Props = { ticket: OpenTicket; pending: Pending; wrote: (side: Visibility) => void };

/** Where one answers. Who will read it is always in sight. `wrote` hears of every change of the text. */
export function Composer({ ticket, pending, wrote }: Props) {
  const { viewer } = useSigned();
  const mayReply = ticket.viewerMay.commentPublicly;
  const [draft, change] = useDraft(ticket.id, mayReply ? 'PUBLIC' : 'INTERNAL');
  useServerDraft(ticket.id, draft, change);
  const tab = mayReply ? draft.tab : 'INTERNAL';
  const note = tab === 'INTERNAL';
  const section = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const ccField = useRef<HTMLInputElement>(null);
  const [status, setStatus] = useState<TicketStatus | 'KEEP' | null>(null);
  const author = useMemo(() => partyOf(viewer), [viewer]);
  const policy = useMemo(() => policyOf(ticket.department.settings), [ticket.department.settings]);
  const maySet = ticket.viewerMay.edit;
  const chosen = (maySet ? status : null) ?? (note ? 'KEEP' : 'ANSWERED');
  const who = useMemo(() => {
    const wanted = chosen === 'KEEP' ? ticket.status : chosen;
    return policy === null ? null : whoGetsIt(ticket, author, policy, { ...draft, visibility: tab, status: wanted });
  }, [ticket, author, policy, draft, tab, chosen]);
  const sending = useSend({ ticket, draft: { ...draft, tab }, change, recipients: who?.recipients ?? [], pending });

  const turn = (to: Visibility, then: () => void) => {
    // At once: whoever types on after the key must not type shortcuts.
    flushSync(() => change((was) => ({ ...was, tab: to })));
    then();
  };
  useEffect(() =>
    ticketActs.listen((act) => {
      if (act === 'reply' && mayReply) turn('PUBLIC', () => field.current?.focus());
      if (act === 'note') turn('INTERNAL', () => field.current?.focus());
      if (act === 'cc' && mayReply) turn('PUBLIC', () => ccField.current?.focus());
    }),
  );

  const send = (confirmed?: string[]) => {
    if (!note && who !== null && who.refused.size > 0) {
      return sending.say('Take out who cannot be copied first; the reason stands at the CC line.');
    }
    const kept = note ? null : ticket.status;
    void sending.send(maySet ? (chosen === 'KEEP' ? kept : chosen) : null, confirmed);
  };

  useShortcuts({ 'mod+Enter': () => section.current?.contains(document.activeElement) && send() });

  if (ticket.status === 'CLOSED') {
    return <Closed ticket={ticket} policy={policy} />;
  }
  if (!ticket.viewerMay.commentInternally && !mayReply) {
    return <p className={classes.closed}>You read this ticket; answering belongs to its department.</p>;
  }
  const text = draft.text[tab];
  return (
    <section
      ref={section}
      className={classes.composer}
      data-side={note ? 'note' : 'reply'}
      data-idle={text === '' || undefined}
      aria-label="Write"
    >
      <div className={classes.tabs} role="tablist" aria-label="Public reply or internal note">
        {SIDES.filter((side) => mayReply || side.tab === 'INTERNAL').map((side) => (
          <button
            key={side.tab}
            type="button"
            role="tab"
            aria-selected={side.tab === tab}
            className={classes.tab}
            data-side={side.tab === 'INTERNAL' ? 'note' : 'reply'}
            onClick={() => turn(side.tab, () => field.current?.focus())}
          >
            <side.icon size={14} aria-hidden /> {side.word}
          </button>
        ))}
      </div>
      <div className={classes.body} role="tabpanel" aria-label={note ? 'Internal note' : 'Public reply'}>
        {note ? null : (
          <div className={classes.lines}>
            <div className={classes.line} role="group" aria-label="To">
              <span className={classes.caption}>To</span>
              <PersonChip person={{ ...ticket.requester, address: ticket.requester.addresses[0] ?? null }} />
            </div>
            {policy === null || !policy.cc.enabled ? (
              <p className={classes.off}>CCs are off in {ticket.department.name}. An admin can turn them on.</p>
            ) : (
              <CcLine
                {...{ ticket, policy, author, draft, change, inputRef: ccField }}
                refused={who?.refused ?? new Map()}
                leave={() => field.current?.focus()}
              />
            )}
            {[...(who?.refused.values() ?? [])].map((why) => (
              <ErrorLine key={why}>{why}</ErrorLine>
            ))}
          </div>
        )}
        <Textarea
          ref={field}
          aria-label={note ? 'Internal note' : 'Public reply'}
          placeholder={SIDES.find((side) => side.tab === tab)?.hint}
          className={classes.text}
          variant="unstyled"
          autosize
          minRows={2}
          maxRows={12}
          dir="auto"
          value={text}
          onChange={(event) => {
            const { value } = event.currentTarget;
            change((was) => ({ ...was, tab, text: { ...was.text, [tab]: value } }));
            wrote(tab);
          }}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <ErrorLine>{sending.error}</ErrorLine>
        {sending.question === null ? null : (
          <StaleQuestion
            question={sending.question}
            recipients={who?.recipients ?? []}
            agree={(recipients) => send(recipients)}
            cancel={sending.cancel}
          />
        )}
        <p className={classes.goes} role="status" aria-label="Who gets it">
          {who === null ? null : note ? noteSentence(who.recipients) : recipientsSentence(who.recipients)}
          {note ? null : who?.untold.map((sentence) => <span key={sentence}> {sentence}</span>)}
        </p>
        <div className={classes.foot}>
          <SendButton
            note={note}
            people={who?.recipients.length ?? 0}
            status={maySet ? chosen : null}
            choose={setStatus}
            busy={sending.busy}
            empty={text.trim() === ''}
            send={() => send()}
          />
        </div>
      </div>
    </section>
  );
}

function noteSentence(told: readonly { name: string }[]): string {
  if (told.length === 0) return 'For the team only. Nobody is written to.';
  return `For the team only. Told: ${told.map((each) => each.name).join(', ')}`;
}
