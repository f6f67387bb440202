import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { count } from '../../design/words.ts';
import classes from './composer.module.css';
import type { Recipient } from './recipients.ts';
import type { Question } from './use-send.ts';

type Props = {
  question: Question;
  recipients: readonly Recipient[];
  agree: (recipients: string[]) => void;
  cancel: () => void;
};

/** Something moved since the author looked: what, and whether to send all the same. Nothing has been sent. */
export function StaleQuestion({ question, recipients, agree, cancel }: Props) {
  const now = question.recipients.length > 0 ? question.recipients : recipients.map((each) => each.address);
  return (
    <div className={classes.stale} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <div>
        <p>
          <b>Not sent yet.</b> {question.moved ?? 'Who gets it has changed since you looked.'}
        </p>
        {question.added.length === 0 ? null : <p>It would also go to {question.added.join(', ')}.</p>}
        {question.gone.length === 0 ? null : <p>It would no longer go to {question.gone.join(', ')}.</p>}
        <div className={classes.staleActions}>
          <Button size="compact-sm" onClick={() => agree(now)}>
            Send to {count(now.length, 'person', 'people')} all the same
          </Button>
          <Button size="compact-sm" variant="default" onClick={cancel}>
            Look again
          </Button>
        </div>
      </div>
    </div>
  );
}
