import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useSigned } from '../../app/viewer.ts';
import { exactTime } from '../../design/time.ts';
import { ErrorLine } from '../../design/states.tsx';
import {
  DiscardMessageDocument,
  RecoverMessageDocument,
  RetryMessageDocument,
  type InboundPartsFragment,
} from '../../gql/graphql.ts';
import { CONFIDENCE_WORD, count } from '../../design/words.ts';
import { useActs } from '../people/use-acts.ts';
import { WhyPanel } from '../ticket/why.tsx';
import { causeWords } from './cause-words.ts';
import classes from './messages.module.css';

/** One waiting mail: what it is, why it waits, and what to do with it. */
export function InboundDetail({ message, done }: { message: InboundPartsFragment; done: () => void }) {
  const { act, error, busy } = useActs();
  const input = { messageId: message.id };
  const run = async (document: Parameters<typeof act>[0]) => {
    if (await act(document, { input })) done();
  };
  return (
    <article className={classes.mail} aria-label={message.subject ?? 'Mail'}>
      <h1 className={classes.mailSubject}>{message.subject || '(no subject)'}</h1>
      <dl className={classes.headers}>
        <div>
          <dt>From</dt>
          <dd>{message.fromAddress ?? 'unknown'}</dd>
        </div>
        <div>
          <dt>To</dt>
          <dd>{message.recipients.join(', ')}</dd>
        </div>
        <div>
          <dt>Came</dt>
          <dd>{exactTime(new Date(message.receivedAt))}</dd>
        </div>
        {message.department ? (
          <div>
            <dt>Department</dt>
            <dd>{message.department.name}</dd>
          </div>
        ) : null}
        {message.confidence ? (
          <div>
            <dt>{CONFIDENCE_WORD[message.confidence]}</dt>
            <dd>{message.confidenceReasons.join(' ')}</dd>
          </div>
        ) : null}
        {message.ticket ? (
          <div>
            <dt>Ticket</dt>
            <dd>
              <Link href={`/tickets/${message.ticket.number}`}>
                #{message.ticket.number} {message.ticket.subject}
              </Link>
            </dd>
          </div>
        ) : null}
      </dl>
      {message.error && !message.decision ? <ErrorLine>{message.error}</ErrorLine> : null}
      <InboundActs message={message} busy={busy} run={(document) => void run(document)} />
      <ErrorLine>{error}</ErrorLine>
      {message.decision ? <WhyPanel decision={message.decision} /> : null}
      {message.originalUrl ? (
        <p className={classes.means}>
          <a href={message.originalUrl} download>
            Download the original mail
          </a>{' '}
          and open it with care: it is as its sender made it.
        </p>
      ) : null}
      {message.preview ? (
        <p className={classes.preview} dir="auto">
          {message.preview}
        </p>
      ) : null}
    </article>
  );
}

type ActsProps = {
  message: InboundPartsFragment;
  busy: boolean;
  run: (document: typeof RecoverMessageDocument | typeof DiscardMessageDocument | typeof RetryMessageDocument) => void;
};

/** What can be done with it. Recovering is asked about first: a suspended mail is suspect. */
function InboundActs({ message, busy, run }: ActsProps) {
  const { viewer } = useSigned();
  const [asking, setAsking] = useState(false);
  if (message.status === 'FAILED') {
    return (
      <div className={classes.actions}>
        <Button loading={busy} onClick={() => run(RetryMessageDocument)}>
          Try again
        </Button>
        <p className={classes.means}>Tried {count(message.attempts, 'time')}. Trying again loses nothing.</p>
      </div>
    );
  }
  if (viewer.role === 'LIGHT_AGENT')
    return <p className={classes.means}>Agents and admins decide what becomes of it.</p>;
  const unreadable = message.cause === 'malformed';
  if (asking) {
    return (
      <div className={classes.ask} role="group" aria-label="Recover this mail?">
        <p>
          Held back: <b>{causeWords(message)}</b>. Recover it all the same? The other checks run again; then it is a
          comment that people of the ticket may read. It counts as from {message.fromAddress ?? 'an unknown sender'}.
        </p>
        <div className={classes.actions}>
          <Button loading={busy} onClick={() => run(RecoverMessageDocument)}>
            Recover it
          </Button>
          <Button variant="default" disabled={busy} onClick={() => setAsking(false)}>
            Leave it here
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className={classes.actions}>
      {unreadable ? null : (
        <Button variant="default" disabled={busy} onClick={() => setAsking(true)}>
          Recover…
        </Button>
      )}
      <Button variant="default" disabled={busy} onClick={() => run(DiscardMessageDocument)}>
        Discard
      </Button>
      <p className={classes.means}>
        {unreadable
          ? 'It cannot become a comment: who it is from, or what it says, cannot be told for sure. Discard keeps the mail but takes it off this list.'
          : 'Recover runs the rules again without the check that held it back. Discard keeps the mail but takes it off this list.'}
      </p>
    </div>
  );
}
