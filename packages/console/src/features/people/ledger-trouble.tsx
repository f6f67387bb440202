import { Button } from '@mantine/core';
import { ErrorLine } from '../../design/states.tsx';
import type { OpenLedger } from './use-ledger.ts';

/** The ledger could not be read: why, and another try. */
export function LedgerTrouble({ ledger, again }: { ledger: OpenLedger; again: 'page' | 'end' }) {
  if (ledger.error === null) return null;
  return (
    <ErrorLine>
      {ledger.error}{' '}
      <Button variant="subtle" size="compact-xs" onClick={() => void ledger.read(again)}>
        Try again
      </Button>
    </ErrorLine>
  );
}
