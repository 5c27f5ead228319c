// The map of Reprise. One row per room: what it may import as a value, and whose types it may name besides.
const rooms = {
  rules: { values: [], types: [] },
  'app/kit': { values: [], types: [] },
  'app/locales': { values: [], types: [] },
  'app/platform': { values: ['app/kit', 'app/locales'], types: [] },
  // app/paths.ts: a message carries links
  'app/features': { values: ['app/kit', 'app/paths.ts', 'rules'], types: ['app/platform'] },
  'app/ui': {
    values: ['app/kit', 'app/features', 'app/locales', 'app/paths.ts', 'rules'],
    types: ['app/platform'],
  },
  'app/routes': {
    values: ['app/kit', 'app/features', 'app/ui', 'app/wiring', 'app/paths.ts', 'rules'],
    types: ['app/platform'],
  },
  'app/wiring': { values: ['app/kit', 'app/features', 'app/platform', 'app/paths.ts', 'rules'], types: [] },
  'app/worker.ts': { values: ['app/kit', 'app/features', 'app/platform', 'app/wiring'], types: [] },
  extensions: { values: ['rules'], types: [] },
  sandbox: { values: [], types: [] },
};
const ours = '^(app|rules|extensions|sandbox|bench|tests)/';
const at = (place) => (/\.tsx?$/.test(place) ? `^${place.replace('.', '\\.')}$` : `^${place}/`);
const test = '\\.(test|spec|bench)\\.tsx?$|/testing\\.tsx?$';
const generated = '^app/platform/db/generated/';
const rows = Object.entries(rooms).flatMap(([room, { values, types }]) => [
  {
    name: `room:${room}`,
    severity: 'error',
    comment: `${room} may import: ${[...values, ...types.map((place) => `${place} (types)`)].join(', ') || 'nothing of ours'}`,
    from: { path: at(room), pathNot: test },
    to: { path: ours, pathNot: [at(room), ...values.map(at), ...types.map(at)] },
  },
  ...(types.length > 0
    ? [
        {
          name: `types-only:${room}`,
          severity: 'error',
          comment: `${room} takes these as arguments; it may only name their types.`,
          from: { path: at(room), pathNot: test },
          to: { path: types.map(at), dependencyTypesNot: ['type-only'] },
        },
      ]
    : []),
]);

export default {
  forbidden: [
    ...rows,
    {
      name: 'doors',
      severity: 'error',
      comment:
        'A feature is entered by index.ts (any side), index.server.ts (server) or its job definitions.',
      from: { path: '^app/', pathNot: ['^app/features/', test] },
      to: {
        path: '^app/features/[^/]+/',
        pathNot: '^app/features/[^/]+/(index(\\.server)?|[^/]+\\.jobs)\\.ts$',
      },
    },
    {
      name: 'doors-between-features',
      severity: 'error',
      comment: 'Features meet at their doors.',
      from: { path: '^app/features/([^/]+)/', pathNot: test },
      to: {
        path: '^app/features/',
        pathNot: ['^app/features/$1/', '^app/features/[^/]+/(index(\\.server)?|[^/]+\\.jobs)\\.ts$'],
      },
    },
    {
      name: 'routes-see-one-wiring-file',
      severity: 'error',
      comment: 'Routes get a context and nothing else.',
      from: { path: '^app/routes/', pathNot: test },
      to: { path: '^app/wiring/', pathNot: 'context\\.server\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ui-shared-door-only',
      severity: 'error',
      comment: 'Pixels use a feature through index.ts, never index.server.ts.',
      from: { path: '^app/ui/', pathNot: test },
      to: { path: '\\.server\\.tsx?$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'bullmq-lives-in-queue',
      severity: 'error',
      from: { path: ours, pathNot: ['^app/platform/queue/', '^(tests|bench)/'] },
      to: { path: '(^|node_modules/)(bullmq|ioredis)(/|$)' },
    },
    {
      name: 'prisma-lives-in-db',
      severity: 'error',
      from: { path: ours, pathNot: ['^app/platform/db/', '^(tests|bench)/'] },
      to: { path: '(^|node_modules/)@prisma/client(/|$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'extension-diet',
      severity: 'error',
      comment:
        '64 KB per extension: preact, signals, Shopify UI and rules. The post-purchase page has a UI package of its own.',
      from: { path: '^extensions/', pathNot: test },
      to: {
        path: 'node_modules/',
        pathNot:
          'node_modules/(preact|@preact/signals|@shopify/ui-extensions|@shopify/post-purchase-ui-extensions)/',
      },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: generated },
      to: { circular: true, viaOnly: { pathNot: generated, dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'browser-safe',
      severity: 'error',
      comment: 'rules and kit run in a browser: no npm, no node.',
      from: { path: '^(rules/src|app/kit)/', pathNot: test },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'core', 'unknown'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|cloudflare)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/', generated] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
