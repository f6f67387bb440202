import { useState, type Ref } from 'react';
import type { DepartmentPolicy, Party } from '@copydesk/rules';
import { PersonChip } from '../../design/person-chip.tsx';
import { PersonPicker, type Picked } from '../people/person-picker.tsx';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import classes from './composer.module.css';
import type { Draft, DraftCc } from './draft.ts';
import { partyOf, whyNotCopied } from './recipients.ts';

const SHOWN = 8;

type Props = {
  ticket: OpenTicket;
  policy: DepartmentPolicy;
  author: Party;
  draft: Draft;
  change: (next: (was: Draft) => Draft) => void;
  refused: ReadonlyMap<string, string>;
  inputRef: Ref<HTMLInputElement>;
  leave: () => void;
};

/** Whom the reply is copied to: those of the ticket, those it adds, and how many there is room for. */
export function CcLine({ ticket, policy, author, draft, change, refused, inputRef, leave }: Props) {
  const [all, setAll] = useState(false);
  const removed = policy.cc.removeViaReplyEditor ? draft.removeCcIds.length : 0;
  const staying = ticket.ccs.filter((cc) => !draft.removeCcIds.includes(cc.person.id));
  const shown = all ? staying : staying.slice(0, SHOWN);
  const room = policy.cc.maxPerTicket - ticket.ccs.length + removed - (draft.addCcs.length - refused.size);

  const refuse = ({ person, email }: Picked) => {
    const party = person ? partyOf(person) : null;
    const address = party?.address ?? email;
    if (draft.addCcs.some((cc) => cc.party.id === party?.id || cc.party.address === address))
      return 'Already copied by this reply.';
    if (staying.some((cc) => cc.person.id === party?.id || cc.address === address))
      return 'Already a CC of this ticket.';
    const before = draft.addCcs.length - refused.size;
    return whyNotCopied(ticket, author, policy, { party, address }, { before, removed });
  };
  const pick = ({ person, email }: Picked) => {
    const back = person && ticket.ccs.some((cc) => cc.person.id === person.id);
    if (back) return change((was) => ({ ...was, removeCcIds: was.removeCcIds.filter((id) => id !== person.id) }));
    const cc = person ? { id: person.id, email: null, party: partyOf(person) } : byAddress(email ?? '');
    change((was) => ({ ...was, addCcs: [...was.addCcs, cc] }));
  };

  return (
    <div className={classes.line} role="group" aria-label="CC">
      <span className={classes.caption}>CC</span>
      <div className={classes.chips}>
        {shown.map((cc) => (
          <PersonChip
            key={cc.person.id}
            person={{ name: cc.person.name, role: cc.person.role, address: cc.address ?? null }}
            restricted={!cc.helpCenterAccess}
            remove={{
              label: `Leave ${cc.person.name} out`,
              act: () => change((was) => ({ ...was, removeCcIds: [...was.removeCcIds, cc.person.id] })),
            }}
          />
        ))}
        {staying.length > SHOWN ? (
          <button type="button" className={classes.toggle} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `+ ${staying.length - SHOWN} more`}
          </button>
        ) : null}
        {draft.addCcs.map((cc) => (
          <PersonChip
            key={cc.party.id}
            person={{ name: cc.party.name, role: cc.party.role, address: cc.party.address }}
            refused={refused.get(cc.party.id) ?? null}
            remove={{
              label: `Take ${cc.party.name} out`,
              act: () =>
                change((was) => ({ ...was, addCcs: was.addCcs.filter((each) => each.party.id !== cc.party.id) })),
            }}
          />
        ))}
        <PersonPicker
          plain
          byAddress
          label="Add a CC"
          placeholder={staying.length + draft.addCcs.length === 0 ? 'Name or address' : 'Add'}
          inputRef={inputRef}
          refuse={refuse}
          pick={pick}
          leave={leave}
        />
      </div>
      <Room room={room} limit={policy.cc.maxPerTicket} used={ticket.ccs.length} />
    </div>
  );
}

/** How many more there is room for; said at once when the limit is reached or was lowered below what the ticket has. */
function Room({ room, limit, used }: { room: number; limit: number; used: number }) {
  const full = room <= 0;
  const words =
    used > limit
      ? `over the limit: ${used} of ${limit}`
      : full
        ? `limit reached: ${used} of ${limit} CCs`
        : `${room} left`;
  return (
    <span className={classes.room} data-full={full || undefined} role="status" aria-label="CC limit">
      {words}
    </span>
  );
}

function byAddress(email: string): DraftCc {
  return {
    id: null,
    email,
    party: {
      id: `new:${email}`,
      name: email,
      role: 'END_USER',
      state: 'ACTIVE',
      mayCommentPublicly: true,
      departmentIds: [],
      address: email,
    },
  };
}
