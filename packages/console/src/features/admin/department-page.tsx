import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { errorSentence } from '../../app/live/error-code.ts';
import { Empty, ErrorLine, Trouble, Waiting } from '../../design/states.tsx';
import { AdminDepartmentsDocument } from '../../gql/graphql.ts';
import { policyOf } from '../ticket/policy-of.ts';
import { useActs } from '../people/use-acts.ts';
import classes from './admin.module.css';
import { CcRules } from './cc-rules.tsx';
import { NameRule } from './name-rule.tsx';
import { PresetRule } from './preset-rule.tsx';
import { SettingsTable } from './settings-table.tsx';
import { SupportAddresses } from './support-addresses.tsx';

/** One department, read like a page of sentences with controls in them. */
export function DepartmentPage({ slug }: { slug: string }) {
  const [list, again] = useQuery({ query: AdminDepartmentsDocument, requestPolicy: 'cache-and-network' });
  const department = list.data?.departments.find((each) => each.slug === slug);
  if (list.fetching && !list.data) return <Waiting label="Reading the department" />;
  if (list.error && !list.data) {
    return (
      <Trouble what="The department could not be read" why={errorSentence(list.error) ?? ''} again={() => again()} />
    );
  }
  if (department === undefined) {
    return (
      <Empty title="There is no such department">
        <Link href="/admin/departments">All departments</Link>
      </Empty>
    );
  }
  const policy = policyOf(department.settings);
  return (
    <div className={classes.column}>
      <p className={classes.crumb}>
        <Link href="/admin/departments">← All departments</Link>
      </p>
      <h1 className={classes.h1}>{department.name}</h1>
      <Rule>{(act) => <NameRule department={department} act={act} />}</Rule>
      <Rule>{(act) => <SupportAddresses department={department} act={act} />}</Rule>
      {policy === null ? null : (
        <Rule>{(act) => <PresetRule department={department} policy={policy} act={act} />}</Rule>
      )}
      <Rule>{(act) => <CcRules department={department} act={act} />}</Rule>
      <SettingsTable settings={department.settings} preset={department.preset ?? 'CUSTOM'} />
    </div>
  );
}

/** A rule with what was refused of it, below it. */
function Rule({ children }: { children: (act: ReturnType<typeof useActs>['act']) => ReactNode }) {
  const { act, error } = useActs();
  return (
    <div className={classes.withRefusal}>
      {children(act)}
      <ErrorLine>{error}</ErrorLine>
    </div>
  );
}
