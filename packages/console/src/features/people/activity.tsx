import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { RelativeTime } from '../../design/relative-time.tsx';
import { Waiting } from '../../design/states.tsx';
import { LedgerTrouble } from './ledger-trouble.tsx';
import classes from './people-panel.module.css';
import type { OpenLedger } from './use-ledger.ts';

/** Who joined and left, when, by whom and why; read when it is unfolded. */
export function Activity({ ledger }: { ledger: OpenLedger }) {
  const [opened, setOpened] = useState(false);
  const toggle = () => {
    if (!opened && ledger.cursor === null) void ledger.read('page');
    setOpened(!opened);
  };
  const Icon = opened ? IconChevronDown : IconChevronRight;
  return (
    <section aria-label="Activity">
      <h2 className={classes.title}>
        <button type="button" className={classes.unfold} aria-expanded={opened} onClick={toggle}>
          <Icon size={14} aria-hidden /> Activity
        </button>
      </h2>
      {opened ? <Entries ledger={ledger} /> : null}
    </section>
  );
}

function Entries({ ledger }: { ledger: OpenLedger }) {
  if (ledger.cursor === null && ledger.error === null) return <Waiting label="Reading the activity" rows={2} />;
  return (
    <>
      <ol className={classes.activity}>
        {ledger.entries.map((entry) => (
          <li key={`${entry.seq} ${entry.as} ${entry.change} ${entry.person.id}`}>
            <RelativeTime at={entry.at} className={classes.when} />
            <span>{entry.sentence}</span>
          </li>
        ))}
      </ol>
      <LedgerTrouble ledger={ledger} again="page" />
      {ledger.more && ledger.error === null ? (
        <button type="button" className={classes.more} onClick={() => void ledger.read('page')}>
          Show later ones
        </button>
      ) : null}
    </>
  );
}
