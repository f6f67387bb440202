import { lazy, Suspense, useMemo, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Empty, Waiting } from '../design/states.tsx';
import { NewTicket } from '../features/tickets/new-ticket.tsx';
import { TicketList } from '../features/tickets/ticket-list.tsx';
import { useViewCounts } from '../features/tickets/use-view-counts.ts';
import { viewsFor } from '../features/tickets/views.ts';
import { ViewsNav } from '../features/tickets/views-nav.tsx';
import { TicketPage } from '../features/ticket/ticket-page.tsx';
import { ticketActs, type TicketAct } from './acts.ts';
import classes from './frame.module.css';
import { Rail } from './rail.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useShortcuts } from './shortcuts.ts';
import { DeskSpotlight, spotlight } from './spotlight.tsx';
import { useSigned } from './viewer.ts';

const Admin = lazy(async () => ({ default: (await import('../features/admin/admin-page.tsx')).AdminPage }));
const Messages = lazy(async () => ({ default: (await import('../features/messages/messages-page.tsx')).MessagesPage }));
const SentMail = lazy(async () => ({ default: (await import('../features/messages/sent-page.tsx')).SentPage }));

const ACT_KEYS: Readonly<Record<string, TicketAct>> = {
  r: 'reply',
  n: 'note',
  c: 'cc',
  f: 'follow',
  a: 'assign',
  s: 'status',
  p: 'priority',
  t: 'tags',
};

/** Rail, lists and pages. On a phone one column at a time. */
export function Frame() {
  const [sheet, setSheet] = useState(false);
  useShortcuts({
    ...Object.fromEntries(Object.entries(ACT_KEYS).map(([key, act]) => [key, () => ticketActs.tell(act)])),
    'mod+k': () => spotlight.toggle(),
    '?': () => setSheet(true),
  });
  return (
    <div className={classes.frame}>
      <a className="skip" href="#main">
        To the page
      </a>
      <Rail help={() => setSheet(true)} />
      <Suspense fallback={<Waiting label="Opening" />}>
        <Switch>
          <Route path="/views/:view/:number">
            {(params) => <Desk view={params.view} number={Number(params.number)} />}
          </Route>
          <Route path="/views/:view">{(params) => <Desk view={params.view} number={null} />}</Route>
          <Route path="/tickets/:number">{(params) => <Redirect to={`/views/all/${params.number}`} replace />}</Route>
          <Route path="/messages/*?">
            <Messages />
          </Route>
          <Route path="/sent">
            <SentMail />
          </Route>
          <Route path="/admin/*?">
            <Admin />
          </Route>
          <Route>
            <Redirect to="/views/mine" replace />
          </Route>
        </Switch>
      </Suspense>
      <NewTicket />
      <DeskSpotlight />
      <ShortcutSheet opened={sheet} close={() => setSheet(false)} />
    </div>
  );
}

function Desk({ view: slug, number }: { view: string; number: number | null }) {
  const { viewer, departments } = useSigned();
  const [, go] = useLocation();
  const views = useMemo(() => viewsFor(viewer.id, departments), [viewer.id, departments]);
  const view = views.find((each) => each.slug === slug) ?? views[0];
  const back = `/views/${view?.slug ?? 'mine'}`;
  useShortcuts({ Escape: () => number !== null && go(back) });
  const counts = useViewCounts(views);
  if (view === undefined) return null;
  return (
    <main className={classes.desk} data-ticket={number !== null || undefined}>
      <div className={classes.list}>
        <ViewsNav views={views} current={view} counts={counts} />
        <TicketList key={view.slug} view={view} openNumber={number} total={counts.byView.get(view.slug)} />
      </div>
      <div id="main" className={classes.ticket} tabIndex={-1}>
        {number === null ? (
          <Empty title="No ticket is open" middle>
            <kbd>j</kbd> and <kbd>k</kbd> move through the list, <kbd>o</kbd> opens, <kbd>?</kbd> shows all keys.
          </Empty>
        ) : (
          <TicketPage key={number} number={number} back={back} />
        )}
      </div>
    </main>
  );
}
