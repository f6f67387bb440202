import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import classes from './states.module.css';

type EmptyProps = {
  title: string;
  page?: boolean;
  /** In the middle of all the room there is, for a pane that has nothing else. */
  middle?: boolean;
  children?: ReactNode;
};

/** Nothing here: says why, and what to do next. */
export function Empty({ title, page = false, middle = false, children }: EmptyProps) {
  const Title = page ? 'h1' : 'p';
  return (
    <div className={classes.empty} data-middle={middle || undefined}>
      <Title className={classes.title}>{title}</Title>
      {children === undefined ? null : <div className={classes.text}>{children}</div>}
    </div>
  );
}

/** Something could not be read: what, and how to try again. */
export function Trouble({ what, why, again }: { what: string; why?: string; again?: () => void }) {
  return (
    <div className={classes.empty} role="alert">
      <p className={classes.title}>{what}</p>
      {why === undefined ? null : <p className={classes.text}>{why}</p>}
      {again === undefined ? null : (
        <Button variant="default" onClick={again}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A skeleton, but only when loading takes longer than 300 ms: what is quick must not flicker. */
export function Waiting({ label, rows = 6, height = 44 }: { label: string; rows?: number; height?: number }) {
  const late = useLate(300);
  return (
    <div className={classes.waiting} role="status" aria-label={label}>
      {late ? Array.from({ length: rows }, (_, at) => <Skeleton key={at} height={height} radius="md" />) : null}
    </div>
  );
}

function useLate(ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return late;
}

/** A refusal, said where it happened. */
export function ErrorLine({ children }: { children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <p className={classes.error} role="alert">
      <IconAlertTriangle size={14} aria-hidden />
      <span>{children}</span>
    </p>
  );
}
