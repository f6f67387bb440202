import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSigned } from '../../app/viewer.ts';
import { PersonChip } from '../../design/person-chip.tsx';
import { JOINED_WORD } from '../../design/words.ts';
import { AddCcsDocument, RemoveCcsDocument, RestrictCcDocument, type CcPartsFragment } from '../../gql/graphql.ts';
import { partyOf, whyNotCopied } from '../composer/recipients.ts';
import { policyOf } from '../ticket/policy-of.ts';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import classes from './people-panel.module.css';
import { PersonPicker, type Picked } from './person-picker.tsx';
import type { useActs } from './use-acts.ts';

type Act = ReturnType<typeof useActs>['act'];

/** The CCs, how many there may be, and what can be done with each. */
export function CcSection({ ticket, act }: { ticket: OpenTicket; act: Act }) {
  const { viewer } = useSigned();
  const [adding, setAdding] = useState(false);
  const { limit, used, over } = ticket.ccLimit;
  const policy = policyOf(ticket.department.settings);
  const refuse = ({ person, email }: Picked) => {
    if (policy === null) return null;
    const party = person ? partyOf(person) : null;
    return whyNotCopied(
      ticket,
      partyOf(viewer),
      policy,
      { party, address: party?.address ?? email },
      { before: 0, removed: 0 },
    );
  };
  const pick = ({ person, email }: Picked) =>
    void act(AddCcsDocument, { input: { ticketId: ticket.id, people: [person ? { id: person.id } : { email }] } });
  return (
    <section aria-label="CCs">
      <h2 className={classes.title}>
        CC
        {ticket.department.ccEnabled ? (
          <span className={classes.count} data-over={over || undefined}>
            {used} of {limit}
          </span>
        ) : (
          <span className={classes.count}>off in {ticket.department.name}</span>
        )}
        {ticket.viewerMay.changeCcs && ticket.department.ccEnabled ? (
          <ActionIcon
            size="sm"
            aria-label="Add a CC to the ticket"
            aria-expanded={adding}
            onClick={() => setAdding(!adding)}
          >
            <IconPlus size={15} aria-hidden />
          </ActionIcon>
        ) : null}
      </h2>
      {over ? (
        <p className={classes.over}>
          Over the limit: those who are copied stay; nobody can be added until {used - limit + 1} leave.
        </p>
      ) : used === limit && ticket.department.ccEnabled && limit > 0 ? (
        <p className={classes.detail}>The limit is reached. Remove somebody to add another.</p>
      ) : null}
      {adding ? (
        <PersonPicker
          label="Copy on this ticket"
          placeholder="Name or address"
          byAddress
          refuse={refuse}
          pick={pick}
          leave={() => setAdding(false)}
        />
      ) : null}
      {ticket.ccs.length === 0 ? <p className={classes.detail}>Nobody is copied.</p> : null}
      <ul className={classes.people}>
        {ticket.ccs.map((cc) => (
          <CcRow key={cc.person.id} cc={cc} ticket={ticket} act={act} />
        ))}
      </ul>
    </section>
  );
}

function CcRow({ cc, ticket, act }: { cc: CcPartsFragment; ticket: OpenTicket; act: Act }) {
  const may = ticket.viewerMay.changeCcs;
  const by = cc.addedBy ? ` by ${cc.addedBy.name}` : '';
  const joined = cc.addedVia ? `joined ${JOINED_WORD[cc.addedVia]}${by}${cc.rule ? ` (${cc.rule})` : ''}` : undefined;
  const restrict = () =>
    void act(RestrictCcDocument, {
      input: { ticketId: ticket.id, personId: cc.person.id, helpCenterAccess: !cc.helpCenterAccess },
    });
  return (
    <li className={classes.row}>
      <PersonChip
        person={{ name: cc.person.name, role: cc.person.role, address: cc.address ?? null }}
        restricted={!cc.helpCenterAccess}
        {...(joined === undefined ? {} : { joined })}
      />
      {may ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`More for ${cc.person.name}`}>
              <IconDots size={15} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {joined === undefined ? null : <Menu.Label>{joined}</Menu.Label>}
            <Menu.Item onClick={restrict}>
              {cc.helpCenterAccess ? 'Restrict in the help center' : 'Allow in the help center'}
            </Menu.Item>
            <Menu.Item
              color="red"
              onClick={() => void act(RemoveCcsDocument, { input: { ticketId: ticket.id, personIds: [cc.person.id] } })}
            >
              Remove from the ticket
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  );
}
