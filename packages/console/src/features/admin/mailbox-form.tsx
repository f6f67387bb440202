import { Button, Modal, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ErrorLine } from '../../design/states.tsx';
import {
  ChangeMailboxDocument,
  CreateMailboxDocument,
  type MailAfterwards,
  type MailboxesQuery,
  type MailboxPartsFragment,
  type MailSecurity,
} from '../../gql/graphql.ts';
import { useActs } from '../people/use-acts.ts';
import classes from './people.module.css';

const SECURITY: readonly { value: MailSecurity; label: string }[] = [
  { value: 'TLS', label: 'TLS from the start' },
  { value: 'STARTTLS', label: 'STARTTLS' },
  { value: 'NONE', label: 'None: the same machine or network alone' },
];

const AFTERWARDS: readonly { value: MailAfterwards; label: string }[] = [
  { value: 'KEEP_SEEN', label: 'It stays, marked as read' },
  { value: 'MOVE', label: 'It goes to another mailbox' },
  { value: 'DELETE', label: 'It is deleted there' },
];

const PORT: Readonly<Record<MailSecurity, number>> = { TLS: 993, STARTTLS: 143, NONE: 143 };

const EMPTY = {
  name: '',
  host: '',
  port: 993,
  security: 'TLS' as MailSecurity,
  username: '',
  password: '',
  mailbox: 'INBOX',
  deliverTo: '',
  afterwards: 'KEEP_SEEN' as MailAfterwards,
  moveTo: '',
};
type Form = typeof EMPTY;

function formOf(mailbox: MailboxPartsFragment | null): Form {
  if (mailbox === null) return EMPTY;
  const { name, host, port, security, username, deliverTo, afterwards, moveTo } = mailbox;
  return {
    ...EMPTY,
    name,
    host,
    port,
    security,
    username,
    mailbox: mailbox.mailbox,
    deliverTo,
    afterwards,
    moveTo: moveTo ?? '',
  };
}

type Props = {
  /** Null: a new one. */
  mailbox: MailboxPartsFragment | null;
  departments: MailboxesQuery['departments'];
  close: () => void;
  done: () => void;
};

/** Adds a mailbox, or changes one; its password is never shown, and stays when none is given. */
export function MailboxForm({ mailbox, departments, close, done }: Props) {
  const [form, setForm] = useState(() => formOf(mailbox));
  const { act, error, busy } = useActs();
  const set = (part: Partial<Form>) => setForm((was) => ({ ...was, ...part }));
  const text = (field: 'name' | 'host' | 'username' | 'mailbox' | 'moveTo') => ({
    value: form[field],
    onChange: (event: { currentTarget: { value: string } }) => set({ [field]: event.currentTarget.value }),
  });
  const addresses = departments.map(({ name, supportAddresses }) => ({ group: name, items: supportAddresses }));
  const submit = async () => {
    const { password, moveTo, ...rest } = form;
    const input = { ...rest, ...(form.afterwards === 'MOVE' ? { moveTo } : {}) };
    const worked = mailbox
      ? await act(ChangeMailboxDocument, {
          input: { ...input, mailAccountId: mailbox.id, ...(password === '' ? {} : { password }) },
        })
      : await act(CreateMailboxDocument, { input: { ...input, password } });
    if (!worked) return;
    done();
    close();
  };
  const lacks = [form.name, form.host, form.username, form.deliverTo].some((each) => each.trim() === '');
  return (
    <Modal
      opened
      onClose={close}
      title={mailbox === null ? 'Add a mailbox' : `Change ${mailbox.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput label="Name" description="What the team calls it." data-autofocus {...text('name')} />
        <TextInput label="Server" placeholder="imap.example.org" {...text('host')} />
        <Select
          label="Encryption"
          data={SECURITY}
          value={form.security}
          allowDeselect={false}
          onChange={(security) => security && set({ security, port: PORT[security] })}
        />
        <NumberInput
          label="Port"
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          value={form.port}
          onChange={(port) => set({ port: Number(port) })}
        />
        <TextInput label="User" autoComplete="off" {...text('username')} />
        <PasswordInput
          label="Password"
          description={mailbox === null ? 'Kept encrypted, and never shown again.' : 'Left empty, it stays as it is.'}
          autoComplete="new-password"
          value={form.password}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
        <TextInput label="Mailbox" {...text('mailbox')} />
        <Select
          label="Its mail goes to"
          description="It counts as sent to this support address, whatever its headers say."
          placeholder="A support address"
          data={addresses}
          value={form.deliverTo || null}
          allowDeselect={false}
          onChange={(deliverTo) => deliverTo && set({ deliverTo })}
        />
        <Select
          label="At the server, once the desk has a mail"
          data={AFTERWARDS}
          value={form.afterwards}
          allowDeselect={false}
          onChange={(afterwards) => afterwards && set({ afterwards })}
        />
        {form.afterwards === 'MOVE' ? (
          <TextInput label="The mailbox it goes to" placeholder="Archive" {...text('moveTo')} />
        ) : null}
        <ErrorLine>{error}</ErrorLine>
        <Button type="submit" loading={busy} disabled={lacks || (mailbox === null && form.password === '')}>
          {mailbox === null ? 'Add the mailbox' : 'Save'}
        </Button>
      </form>
    </Modal>
  );
}
