import { IconGitMerge, IconLock } from '@tabler/icons-react';
import type { DepartmentPolicy } from '@copydesk/rules';
import { OtherTicket } from '../ticket/other-ticket.tsx';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import classes from './composer.module.css';

/** In the composer's place where nothing can be written any more: why, and where it goes on. */
export function Closed({ ticket, policy }: { ticket: OpenTicket; policy: DepartmentPolicy | null }) {
  if (ticket.mergedInto) {
    return (
      <p className={classes.closed}>
        <IconGitMerge size={14} aria-hidden /> Merged: it goes on in <OtherTicket ticket={ticket.mergedInto} />. Answers
        to its mails arrive there.
      </p>
    );
  }
  const next = policy?.ticket.onClosedReply === 'REOPEN' ? 'opens it again' : 'opens a follow-up';
  return (
    <p className={classes.closed}>
      <IconLock size={14} aria-hidden /> This ticket is closed. A new mail by the customer {next}.
    </p>
  );
}
