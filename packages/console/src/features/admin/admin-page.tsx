import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useSigned } from '../../app/viewer.ts';
import { Empty } from '../../design/states.tsx';
import classes from './admin.module.css';
import { DepartmentPage } from './department-page.tsx';
import { DepartmentsPage } from './departments-page.tsx';
import { MailboxesPage } from './mailboxes-page.tsx';
import { PeoplePage } from './people-page.tsx';

const TABS = [
  { path: '/admin/departments', word: 'Departments' },
  { path: '/admin/people', word: 'People' },
  { path: '/admin/mailboxes', word: 'Mailboxes' },
];

/** What an admin sets: departments with their rules, people, and where mail is fetched from. */
export function AdminPage() {
  const { viewer } = useSigned();
  const [at] = useLocation();
  if (viewer.role !== 'ADMIN') {
    return (
      <main id="main" className={classes.page}>
        <Empty title="For admins" page middle>
          Ask an admin of this desk to change departments, people and mailboxes.
        </Empty>
      </main>
    );
  }
  return (
    <main id="main" className={classes.page}>
      <nav className={classes.tabs} aria-label="Admin">
        {TABS.map(({ path, word }) => (
          <Link key={path} href={path} className={classes.tab} aria-current={at.startsWith(path) ? 'page' : undefined}>
            {word}
          </Link>
        ))}
      </nav>
      <Switch>
        <Route path="/admin/departments">
          <DepartmentsPage />
        </Route>
        <Route path="/admin/departments/:slug">
          {(params) => <DepartmentPage key={params.slug} slug={params.slug} />}
        </Route>
        <Route path="/admin/people">
          <PeoplePage />
        </Route>
        <Route path="/admin/mailboxes">
          <MailboxesPage />
        </Route>
        <Route>
          <Redirect to="/admin/departments" replace />
        </Route>
      </Switch>
    </main>
  );
}
