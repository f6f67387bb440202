import { Modal } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useShortcuts } from '../../app/shortcuts.ts';
import { useSigned } from '../../app/viewer.ts';
import { Waiting } from '../../design/states.tsx';
import { mayOpenTickets, newTicketDoor } from './new-ticket-door.ts';

const NewTicketForm = lazy(async () => ({ default: (await import('./new-ticket-form.tsx')).NewTicketForm }));

/** The way to a new ticket: `N`, the rail or the spotlight opens it over whatever is on the screen. */
export function NewTicket() {
  const [opened, setOpened] = useState(false);
  const may = mayOpenTickets(useSigned());
  useEffect(() => newTicketDoor.listen(() => setOpened(may)), [may]);
  useShortcuts({ N: () => setOpened(true) }, may);
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title="New ticket"
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Suspense fallback={<Waiting label="Opening" rows={4} />}>
        <NewTicketForm close={() => setOpened(false)} />
      </Suspense>
    </Modal>
  );
}
