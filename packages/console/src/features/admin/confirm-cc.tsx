import { Button, Modal } from '@mantine/core';
import classes from '../../design/confirm.module.css';

type Props = {
  /** What turning them on exposes, in a sentence; null: nobody asks. */
  exposes: string | null;
  name: string;
  close: () => void;
  confirm: () => void;
};

/** The server's words without their last sentence, which says how to confirm over the API. */
export function whatItExposes(refusal: string): string {
  return refusal.replace(/ To turn CCs on, confirm .*$/u, '');
}

/** Says what turning CCs on exposes, before it does. */
export function ConfirmCc({ exposes, name, close, confirm }: Props) {
  return (
    <Modal
      opened={exposes !== null}
      onClose={close}
      title={`Turn CCs on in ${name}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.words}>
        <p>{exposes}</p>
        <p>Internal notes stay with the team.</p>
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={close} data-autofocus>
          Leave CCs off
        </Button>
        <Button onClick={confirm}>I understand, enable</Button>
      </div>
    </Modal>
  );
}
