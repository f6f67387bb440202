import { Button, Modal } from '@mantine/core';

type Props = { opened: boolean; name: string; close: () => void; confirm: () => void };

/** Says what turning CCs on exposes, before it does. */
export function ConfirmCc({ opened, name, close, confirm }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={`Turn CCs on in ${name}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p>From then on, in every ticket of this department:</p>
      <ul style={{ listStyle: 'disc', paddingLeft: 20, margin: '8px 0' }}>
        <li>people whom a customer or an agent copies get every public reply by mail;</li>
        <li>all of them see each other’s names and addresses in those mails;</li>
        <li>they see the ticket and its public comments in the help center, also those from before they joined;</li>
        <li>their replies to all become public comments.</li>
      </ul>
      <p>Internal notes stay with the team.</p>
      <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end', marginTop: 16 }}>
        <Button variant="default" onClick={close}>
          Leave CCs off
        </Button>
        <Button onClick={confirm}>I understand, enable</Button>
      </div>
    </Modal>
  );
}
