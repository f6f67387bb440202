import { Link } from 'wouter';
import classes from './views-nav.module.css';
import { useViewCounts } from './use-view-counts.ts';
import type { View } from './views.ts';

/** The views with their counts; what needs attention stands first and also counts suspended mail. */
export function ViewsNav({ views, current }: { views: readonly View[]; current: string }) {
  const { byView, suspended } = useViewCounts(views);
  return (
    <nav className={classes.nav} aria-label="Views">
      <ul>
        {views.map((view) => {
          const n = byView.get(view.slug);
          const urgent = view.slug === 'attention' && n !== undefined && n > 0;
          return (
            <li key={view.slug} data-first={view.slug.startsWith('d-') ? 'department' : undefined}>
              <Link
                href={`/views/${view.slug}`}
                className={classes.view}
                aria-current={view.slug === current ? 'page' : undefined}
              >
                <span className={classes.name}>{view.name}</span>
                {n === undefined ? null : (
                  <span className={classes.count} data-urgent={urgent || undefined}>
                    {n.toLocaleString('en')}
                  </span>
                )}
              </Link>
              {view.slug === 'attention' && suspended > 0 ? (
                <Link href="/messages" className={classes.view} data-sub>
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
    </nav>
  );
}
