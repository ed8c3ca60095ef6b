/**
 * Who may import whom. Imports point down only: apps → dialects → http → core → connector-sdk → platform, and
 * connectors → connector-sdk, platform.
 */

const SPECS = '\\.spec\\.ts$';
/** What runs in production. */
const SOURCE = { path: '^(apps|libs|migrations)/', pathNot: SPECS };

/** The path of a package's files, whether it is installed or only its types are. */
const packages = (...names) => `^(node_modules/)?(@types/)?(${names.join('|')})(/|$)`;

const layers = [
  ['platform', '^libs/platform/', '^(apps|migrations)/|^libs/(?!platform/)'],
  ['connector-sdk', '^libs/connector-sdk/', '^(apps|migrations)/|^libs/(?!(connector-sdk|platform)/)'],
  ['connectors', '^libs/connectors/', '^(apps|migrations)/|^libs/(?!(connectors|connector-sdk|platform)/)'],
  ['core', '^libs/core/', '^(apps|migrations)/|^libs/(?!(core|connector-sdk|platform)/)'],
  ['http', '^libs/http/', '^(apps|migrations)/|^libs/(?!(http|core|connector-sdk|platform)/)'],
  [
    'dialects',
    '^libs/dialects/',
    '^(apps|migrations)/|^libs/(?!(dialects|http|core|connector-sdk|platform)/)',
  ],
  ['migrations', '^migrations/', '^apps/|^libs/(?!platform/)'],
].map(([name, from, to]) => ({
  name: `${name}-imports-downwards`,
  comment: 'A lower layer knows nothing of the ones above it.',
  severity: 'error',
  from: { path: from },
  to: { path: to },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'connectors-stand-alone',
      comment: 'What two connectors share belongs into a family of the connector SDK.',
      severity: 'error',
      from: { path: '^libs/connectors/src/([^/]+)/' },
      to: { path: '^libs/connectors/', pathNot: '^libs/connectors/src/$1/' },
    },
    {
      name: 'connectors-are-found',
      comment: 'Nobody but its own tests imports a connector by path: #connectors finds the folders.',
      severity: 'error',
      from: { pathNot: '^(libs/connectors/src/[^/]+|test/connectors|test/servers)/' },
      to: { path: '^libs/connectors/src/[^/]+/' },
    },
    {
      name: 'connectors-for-apps-alone',
      comment: 'Core and the dialects are given the registry; they do not fetch it.',
      severity: 'error',
      from: { pathNot: '^(apps|test|libs/connectors)/' },
      to: { path: '^libs/connectors/' },
    },
    {
      name: 'dialects-stand-alone',
      comment: 'A foreign contract knows core, and no other contract.',
      severity: 'error',
      from: { path: '^libs/dialects/src/([^/]+)/' },
      to: { path: '^libs/dialects/src/[^/]+/', pathNot: '^libs/dialects/src/$1/' },
    },
    {
      name: 'dialects-by-their-door',
      comment: 'The application wires the dialects; it knows none of their insides.',
      severity: 'error',
      from: { pathNot: '^(libs|test)/dialects/' },
      to: { path: '^libs/dialects/', pathNot: '^libs/dialects/src/index\\.ts$' },
    },
    {
      name: 'http-by-its-door',
      comment: 'index.ts is the only door of what routes declare.',
      severity: 'error',
      from: { pathNot: '^libs/http/' },
      to: { path: '^libs/http/', pathNot: '^libs/http/src/index\\.ts$' },
    },
    {
      name: 'core-by-its-door',
      comment: 'index.ts is the only door of core.',
      severity: 'error',
      from: { pathNot: '^libs/core/' },
      to: { path: '^libs/core/', pathNot: '^libs/core/src/index\\.ts$' },
    },
    {
      name: 'platform-by-its-doors',
      comment: 'A module of the platform is reached by #platform/<module>.',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: ['^libs/platform/', SPECS] },
      to: { path: '^libs/platform/', pathNot: '^libs/platform/src/[^/]+/index\\.ts$' },
    },
    {
      name: 'platform-modules-by-their-doors',
      comment: 'The modules of the platform reach each other by #platform/<module> as well.',
      severity: 'error',
      from: { path: '^libs/platform/src/([^/]+)/' },
      to: { path: '^libs/platform/src/[^/]+/', pathNot: ['^libs/platform/src/$1/', '/index\\.ts$'] },
    },
    {
      name: 'worker-knows-no-api',
      comment: 'The API may start the worker in its own process; not the other way round.',
      severity: 'error',
      from: { path: '^apps/(worker|prober)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'prober-sees-no-store',
      comment:
        'A prober runs drivers: neither the database nor the keys nor the configuration are within its reach.',
      severity: 'error',
      from: { path: '^apps/prober/', pathNot: SPECS },
      to: {
        path: '^libs/(core|dialects)/|^libs/platform/src/(audit|config|database|embedded-postgres|vault)/',
        reachable: true,
      },
    },
    {
      name: 'prober-loads-no-descriptions',
      comment:
        'A prober starts often: what describes connectors, and the validator with it, would take half of it.',
      severity: 'error',
      from: { path: '^apps/prober/|^libs/connectors/src/[^/]+/open\\.ts$', pathNot: SPECS },
      to: {
        path: ['^libs/connector-sdk/src/(index\\.ts$|fields/)', packages('class-validator')],
        reachable: true,
      },
    },
    {
      name: 'typeorm-in-its-places',
      comment: 'Only entities, repositories, the database module and the migrations know TypeORM.',
      severity: 'error',
      from: { pathNot: ['\\.(entity|repository)\\.ts$', '^libs/platform/src/database/', '^migrations/'] },
      to: { path: packages('typeorm') },
    },
    {
      name: 'nest-typeorm-in-the-app-module',
      comment: 'The composition root alone wires TypeORM into Nest.',
      severity: 'error',
      from: { pathNot: '^apps/api/src/app\\.module\\.ts$' },
      to: { path: packages('@nestjs/typeorm') },
    },
    {
      name: 'pg-in-its-places',
      comment:
        'The store is reached by the database module; sources that speak its protocol, by their driver.',
      severity: 'error',
      from: {
        ...SOURCE,
        pathNot: [
          SPECS,
          '^libs/platform/src/(database|embedded-postgres)/',
          '^libs/connector-sdk/src/families/',
          '^libs/connectors/',
          '^migrations/',
        ],
      },
      to: { path: packages('pg') },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or share a third. Types may name each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-development-packages',
      comment: 'A devDependency is missing in production.',
      severity: 'error',
      from: SOURCE,
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only', 'npm', 'npm-optional', 'npm-peer'],
        pathNot: '^node_modules/@types/',
      },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that package.json does not name may be gone after the next install.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'Neither test/ nor a spec is imported by what runs in production.',
      severity: 'error',
      from: SOURCE,
      to: { path: ['^test/', SPECS] },
    },
    {
      name: 'imports-resolve',
      comment: 'An import that cannot be followed would escape every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, path: '^[#.]' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|test/long/client-rounds)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
