import { readTags } from '@copydesk/rules';
import { Popover, TagsInput } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { ticketActs } from '../../app/acts.ts';
import { ErrorLine } from '../../design/states.tsx';
import classes from './properties.module.css';
import type { ChangeAct } from './use-change-ticket.ts';

const SHOWN = 3;

type Props = { tags: readonly string[]; may: boolean; act: ChangeAct };

/** The tags as one quiet button that opens a field for them; plain text where they may not be changed. */
export function TagsProperty({ tags, may, act }: Props) {
  const [opened, setOpened] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  useEffect(() => ticketActs.listen((what) => what === 'tags' && may && setOpened(true)), [may]);
  const change = (wanted: readonly string[]) => {
    const read = readTags(wanted);
    setRefused(read.ok ? null : read.message);
    if (!read.ok || read.tags.join() === tags.join()) return;
    void act({ tags: [...read.tags] }, `tags to ${read.tags.length === 0 ? 'none' : read.tags.join(', ')}`);
  };
  const words = <TagWords tags={tags} />;
  if (!may) return tags.length === 0 ? null : <span className={classes.fixed}>{words}</span>;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={280} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.property}
          aria-label={tags.length === 0 ? 'Add a tag' : `Tags: ${tags.join(', ')}`}
          title={tags.join(', ')}
          onClick={() => setOpened(!opened)}
        >
          {words}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Tags of the ticket">
        <TagsInput
          data-autofocus
          label="Tags"
          description="Enter adds one, Backspace takes the last one off."
          value={[...tags]}
          onChange={change}
          error={refused !== null}
          comboboxProps={{ withinPortal: false }}
          clearButtonProps={{ 'aria-label': 'Take all tags off' }}
        />
        <ErrorLine>{refused}</ErrorLine>
      </Popover.Dropdown>
    </Popover>
  );
}

function TagWords({ tags }: { tags: readonly string[] }) {
  const more = tags.length - SHOWN;
  return (
    <>
      <IconTag size={13} aria-hidden className={classes.icon} />
      {tags.length === 0 ? (
        <span className={classes.hint}>Tag</span>
      ) : (
        <span className={classes.tags}>{tags.slice(0, SHOWN).join(' · ')}</span>
      )}
      {more > 0 ? <span className={classes.hint}>+{more}</span> : null}
    </>
  );
}
