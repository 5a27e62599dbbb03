const entryPoints = '^functions/[^/]+[.]ts$';

/** The contexts of the core, each with the contexts that it is built on. */
const contexts = {
  access: [],
  'wake-ups': [],
  agents: ['wake-ups', 'access'],
  'agent-imports': ['wake-ups', 'access', 'agents'],
  'agent-reconciliations': ['wake-ups', 'access', 'agents'],
  'forced-logouts': ['wake-ups', 'access', 'agents'],
  'logout-schedules': ['wake-ups', 'access', 'agents', 'forced-logouts'],
  'session-rights': ['wake-ups', 'access', 'agents', 'forced-logouts'],
  'agent-clients': ['wake-ups', 'access', 'agents', 'forced-logouts', 'session-rights'],
  chats: ['wake-ups', 'access'],
  'agent-chats': ['wake-ups', 'access', 'agents', 'chats'],
  audit: ['access', 'agents'],
  streaming: ['wake-ups', 'access', 'agents', 'forced-logouts', 'chats'],
  supervisors: ['wake-ups', 'access', 'agents', 'forced-logouts', 'chats'],
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Two files that need each other are one file, or share a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'The core is the domain and nothing else: no AWS, no Node I/O, no npm package, no other folder of ours.',
      from: { path: '^functions/core/' },
      to: { pathNot: '^functions/core/' },
    },
    {
      name: 'core-has-no-vendor',
      severity: 'error',
      comment: 'What a vendor names or numbers belongs in the dialect of that vendor; the core has words of its own.',
      from: { path: '^functions/core/' },
      to: { path: '^functions/core/.*(amazon|ccai|gateway|huawei|nice)' },
    },
    {
      name: 'core-root-is-below-contexts',
      severity: 'error',
      comment:
        'What lies directly in core/ is used by every context, so it knows none. Changes set wake-ups, whatever changes.',
      from: { path: '^functions/core/[^/]+[.]ts$' },
      to: { path: '^functions/core/[^/]+/', pathNot: '^functions/core/wake-ups/' },
    },
    ...Object.entries(contexts).map(([context, below]) => ({
      name: `context-${context}`,
      severity: 'error',
      comment: `Contexts import in one direction. ${context} is built on ${['core/ itself', ...below].join(', ')}; what else it needs comes in through a port.`,
      from: { path: `^functions/core/${context}/` },
      to: { path: '^functions/core/[^/]+/', pathNot: `^functions/core/(${[context, ...below].join('|')})/` },
    })),
    {
      name: 'contexts-have-a-place',
      severity: 'error',
      comment: 'A new context is added to the contexts above, with those that it is built on.',
      from: { path: '^functions/core/[^/]+/', pathNot: `^functions/core/(${Object.keys(contexts).join('|')})/` },
      to: {},
    },
    {
      name: 'dialects-are-pure',
      severity: 'error',
      comment:
        'A dialect translates and does no I/O. It may use the core, the schema library, IP arithmetic and the package’s version.',
      from: { path: '^functions/dialects/' },
      to: { pathNot: ['^functions/(core|dialects)/', '^node_modules/(zod|ipaddr[.]js)/', '^package[.]json$'] },
    },
    {
      name: 'dialects-stay-apart',
      severity: 'error',
      comment: 'A dialect is the format of one vendor. What several of them share lies directly in dialects/.',
      from: { path: '^functions/dialects/([^/]+)/' },
      to: { path: '^functions/dialects/[^/]+/', pathNot: '^functions/dialects/$1/' },
    },
    {
      name: 'apis-list-routes',
      severity: 'error',
      comment: 'An API is a list of the routes that dialects declare. Both its Lambda and the CDK app read it.',
      from: { path: '^functions/apis/' },
      to: { pathNot: '^functions/dialects/' },
    },
    {
      name: 'adapters-see-ports-only',
      severity: 'error',
      comment: 'An adapter implements ports of the core with one technology; it knows no dialect and no Lambda.',
      from: { path: '^functions/(adapters|backends)/' },
      to: { path: '^functions/', pathNot: '^functions/(core|adapters|backends)/' },
    },
    {
      name: 'technologies-stay-apart',
      severity: 'error',
      comment: 'What several technologies share lies directly in adapters/, or in codec/ if it is about stored forms.',
      from: { path: '^functions/adapters/([^/]+)/' },
      to: { path: '^functions/adapters/[^/]+/', pathNot: '^functions/adapters/($1|codec)/' },
    },
    {
      name: 'only-compose-wires',
      severity: 'error',
      comment:
        'Only runtime/compose chooses adapters and SDK clients; a Lambda gets use cases that are ready. It may parse the messages and events that invoke it.',
      from: { path: [entryPoints, '^functions/runtime/'], pathNot: '^functions/runtime/compose/' },
      to: {
        path: ['^functions/(adapters|backends)/', '^node_modules/@aws-sdk/'],
        pathNot:
          '^functions/(adapters/(sqs/(wake-ups|logout-queue|stream-queue)|codec/(bus-events|audit-event|watched-events))|backends/amazon-connect/(chat-notification|agent-event|contact-event))[.]ts$',
      },
    },
    {
      name: 'compose-is-production',
      severity: 'error',
      comment:
        'Tests and simulations call core/<context>/use-cases.ts with ports of their own. Only benchmarks measure the wiring of production.',
      from: { path: '^test/' },
      to: { path: '^functions/runtime/compose/' },
    },
    {
      name: 'aws-sdk-at-the-edge',
      severity: 'error',
      comment: 'Only adapters and their wiring speak to AWS.',
      from: { path: '^functions/', pathNot: '^functions/(adapters|backends|runtime/compose)/' },
      to: { path: '^node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'entry-points-are-leaves',
      severity: 'error',
      comment: 'Only Lambda calls an entry point; what two of them share belongs beneath them.',
      from: { path: '^(functions|lib|bin)/' },
      to: { path: entryPoints },
    },
    {
      name: 'lib-reads-what-functions-declare',
      severity: 'error',
      comment:
        'The CDK app reads routes, what their shares of the throttle admit, tables, retention, which events supervisors are shown and the audit records, operations with quotas, what describes an issuer, and the names of variables and metrics where functions declare them, so that code and stack cannot differ. It needs nothing else of functions. The commands of operators work on what the adapters store.',
      from: { path: '^(lib|bin)/', pathNot: '^bin/((create-api-key|restore|smoke/temporary-key)[.]ts$|repair/)' },
      to: {
        path: '^functions/',
        pathNot: [
          '^functions/(apis|dialects)/',
          '^functions/adapters/dynamodb/[^/]+-tables?[.]ts$',
          '^functions/core/(retention|access/rate-limit|supervisors/watched-events|audit/audited-events)[.]ts$',
          '^functions/backends/[^/]+/operations[.]ts$',
          '^functions/runtime/(env|metrics|oidc-issuer)[.]ts$',
        ],
      },
    },
    {
      name: 'functions-never-see-cdk',
      severity: 'error',
      comment: 'What runs in Lambda does not know how it was deployed.',
      from: { path: '^functions/' },
      to: { path: ['^(lib|bin|local)/', '^node_modules/(aws-cdk-lib|constructs)/'] },
    },
    {
      name: 'local-runs-what-was-synthesized',
      severity: 'error',
      comment: 'The local run reads templates and bundles; importing the app or a handler would run something else.',
      from: { path: '^local/' },
      to: { path: ['^(lib|bin)/', entryPoints, '^functions/runtime/'] },
    },
    {
      name: 'local-aws-knows-no-product',
      severity: 'error',
      comment:
        'The emulation runs any synthesized app. What only Lastcall needs, such as its seed or its context, belongs in local/.',
      from: { path: '^local/aws/' },
      to: { path: ['^(functions|lib|bin|clients)/', '^local/(?!aws/)'] },
    },
    {
      name: 'stand-in-knows-no-product',
      severity: 'error',
      comment:
        'The stand-in for Amazon Connect is written after the documentation of AWS, so that nothing of Lastcall can agree with itself there.',
      from: { path: '^local/connect/' },
      to: { path: ['^(functions|lib|bin|clients)/', '^local/(?!connect/|aws/http-server[.]ts$)'] },
    },
    {
      name: 'agent-library-stands-alone',
      severity: 'error',
      comment: 'What runs in an agent’s page is a file of its own: no package, nothing of the server.',
      from: { path: '^clients/agent/' },
      to: { pathNot: '^clients/agent/' },
    },
    {
      name: 'pages-see-the-library-only',
      severity: 'error',
      comment: 'The demo uses the agent library as any page does.',
      from: { path: '^clients/demo/' },
      to: { pathNot: '^clients/(agent|demo)/' },
    },
    {
      name: 'api-client-stands-alone',
      severity: 'error',
      comment:
        'The client of the API is a package of its own: the fetch library that it holds, and nothing of the server.',
      from: { path: '^clients/api/' },
      to: { pathNot: ['^clients/api/', '^node_modules/openapi-fetch/'] },
    },
    {
      name: 'functions-never-see-pages',
      severity: 'error',
      comment: 'What is deployed neither serves nor knows pages.',
      from: { path: '^(functions|lib|bin)/' },
      to: { path: '^clients/' },
    },
    {
      name: 'production-never-sees-tests',
      severity: 'error',
      comment: 'Fakes and builders stay in test/.',
      from: { path: '^(functions|lib|bin|local|clients)/' },
      to: { path: ['^test/', '^bench/'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // What the packages for npm are built to.
    exclude: { path: '^clients/[^/]+/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
