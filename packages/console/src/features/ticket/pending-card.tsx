import { Button } from '@mantine/core';
import { IconLock, IconWorld } from '@tabler/icons-react';
import { ErrorLine } from '../../design/states.tsx';
import type { PendingComment } from '../composer/pending.ts';
import classes from './comment.module.css';
import bodyClasses from './comment-body.module.css';

/** A comment on its way: shown at once, marked as not there yet; when refused it says why and steps back. */
export function PendingCard({ pending, forget }: { pending: PendingComment; forget: () => void }) {
  const note = pending.visibility === 'INTERNAL';
  const Icon = note ? IconLock : IconWorld;
  return (
    <article
      className={classes.comment}
      data-kind={note ? 'internal' : 'public'}
      data-pending
      aria-label={note ? 'Internal note being added' : 'Public reply being sent'}
    >
      <header className={classes.head}>
        <span className={classes.author}>You</span>
        <span className={classes.label}>
          <Icon size={13} aria-hidden />
          {note ? 'Internal note' : 'Public reply'}
        </span>
        <span className={classes.grow} />
        <span role="status">{pending.refused === null ? (note ? 'adding …' : 'sending …') : 'not sent'}</span>
      </header>
      <p className={bodyClasses.text} dir="auto">
        {pending.body}
      </p>
      {pending.refused === null ? null : (
        <div style={{ display: 'flex', gap: 8, alignItems: 'center', marginTop: 8 }}>
          <ErrorLine>{pending.refused} Your text is back in the composer.</ErrorLine>
          <Button variant="default" size="compact-xs" onClick={forget}>
            Close
          </Button>
        </div>
      )}
    </article>
  );
}
