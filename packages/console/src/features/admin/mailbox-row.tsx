import { Button, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClock, IconPlayerPause } from '@tabler/icons-react';
import { useState, type ComponentType } from 'react';
import { useClient } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { Confirm } from '../../design/confirm.tsx';
import { Middle } from '../../design/middle.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { ErrorLine } from '../../design/states.tsx';
import {
  ChangeMailboxDocument,
  DeleteMailboxDocument,
  type MailAccountState,
  type MailboxPartsFragment,
} from '../../gql/graphql.ts';
import { useActs } from '../people/use-acts.ts';
import classes from './mailboxes.module.css';

const STATE: Readonly<Record<MailAccountState, { word: string; icon: ComponentType<{ size?: number }> }>> = {
  CONNECTED: { word: 'Connected', icon: IconCircleCheck },
  WAITING: { word: 'Waiting to be read', icon: IconClock },
  FAILED: { word: 'Failed', icon: IconAlertTriangle },
  DISABLED: { word: 'Paused', icon: IconPlayerPause },
};

type RowProps = { mailbox: MailboxPartsFragment; change: () => void; done: () => void };

/** One mailbox: how it is, what came last, and what to do about it. */
export function MailboxRow({ mailbox, change, done }: RowProps) {
  const client = useClient();
  const { act, error, busy } = useActs();
  const [deleting, setDeleting] = useState(false);
  const { id, name, enabled, state, lastMessageAt, lastConnectedAt } = mailbox;
  const { word, icon: Icon } = STATE[state];
  const toggle = async () => {
    if (await act(ChangeMailboxDocument, { input: { mailAccountId: id, enabled: !enabled } })) done();
  };
  const remove = async () => {
    const result = await client.mutation(DeleteMailboxDocument, { input: { mailAccountId: id } });
    const why = result.data?.deleteMailAccount.errors[0]?.message ?? errorSentence(result.error) ?? null;
    if (why === null) done();
    return why;
  };
  return (
    <li className={classes.mailbox} aria-label={name}>
      <div className={classes.about}>
        <h2 className={classes.name}>{name}</h2>
        <p className={classes.where}>
          <Middle text={`${mailbox.username} at ${mailbox.host}, ${mailbox.mailbox}`} />
        </p>
        <p className={classes.where}>
          Its mail goes to <b>{mailbox.deliverTo}</b>
        </p>
      </div>
      <p className={classes.state} data-state={state}>
        <Icon size={16} aria-hidden />
        <span>
          <b>{word}</b>
          <span className={classes.since}>
            {lastMessageAt === null ? (
              'no mail yet'
            ) : (
              <>
                last mail <RelativeTime at={lastMessageAt} ago />
              </>
            )}
            {state === 'FAILED' && lastConnectedAt !== null ? (
              <>
                , last connected <RelativeTime at={lastConnectedAt} ago />
              </>
            ) : null}
          </span>
        </span>
      </p>
      <div className={classes.acts}>
        <Button size="xs" variant="default" onClick={change}>
          Change<VisuallyHidden component="span"> {name}</VisuallyHidden>
        </Button>
        <Button size="xs" variant="default" loading={busy} onClick={() => void toggle()}>
          {enabled ? 'Pause' : 'Resume'}
          <VisuallyHidden component="span"> {name}</VisuallyHidden>
        </Button>
        <Button size="xs" variant="default" disabled={busy} onClick={() => setDeleting(true)}>
          Delete<VisuallyHidden component="span"> {name}</VisuallyHidden>
        </Button>
      </div>
      {mailbox.lastError === null ? null : (
        <div className={classes.trouble}>
          <ErrorLine>{mailbox.lastError}</ErrorLine>
          <p className={classes.since}>It is tried again by itself; nothing is lost meanwhile.</p>
        </div>
      )}
      {mailbox.skipped > 0 ? (
        <p className={classes.trouble}>
          {mailbox.skipped === 1 ? '1 mail was' : `${mailbox.skipped} mails were`} left unread in the mailbox.{' '}
          {mailbox.lastSkipped}
        </p>
      ) : null}
      <ErrorLine>{error}</ErrorLine>
      <Confirm
        opened={deleting}
        close={() => setDeleting(false)}
        title={`Delete ${name}?`}
        keep="Keep it"
        go="Delete the mailbox"
        run={remove}
      >
        The desk stops fetching its mail. What has come stays, and nothing is deleted at the server.
      </Confirm>
    </li>
  );
}
