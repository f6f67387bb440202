import { ErrorLine } from '../../design/states.tsx';
import { PersonChip } from '../../design/person-chip.tsx';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import { CcSection } from './cc-section.tsx';
import { FollowerSection } from './follower-section.tsx';
import classes from './people-panel.module.css';
import { useActs } from './use-acts.ts';

/** Everybody who takes part: requester, CCs within their limit, followers. */
export function PeoplePanel({ ticket }: { ticket: OpenTicket }) {
  const acts = useActs();
  return (
    <div className={classes.panel}>
      <section aria-label="Requester">
        <h2 className={classes.title}>Requester</h2>
        <PersonChip person={{ ...ticket.requester, address: ticket.requester.addresses[0] ?? null }} />
        {ticket.requester.organization ? <p className={classes.detail}>{ticket.requester.organization}</p> : null}
      </section>
      <CcSection ticket={ticket} act={acts.act} />
      <FollowerSection ticket={ticket} act={acts.act} />
      <ErrorLine>{acts.error}</ErrorLine>
      {ticket.isPrivate ? (
        <p className={classes.detail}>
          Internal so far: no public comment yet, so nobody outside has read anything here.
        </p>
      ) : null}
    </div>
  );
}
