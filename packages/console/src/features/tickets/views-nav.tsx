import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconMailExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { ViewCounts } from './use-view-counts.ts';
import type { View } from './views.ts';
import classes from './views-nav.module.css';

type Props = { views: readonly View[]; current: View; counts: ViewCounts };

/** The views with their counts. On a phone one line says where one is, and opens the others in a sheet. */
export function ViewsNav({ views, current, counts }: Props) {
  const narrow = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const [opened, setOpened] = useState(false);
  if (!narrow) {
    return (
      <nav className={classes.nav} aria-label="Views">
        <Views {...{ views, current, counts }} />
      </nav>
    );
  }
  const n = counts.byView.get(current.slug);
  return (
    <nav className={classes.bar} aria-label="Views">
      <button type="button" className={classes.now} aria-haspopup="dialog" onClick={() => setOpened(true)}>
        <span>{current.name}</span>
        {n === undefined ? null : <span className={classes.count}>{n.toLocaleString('en')}</span>}
        <IconChevronDown size={16} aria-hidden />
      </button>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="bottom"
        size="auto"
        title="Views"
        closeButtonProps={{ 'aria-label': 'Close', size: 'xl' }}
        classNames={{ body: classes.sheet ?? '', content: classes.drawer ?? '' }}
      >
        <Views {...{ views, current, counts }} chosen={() => setOpened(false)} />
      </Drawer>
    </nav>
  );
}

/** What needs attention stands first, with the mail that waits. */
function Views({ views, current, counts, chosen }: Props & { chosen?: () => void }) {
  const { byView, suspended } = counts;
  return (
    <ul>
      {views.map((view) => {
        const n = byView.get(view.slug);
        const urgent = view.slug === 'attention' && n !== undefined && n > 0;
        return (
          <li key={view.slug}>
            <Link
              href={`/views/${view.slug}`}
              className={classes.view}
              aria-current={view === current ? 'page' : undefined}
              onClick={() => chosen?.()}
            >
              <span className={classes.name}>{view.name}</span>
              {n === undefined ? null : (
                <span className={classes.count} data-urgent={urgent || undefined}>
                  {n.toLocaleString('en')}
                </span>
              )}
            </Link>
            {view.slug === 'attention' && suspended > 0 ? (
              <Link href="/messages" className={classes.view}>
                <IconMailExclamation size={15} aria-hidden />
                <span className={classes.name}>Suspended mail</span>
                <span className={classes.count} data-urgent>
                  {suspended.toLocaleString('en')}
                </span>
              </Link>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
