import { IconAlertTriangle, IconLock, IconX } from '@tabler/icons-react';
import type { Role } from '../gql/graphql.ts';
import { Middle } from './middle.tsx';
import classes from './person-chip.module.css';
import { ROLE_WORD } from './words.ts';

export type ChipPerson = { name: string; role?: Role | null; address?: string | null };

type Props = {
  person: ChipPerson;
  /** May not see the ticket in the help center. */
  restricted?: boolean;
  /** Why they cannot be copied. */
  refused?: string | null;
  remove?: { label: string; act: () => void } | undefined;
  /** The name unfolds since when and why they take part. */
  why?: { opened: boolean; toggle: () => void };
};

/** A person: name, kind, address on hover; signs for no address, restricted and refused. */
export function PersonChip({ person, restricted = false, refused = null, remove, why }: Props) {
  const kind = person.role === undefined || person.role === null ? null : ROLE_WORD[person.role];
  const unreachable = person.address === null || person.address === '';
  const hover = [person.name, kind, person.address ?? undefined, refused ?? undefined].filter(Boolean).join(' · ');
  return (
    <span
      className={classes.chip}
      data-kind={person.role ?? undefined}
      data-refused={refused !== null || undefined}
      title={hover}
    >
      {why === undefined ? (
        <span className={classes.name}>
          <Middle text={person.name} title={hover} />
        </span>
      ) : (
        <button type="button" className={classes.name} aria-expanded={why.opened} onClick={why.toggle}>
          <Middle text={person.name} title={`${hover} · since when, and why?`} />
        </button>
      )}
      {kind === null || person.role === 'END_USER' ? null : <span className={classes.kind}>{kind}</span>}
      {unreachable ? (
        <span className={classes.sign} title="No address: nothing can be sent to them">
          <IconAlertTriangle size={13} role="img" aria-label="no address" />
        </span>
      ) : null}
      {restricted ? (
        <span className={classes.sign} title="May not see this ticket in the help center">
          <IconLock size={13} role="img" aria-label="restricted in the help center" />
        </span>
      ) : null}
      {remove === undefined ? null : (
        <button type="button" className={classes.remove} aria-label={remove.label} onClick={remove.act}>
          <IconX size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}
