import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { exactTime } from '../../design/time.ts';
import { ErrorLine } from '../../design/states.tsx';
import {
  DiscardMessageDocument,
  RecoverMessageDocument,
  RetryMessageDocument,
  type InboundPartsFragment,
} from '../../gql/graphql.ts';
import { useActs } from '../people/use-acts.ts';
import { WhyPanel } from '../ticket/why.tsx';
import classes from './messages.module.css';

const CONFIDENCE = { PROVEN: 'Proven sender', LIKELY: 'Likely sender', UNPROVEN: 'Unproven sender' } as const;

/** One waiting mail: what it is, why it waits, and what to do with it. */
export function InboundDetail({ message, done }: { message: InboundPartsFragment; done: () => void }) {
  const { act, error, busy } = useActs();
  const input = { messageId: message.id };
  const failed = message.status === 'FAILED';
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
            <dt>{CONFIDENCE[message.confidence]}</dt>
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
      {message.error ? <ErrorLine>{message.error}</ErrorLine> : null}
      <div className={classes.actions}>
        {failed ? (
          <Button loading={busy} onClick={() => void run(RetryMessageDocument)}>
            Try again
          </Button>
        ) : (
          <Button loading={busy} onClick={() => void run(RecoverMessageDocument)}>
            Recover
          </Button>
        )}
        {failed ? null : (
          <Button variant="default" disabled={busy} onClick={() => void run(DiscardMessageDocument)}>
            Discard
          </Button>
        )}
        <p className={classes.means}>
          {failed
            ? `Tried ${message.attempts} times. Trying again loses nothing.`
            : 'Recover runs the rules again without the check that held it back. Discard keeps the mail but takes it off this list.'}
        </p>
      </div>
      <ErrorLine>{error}</ErrorLine>
      {message.decision ? <WhyPanel decision={message.decision} /> : null}
      {message.preview ? (
        <p className={classes.preview} dir="auto">
          {message.preview}
        </p>
      ) : null}
    </article>
  );
}
