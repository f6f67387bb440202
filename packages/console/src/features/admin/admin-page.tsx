import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useSigned } from '../../app/viewer.ts';
import { Empty } from '../../design/states.tsx';
import classes from './admin.module.css';
import { DepartmentPage } from './department-page.tsx';
import { DepartmentsPage } from './departments-page.tsx';
import { PeoplePage } from './people-page.tsx';

const TABS = [
  { path: '/admin/departments', word: 'Departments' },
  { path: '/admin/people', word: 'People' },
];

/** What an admin sets: departments with their rules, and people. */
export function AdminPage() {
  const { viewer } = useSigned();
  const [at] = useLocation();
  if (viewer.role !== 'ADMIN') {
    return (
      <main id="main" className={classes.page}>
        <Empty title="For admins" page middle>
          Ask an admin of this desk to change departments and people.
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
        <Route>
          <Redirect to="/admin/departments" replace />
        </Route>
      </Switch>
    </main>
  );
}
