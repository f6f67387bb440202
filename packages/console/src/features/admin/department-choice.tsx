import { Button, Checkbox, Popover } from '@mantine/core';
import { useSigned } from '../../app/viewer.ts';

type Props = { label: string; value: readonly string[]; change: (ids: string[]) => void };

/** Which departments somebody belongs to. */
export function DepartmentChoice({ label, value, change }: Props) {
  const { departments } = useSigned();
  const names = departments.filter((department) => value.includes(department.id)).map((department) => department.name);
  return (
    <Popover position="bottom-start" trapFocus>
      <Popover.Target>
        <Button variant="default" justify="flex-start" aria-label={`${label}: ${names.join(', ') || 'none'}`}>
          {names.join(', ') || 'No department'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
          {departments.map((department) => (
            <Checkbox
              key={department.id}
              label={department.name}
              checked={value.includes(department.id)}
              onChange={(event) =>
                change(
                  event.currentTarget.checked ? [...value, department.id] : value.filter((id) => id !== department.id),
                )
              }
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
