import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { StatusMark } from '../../design/status-mark.tsx';
import { count, STATUS_WORD } from '../../design/words.ts';
import type { TicketStatus } from '../../gql/graphql.ts';
import classes from './composer.module.css';

const AFTER: readonly TicketStatus[] = ['ANSWERED', 'SOLVED', 'ON_HOLD', 'OPEN'];

type Props = {
  note: boolean;
  people: number;
  /** Null: it is not this person's to choose. */
  status: TicketStatus | 'KEEP' | null;
  choose: (status: TicketStatus | 'KEEP') => void;
  busy: boolean;
  empty: boolean;
  send: () => void;
};

/** The button says whom it writes to; beside it, what the ticket becomes. */
export function SendButton({ note, people, status, choose, busy, empty, send }: Props) {
  const words = note ? 'Add note' : people === 0 ? 'Send to nobody' : `Send to ${count(people, 'person', 'people')}`;
  return (
    <div className={classes.send}>
      {status === null ? null : (
        <Menu position="top-end">
          <Menu.Target>
            <Button
              variant="subtle"
              color="gray"
              rightSection={<IconChevronDown size={13} aria-hidden />}
              aria-label={
                status === 'KEEP' ? 'After sending: keep the status' : `After sending: set ${STATUS_WORD[status]}`
              }
            >
              {status === 'KEEP' ? 'and keep status' : `and set ${STATUS_WORD[status]}`}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {AFTER.map((each) => (
              <Menu.Item key={each} onClick={() => choose(each)}>
                <StatusMark status={each} withWord />
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item onClick={() => choose('KEEP')}>Keep the status</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Button className={note ? classes.addNote : undefined} disabled={empty} loading={busy} title="⌘↵" onClick={send}>
        {words}
      </Button>
    </div>
  );
}
