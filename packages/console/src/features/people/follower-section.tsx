import { mayFollow } from '@copydesk/rules';
import { ActionIcon, Button } from '@mantine/core';
import { IconEye, IconEyeOff, IconPlus } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { ticketActs } from '../../app/acts.ts';
import { useSigned } from '../../app/viewer.ts';
import {
  AddFollowersDocument,
  FollowTicketDocument,
  RemoveFollowersDocument,
  UnfollowTicketDocument,
} from '../../gql/graphql.ts';
import { partyOf } from '../composer/recipients.ts';
import { policyOf } from '../ticket/policy-of.ts';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import classes from './people-panel.module.css';
import { PersonPicker, type Picked } from './person-picker.tsx';
import type { useActs } from './use-acts.ts';
import type { OpenLedger } from './use-ledger.ts';
import { WhyHere } from './why-here.tsx';

type Props = { ticket: OpenTicket; act: ReturnType<typeof useActs>['act']; ledger: OpenLedger };

const MEANS = 'Followers read everything, unseen by customers. A follower’s mailed reply is an internal note.';

/** Colleagues who read along unseen; following oneself is one key. */
export function FollowerSection({ ticket, act, ledger }: Props) {
  const { viewer } = useSigned();
  const [adding, setAdding] = useState(false);
  const follows = ticket.followers.some((person) => person.id === viewer.id);
  const policy = policyOf(ticket.department.settings);
  const toggle = useCallback(
    () => void act(follows ? UnfollowTicketDocument : FollowTicketDocument, { input: { ticketId: ticket.id } }),
    [act, follows, ticket.id],
  );
  useEffect(() => ticketActs.listen((what) => what === 'follow' && toggle()), [toggle]);
  const refuse = ({ person }: Picked) => {
    if (person === null) return 'Only colleagues follow.';
    if (ticket.followers.some((each) => each.id === person.id)) return 'Follows already.';
    const answer =
      policy === null ? null : mayFollow({ party: partyOf(person), department: { policy }, actor: partyOf(viewer) });
    return answer === null || answer.ok ? null : answer.message;
  };
  return (
    <section aria-label="Followers">
      <h2 className={classes.title} title={MEANS}>
        Followers <span className={classes.count}>{ticket.followers.length}</span>
        {ticket.viewerMay.changeFollowers ? (
          <ActionIcon size="sm" aria-label="Add a follower" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            <IconPlus size={15} aria-hidden />
          </ActionIcon>
        ) : null}
      </h2>
      {adding ? (
        <PersonPicker
          label="Find a colleague"
          placeholder="Name of a colleague"
          roles={['ADMIN', 'AGENT', 'LIGHT_AGENT']}
          byAddress={false}
          refuse={refuse}
          pick={({ person }) =>
            person && void act(AddFollowersDocument, { input: { ticketId: ticket.id, personIds: [person.id] } })
          }
          leave={() => setAdding(false)}
        />
      ) : null}
      <ul className={classes.people}>
        {ticket.followers.map((person) => (
          <li key={person.id}>
            <WhyHere
              personId={person.id}
              as="FOLLOWER"
              ledger={ledger}
              person={{ ...person, address: person.addresses[0] ?? null }}
              remove={
                ticket.viewerMay.changeFollowers
                  ? {
                      label: `Stop ${person.name} following`,
                      act: () =>
                        void act(RemoveFollowersDocument, { input: { ticketId: ticket.id, personIds: [person.id] } }),
                    }
                  : undefined
              }
            />
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        leftSection={follows ? <IconEyeOff size={14} aria-hidden /> : <IconEye size={14} aria-hidden />}
        onClick={toggle}
      >
        {follows ? 'Stop following' : 'Follow'}
      </Button>
      {ticket.followers.length === 0 ? <p className={classes.detail}>{MEANS}</p> : null}
    </section>
  );
}
