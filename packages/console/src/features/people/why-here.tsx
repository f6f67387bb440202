import { useState, type ReactNode } from 'react';
import { PersonChip } from '../../design/person-chip.tsx';
import { DayOrClock } from '../../design/relative-time.tsx';
import type { TakingPartAs } from '../../gql/graphql.ts';
import { LedgerTrouble } from './ledger-trouble.tsx';
import { whyHere } from './ledger.ts';
import classes from './people-panel.module.css';
import type { OpenLedger } from './use-ledger.ts';

type Props = Omit<Parameters<typeof PersonChip>[0], 'why'> & {
  personId: string;
  as: TakingPartAs;
  ledger: OpenLedger;
  /** What stands beside the chip. */
  children?: ReactNode;
};

/** Somebody who takes part; their name unfolds since when, and why. */
export function WhyHere({ personId, as, ledger, children, ...chip }: Props) {
  const [opened, setOpened] = useState(false);
  const toggle = () => {
    if (!opened && ledger.more) void ledger.read('end');
    setOpened(!opened);
  };
  return (
    <>
      <div className={classes.row}>
        <PersonChip {...chip} why={{ opened, toggle }} />
        {children}
      </div>
      {opened ? <Because {...{ personId, as, ledger }} /> : null}
    </>
  );
}

function Because({ personId, as, ledger }: Pick<Props, 'personId' | 'as' | 'ledger'>) {
  if (ledger.error !== null) return <LedgerTrouble ledger={ledger} again="end" />;
  const entry = whyHere(ledger.entries, personId, as);
  if (entry === null) return ledger.more ? null : <p className={classes.because}>The log does not say since when.</p>;
  return (
    <p className={classes.because}>
      Since <DayOrClock at={entry.at} />. {entry.sentence}
    </p>
  );
}
