import { Button, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import classes from './confirm.module.css';
import { ErrorLine } from './states.tsx';

type Props = {
  opened: boolean;
  close: () => void;
  title: string;
  keep: string;
  go: string;
  /** Answers why it was refused, as a sentence; null: it is done. */
  run: () => Promise<string | null>;
  children: ReactNode;
};

/** Asks once before something that is for good; a refusal is said here, where it happened. */
export function Confirm({ opened, close, title, keep, go, run, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const leave = () => {
    setError(null);
    close();
  };
  const confirm = async () => {
    setBusy(true);
    const refused = await run();
    setBusy(false);
    setError(refused);
    if (refused === null) close();
  };
  return (
    <Modal
      opened={opened}
      onClose={leave}
      title={title}
      // What opened it, a menu's item, is gone by then: `close` says where the focus goes.
      returnFocus={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.words}>{children}</div>
      <ErrorLine>{error}</ErrorLine>
      <div className={classes.buttons}>
        <Button variant="default" onClick={leave} data-autofocus>
          {keep}
        </Button>
        <Button color="red" loading={busy} onClick={() => void confirm()}>
          {go}
        </Button>
      </div>
    </Modal>
  );
}
