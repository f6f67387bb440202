import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useEffectEvent, useState, type Ref } from 'react';
import { useQuery } from 'urql';
import { ROLE_WORD } from '../../design/words.ts';
import { FindPeopleDocument, type PersonPartsFragment, type Role } from '../../gql/graphql.ts';
import classes from './person-picker.module.css';

const ADDRESS = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/u;

export type Picked = { person: PersonPartsFragment | null; email: string | null };

type Props = {
  label: string;
  placeholder: string;
  roles?: Role[];
  /** May somebody be named by address alone? */
  byAddress: boolean;
  /** Why this one may not be picked; null: they may. */
  refuse: (picked: Picked) => string | null;
  pick: (picked: Picked) => void;
  leave?: () => void;
  inputRef?: Ref<HTMLInputElement>;
  plain?: boolean;
};

/** Finds a person by name or address; an address that nobody has can be picked as well, where that makes sense. */
export function PersonPicker({
  label,
  placeholder,
  roles,
  byAddress,
  refuse,
  pick,
  leave,
  inputRef,
  plain = false,
}: Props) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 120);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const [found] = useQuery({
    query: FindPeopleDocument,
    variables: { search, roles: roles ?? null, first: 8 },
    pause: search === '',
  });
  const address = text.trim().toLowerCase();
  const people = search === '' ? [] : (found.data?.people.edges ?? []).map((edge) => edge.node);
  const options: Picked[] = people.map((person) => ({ person, email: null }));
  const known = people.some((person) => person.addresses.includes(address));
  if (byAddress && ADDRESS.test(address) && !known) options.push({ person: null, email: address });

  const offered = options.map((option) => option.person?.id ?? option.email).join(' ');
  const opened = box.dropdownOpened;
  const select = useEffectEvent((first: boolean) => (first ? box.selectFirstOption() : box.resetSelectedOption()));
  useEffect(() => void select(offered !== '' && opened), [offered, opened]);

  const choose = (at: number) => {
    const option = options[at];
    if (option === undefined || refuse(option) !== null) return;
    setText('');
    box.closeDropdown();
    pick(option);
  };

  return (
    <Combobox
      store={box}
      onOptionSubmit={(value) => choose(Number(value))}
      shadow="md"
      width={320}
      position="bottom-start"
    >
      <Combobox.Target>
        <TextInput
          ref={inputRef}
          aria-label={label}
          className={classes.input}
          variant={plain ? 'unstyled' : 'default'}
          placeholder={placeholder}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            box.openDropdown();
          }}
          onBlur={() => box.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.stopPropagation();
              setText('');
              leave?.();
            }
            const first = options.findIndex((option) => refuse(option) === null);
            if (
              event.key === 'Enter' &&
              !event.metaKey &&
              !event.ctrlKey &&
              box.getSelectedOptionIndex() < 0 &&
              first >= 0
            ) {
              event.preventDefault();
              choose(first);
            }
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={search === '' && options.length === 0}>
        <Combobox.Options aria-label={label}>
          {options.map((option, at) => {
            const why = refuse(option);
            return (
              <Combobox.Option
                key={option.person?.id ?? option.email}
                value={String(at)}
                disabled={why !== null}
                className={classes.option}
              >
                <span className={classes.name}>
                  {option.person?.name ?? option.email}
                  <span className={classes.kind}>{option.person ? ROLE_WORD[option.person.role] : 'new address'}</span>
                </span>
                <span className={classes.detail}>{why ?? detail(option)}</span>
              </Combobox.Option>
            );
          })}
          {options.length === 0 && !found.fetching && search !== '' ? (
            <Combobox.Empty>
              {byAddress ? 'Nobody found. Type a whole address to add it.' : 'Nobody found.'}
            </Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function detail({ person }: Picked): string {
  if (person === null) return 'Nobody is known by this address yet: they become a customer.';
  return [person.addresses[0] ?? 'no address', person.organization].filter(Boolean).join(' · ');
}
