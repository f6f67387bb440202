import { ErrorLine } from '../../design/states.tsx';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import { Activity } from './activity.tsx';
import { CcSection } from './cc-section.tsx';
import { FollowerSection } from './follower-section.tsx';
import classes from './people-panel.module.css';
import { Related } from './related.tsx';
import { useActs } from './use-acts.ts';
import { useLedger } from './use-ledger.ts';
import { WhyHere } from './why-here.tsx';

/** Everybody who takes part: requester, CCs within their limit, followers; since when, and why. */
export function PeoplePanel({ ticket }: { ticket: OpenTicket }) {
  const acts = useActs();
  const ledger = useLedger(ticket.id, ticket.seq);
  const { requester } = ticket;
  return (
    <div className={classes.panel}>
      <section aria-label="Requester">
        <h2 className={classes.title}>Requester</h2>
        <WhyHere
          personId={requester.id}
          as="REQUESTER"
          ledger={ledger}
          person={{ ...requester, address: requester.addresses[0] ?? null }}
        />
        {requester.organization ? <p className={classes.detail}>{requester.organization}</p> : null}
      </section>
      <CcSection {...{ ticket, act: acts.act, ledger }} />
      <FollowerSection {...{ ticket, act: acts.act, ledger }} />
      <ErrorLine>{acts.error}</ErrorLine>
      {ticket.isPrivate ? (
        <p className={classes.detail}>
          Internal so far: no public comment yet, so nobody outside has read anything here.
        </p>
      ) : null}
      <Related ticket={ticket} />
      <Activity ledger={ledger} />
    </div>
  );
}
