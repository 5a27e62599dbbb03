const entryPoints = '^functions/[^/]+[.]ts$';

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
      comment: 'The core knows the domain only: no AWS, no Node I/O, no npm package, nobody else of ours.',
      from: { path: '^functions/core/' },
      to: { pathNot: '^functions/core/' },
    },
    {
      name: 'contexts-stay-apart',
      severity: 'error',
      comment:
        'Contexts meet only in runtime/compose; what several need lies directly in core/. Anyone may set alarms.',
      from: { path: '^functions/core/([^/]+)/' },
      to: { path: '^functions/core/[^/]+/', pathNot: ['^functions/core/$1/', '^functions/core/alarms/'] },
    },
    {
      name: 'dialects-are-pure',
      severity: 'error',
      comment:
        'A dialect translates; it never talks to anything. It may use the core, the schema library and IP arithmetic.',
      from: { path: '^functions/dialects/' },
      to: { pathNot: ['^functions/(core|dialects)/', '^node_modules/(zod|ipaddr[.]js)/'] },
    },
    {
      name: 'adapters-see-ports-only',
      severity: 'error',
      comment: 'An adapter implements a port of the core with one technology; it knows no dialect and no handler.',
      from: { path: '^functions/(adapters|backends)/' },
      to: { path: '^functions/', pathNot: ['^functions/core/', '^functions/adapters/', '^functions/backends/'] },
    },
    {
      name: 'only-compose-wires',
      severity: 'error',
      comment:
        'Handlers ask runtime/ for a ready use case; they never pick an adapter or an SDK client themselves. The format of a queue message is all they may know.',
      from: { path: [entryPoints, '^functions/runtime/'], pathNot: '^functions/runtime/compose/' },
      to: { path: ['^functions/(adapters|backends)/', '^node_modules/@aws-sdk/'], pathNot: '-message[.]ts$' },
    },
    {
      name: 'aws-sdk-at-the-edge',
      severity: 'error',
      comment: 'Only adapters and their wiring speak AWS.',
      from: { path: '^functions/', pathNot: '^functions/(adapters|backends|runtime)/' },
      to: { path: '^node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'entry-points-are-leaves',
      severity: 'error',
      comment: 'A handler is called by Lambda alone; what two handlers share belongs beneath them.',
      from: { path: '^(functions|lib|bin)/' },
      to: { path: entryPoints },
    },
    {
      name: 'lib-knows-only-the-contract',
      severity: 'error',
      comment:
        "CDK reads names from the tables' keys and the environment, so that code and stack cannot drift; nothing else.",
      from: { path: '^(lib|bin)/', pathNot: '^bin/create-api-key[.]ts$' },
      to: {
        path: '^functions/',
        pathNot: ['^functions/adapters/dynamodb/[^/]+/keys[.]ts$', '^functions/runtime/env[.]ts$'],
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
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
