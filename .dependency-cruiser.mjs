// Who may import whom. scripts/check-directions.mjs plants a violation of each rule and fails unless it is reported.

const server = '^packages/server/src';
const test = '\\.test\\.tsx?$|/test/';
// What answers the API, or reads for it; everything else of a feature is operations and jobs.
const reading = '/resolvers/|/index\\.ts$|\\.reader\\.ts$|/loaders\\.ts$|-(routes|http)\\.ts$|/features/live/';
const orm = '(^|node_modules/)(@mikro-orm/[^/]+|kysely|pg|pg-boss)(/|$)';
const graphql = '(^|node_modules/)(graphql|graphql-ws|graphql-scalars|@apollo/[^/]+|@as-integrations/[^/]+)(/|$)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'rules-import-nothing',
      comment: 'packages/rules is pure: no library, no Node, no other package.',
      severity: 'error',
      from: { path: '^packages/rules/src', pathNot: test },
      to: { pathNot: '^packages/rules/src' },
    },
    {
      name: 'console-knows-the-schema-only',
      comment: 'The console reaches the server through generated operations, and shares only packages/rules.',
      severity: 'error',
      from: { path: '^packages/console/' },
      to: { path: '^(packages/(?!console/|rules/)|e2e/|bench/|faults/)|(^|node_modules/)@copydesk/server' },
    },
    {
      name: 'server-knows-no-console',
      severity: 'error',
      from: { path: server },
      to: { path: '^(packages/console|e2e|bench|faults)/|(^|node_modules/)@copydesk/console' },
    },
    {
      name: 'platform-below-features',
      comment: 'main → app → features → platform.',
      severity: 'error',
      from: { path: `${server}/platform/` },
      to: { path: `${server}/(features|cli)/|${server}/(app|main)\\.ts$` },
    },
    {
      name: 'features-below-app',
      comment: 'main → app → features → platform.',
      severity: 'error',
      from: { path: `${server}/features/`, pathNot: test },
      to: { path: `${server}/cli/|${server}/(app|main)\\.ts$` },
    },
    {
      name: 'app-below-main',
      comment: 'Nothing imports main; app does not import the commands.',
      severity: 'error',
      from: { path: `${server}/(app|entities|config)\\.ts$` },
      to: { path: `${server}/cli/|${server}/main\\.ts$` },
    },
    {
      name: 'feature-through-its-index',
      comment: 'A feature reaches another only through its index.ts; entities may name entities for relations.',
      severity: 'error',
      from: { path: `${server}/features/([^/]+)/`, pathNot: `\\.entity\\.ts$|${test}` },
      to: {
        path: `${server}/features/([^/]+)/`,
        pathNot: [`${server}/features/$1/`, `${server}/features/[^/]+/index\\.ts$`, '\\.entity\\.ts$'],
      },
    },
    {
      name: 'foreign-entities-as-types',
      comment: 'Entities name entities for relations; whoever else needs one of another feature takes its types alone.',
      severity: 'error',
      from: { path: `${server}/features/([^/]+)/`, pathNot: `\\.entity\\.ts$|${test}` },
      to: {
        path: '\\.entity\\.ts$',
        pathNot: `${server}/features/$1/`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'entities-name-entities-only',
      comment: 'An entity knows other entities, the platform and the rules.',
      severity: 'error',
      from: { path: `${server}/features/.*\\.entity\\.ts$` },
      to: { path: `${server}/features/`, pathNot: '\\.entity\\.ts$' },
    },
    {
      name: 'resolvers-know-no-orm',
      comment: 'resolvers → operations → entities: a resolver calls one operation or loader.',
      severity: 'error',
      from: { path: `${server}/features/[^/]+/resolvers/`, pathNot: test },
      to: { path: [orm, '\\.entity\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'operations-know-no-graphql',
      comment:
        'Mail, jobs and commands call the same operations: GraphQL stays in resolvers, readers, routes and live updates.',
      severity: 'error',
      from: { path: `${server}/features/[^/]+/`, pathNot: `${reading}|${test}` },
      to: { path: [graphql, `${server}/platform/graphql/`, `${server}/generated/`] },
    },
    {
      name: 'operations-know-no-resolvers',
      severity: 'error',
      from: { path: `${server}/features/[^/]+/`, pathNot: `/resolvers/|/index\\.ts$|${test}` },
      to: { path: '/resolvers/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-test-only-packages',
      comment: 'What runs in production imports no devDependency.',
      severity: 'error',
      from: { path: '^packages/(server|rules)/src', pathNot: test },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'nothing-unresolved',
      comment: 'Generated files import types alone, which the compiler checks.',
      severity: 'error',
      from: { pathNot: '/(generated|gql)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|generated/.*\\.map)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
