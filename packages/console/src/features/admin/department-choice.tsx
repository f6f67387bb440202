import { Checkbox } from '@mantine/core';
import { useSigned } from '../../app/viewer.ts';
import own from './people.module.css';

type Props = { label: string; value: readonly string[]; change: (ids: string[]) => void };

/** Which departments somebody belongs to. */
export function DepartmentChoice({ label, value, change }: Props) {
  const { departments } = useSigned();
  return (
    <fieldset className={own.choice}>
      <legend>{label}</legend>
      {departments.map(({ id, name }) => (
        <Checkbox
          key={id}
          label={name}
          checked={value.includes(id)}
          onChange={(event) =>
            change(event.currentTarget.checked ? [...value, id] : value.filter((other) => other !== id))
          }
        />
      ))}
      {value.length === 0 ? <p>Without a department they see no tickets.</p> : null}
    </fieldset>
  );
}
