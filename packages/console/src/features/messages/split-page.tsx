import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './messages.module.css';

type Props = {
  title: string;
  label: string;
  open: boolean;
  back: () => void;
  above?: ReactNode;
  list: ReactNode;
  detail: ReactNode;
};

/** A list beside what is chosen of it; one at a time on a phone. */
export function SplitPage({ title, label, open, back, above, list, detail }: Props) {
  return (
    <main id="main" className={classes.split} data-open={open || undefined}>
      <section className={classes.list} aria-label={label}>
        <header className={classes.head}>
          <h1 className={classes.title}>{title}</h1>
          {above}
        </header>
        <div className={classes.rows}>{list}</div>
      </section>
      <section className={classes.detail} aria-label="Mail">
        <ActionIcon className={classes.back} aria-label="Back to the list" onClick={back}>
          <IconArrowLeft size={18} aria-hidden />
        </ActionIcon>
        {detail}
      </section>
    </main>
  );
}
