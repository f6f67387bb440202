import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSigned } from '../../app/viewer.ts';
import { AddCcsDocument, RemoveCcsDocument, RestrictCcDocument, type TicketPeopleFragment } from '../../gql/graphql.ts';
import { partyOf, whyNotCopied } from '../composer/recipients.ts';
import { policyOf } from '../ticket/policy-of.ts';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import classes from './people-panel.module.css';
import { PersonPicker, type Picked } from './person-picker.tsx';
import type { useActs } from './use-acts.ts';
import type { OpenLedger } from './use-ledger.ts';
import { WhyHere } from './why-here.tsx';

type Act = ReturnType<typeof useActs>['act'];
type Props = { ticket: OpenTicket; act: Act; ledger: OpenLedger };

const SHOWN = 8;
const FILTER_FROM = 13;

/** The CCs, how many there may be, and what can be done with each. */
export function CcSection({ ticket, act, ledger }: Props) {
  const { viewer } = useSigned();
  const [adding, setAdding] = useState(false);
  const { ccEnabled, ccLimit: limit, name } = ticket.department;
  const used = ticket.ccs.length;
  const full = ccEnabled && used >= limit;
  const reason = whyFull(used, limit);
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
        <span className={classes.count} data-over={(ccEnabled && used > limit) || undefined}>
          {ccEnabled ? `${used} of ${limit}` : `off in ${name}`}
        </span>
        {ticket.viewerMay.changeCcs && ccEnabled ? (
          <ActionIcon
            size="sm"
            aria-label="Add a CC to the ticket"
            title={full ? reason : undefined}
            disabled={full}
            aria-expanded={adding && !full}
            onClick={() => setAdding(!adding)}
          >
            <IconPlus size={15} aria-hidden />
          </ActionIcon>
        ) : null}
      </h2>
      {full ? <p className={used > limit ? classes.over : classes.detail}>{reason}</p> : null}
      {adding && !full ? (
        <PersonPicker
          label="Copy on this ticket"
          placeholder="Name or address"
          byAddress
          refuse={refuse}
          pick={pick}
          leave={() => setAdding(false)}
        />
      ) : null}
      {used === 0 ? <p className={classes.detail}>Nobody is copied.</p> : <CcList {...{ ticket, act, ledger }} />}
    </section>
  );
}

function whyFull(used: number, limit: number): string {
  if (used > limit) {
    return `Over the limit: those who are copied stay; nobody can be added until ${used - limit + 1} leave.`;
  }
  return limit === 0
    ? 'This department’s tickets take no CCs.'
    : 'The limit is reached. Remove somebody to add another.';
}

/** A few of them; all, and a field that finds one, where there are many. */
function CcList({ ticket, act, ledger }: Props) {
  const [all, setAll] = useState(false);
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = ticket.ccs.filter((cc) => `${cc.person.name} ${cc.address ?? ''}`.toLowerCase().includes(wanted));
  const shown = all || wanted !== '' ? found : found.slice(0, SHOWN);
  const more = found.length - shown.length;
  return (
    <>
      {ticket.ccs.length >= FILTER_FROM ? (
        <TextInput
          className={classes.filter}
          aria-label="Find among the CCs"
          placeholder="Find among the CCs"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : null}
      <ul className={classes.people}>
        {shown.map((cc) => (
          <CcRow key={cc.person.id} {...{ cc, ticket, act, ledger }} />
        ))}
      </ul>
      {found.length === 0 ? <p className={classes.detail}>No CC has this name or address.</p> : null}
      {more > 0 || (all && wanted === '' && found.length > SHOWN) ? (
        <button type="button" className={classes.more} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `+ ${more} more`}
        </button>
      ) : null}
    </>
  );
}

function CcRow({ cc, ticket, act, ledger }: Props & { cc: TicketPeopleFragment['ccs'][number] }) {
  const may = ticket.viewerMay.changeCcs;
  const restrict = () =>
    void act(RestrictCcDocument, {
      input: { ticketId: ticket.id, personId: cc.person.id, helpCenterAccess: !cc.helpCenterAccess },
    });
  return (
    <li>
      <WhyHere
        personId={cc.person.id}
        as="CC"
        ledger={ledger}
        person={{ name: cc.person.name, role: cc.person.role, address: cc.address ?? null }}
        restricted={!cc.helpCenterAccess}
      >
        {may ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="sm" aria-label={`More for ${cc.person.name}`}>
                <IconDots size={15} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={restrict}>
                {cc.helpCenterAccess ? 'Restrict in the help center' : 'Allow in the help center'}
              </Menu.Item>
              <Menu.Item
                color="red"
                onClick={() =>
                  void act(RemoveCcsDocument, { input: { ticketId: ticket.id, personIds: [cc.person.id] } })
                }
              >
                Remove from the ticket
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </WhyHere>
    </li>
  );
}
