import { useEffect, useRef } from 'react';
import { PersonChip } from '../../design/person-chip.tsx';
import { PersonPicker } from '../people/person-picker.tsx';
import { addressOf, isSame, nameOf, type Named } from './new-ticket-draft.ts';
import classes from './new-ticket.module.css';

type Props = {
  caption: string;
  label: string;
  placeholder: string;
  people: readonly Named[];
  most: number;
  takesFocus?: boolean;
  refuse: (picked: Named) => string | null;
  change: (people: Named[]) => void;
};

/** A line of people: chips, and a field for as long as there is room. */
export function NewTicketPeople({ caption, label, placeholder, people, most, takesFocus, refuse, change }: Props) {
  const field = useRef<HTMLInputElement>(null);
  // After the dialog has taken the focus to itself.
  useEffect(() => {
    if (takesFocus !== true) return;
    const timer = setTimeout(() => field.current?.focus());
    return () => clearTimeout(timer);
  }, [takesFocus]);
  return (
    <div role="group" aria-label={caption}>
      <span className={classes.caption}>{caption}</span>
      <div className={classes.chips}>
        {people.map((named) => (
          <PersonChip
            key={named.person?.id ?? named.email}
            person={{ name: nameOf(named), role: named.person?.role ?? null, address: addressOf(named) }}
            remove={{
              label: `Take ${nameOf(named)} out`,
              act: () => change(people.filter((each) => !isSame(each, named))),
            }}
          />
        ))}
        {people.length >= most ? null : (
          <PersonPicker
            plain
            byAddress
            label={label}
            placeholder={placeholder}
            inputRef={field}
            refuse={refuse}
            pick={(picked) => change([...people, picked])}
          />
        )}
        {most > 1 && people.length >= most ? <span className={classes.quiet}>limit reached: {most}</span> : null}
      </div>
    </div>
  );
}
