import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { Empty, Trouble, Waiting } from '../../design/states.tsx';
import { MailboxesDocument } from '../../gql/graphql.ts';
import classes from './admin.module.css';
import { MailboxForm } from './mailbox-form.tsx';
import { MailboxRow } from './mailbox-row.tsx';

/** A mailbox's state has no event: it is looked at again this often, in milliseconds, while somebody looks. */
const LOOK_EVERY = 5_000;

/** The mailboxes that the desk fetches mail from, and how that goes. */
export function MailboxesPage() {
  const [list, again] = useQuery({ query: MailboxesDocument, requestPolicy: 'cache-and-network' });
  /** Null: no form; 'NEW', or the id of the mailbox that is changed. */
  const [form, setForm] = useState<string | null>(null);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') again({ requestPolicy: 'network-only' });
    };
    const timer = setInterval(look, LOOK_EVERY);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [again]);
  if (list.fetching && !list.data) return <Waiting label="Reading the mailboxes" />;
  if (!list.data) {
    return (
      <Trouble what="The mailboxes could not be read" why={errorSentence(list.error) ?? ''} again={() => again()} />
    );
  }
  const { mailAccounts, departments } = list.data;
  const changed = mailAccounts.find(({ id }) => id === form);
  const close = () => setForm(null);
  const done = () => again({ requestPolicy: 'network-only' });
  return (
    <div className={classes.column} data-wide>
      <div className={classes.titleLine}>
        <h1 className={classes.h1}>Mailboxes</h1>
        <Button onClick={() => setForm('NEW')}>Add a mailbox</Button>
      </div>
      <p className={classes.lead}>
        The desk fetches mail from these mailboxes over IMAP. Mail that is delivered to it directly needs none.
      </p>
      {mailAccounts.length === 0 ? (
        <Empty title="No mailbox yet">
          Add the mailbox that your customers write to, or let your mail server deliver to the desk by SMTP.
        </Empty>
      ) : (
        <ul className={classes.cards}>
          {mailAccounts.map((mailbox) => (
            <MailboxRow key={mailbox.id} mailbox={mailbox} change={() => setForm(mailbox.id)} done={done} />
          ))}
        </ul>
      )}
      {form === null ? null : (
        <MailboxForm key={form} mailbox={changed ?? null} departments={departments} close={close} done={done} />
      )}
    </div>
  );
}
