import { Stryker } from '@stryker-mutator/core';

/**
 * The contexts of the core, each with the suites of `test` that its mutants have to pass: its own, and others that test its
 * rules as well. `core` is what lies directly in `functions/core`.
 */
const contexts: Readonly<Record<string, readonly string[]>> = {
  core: ['core/*'],
  access: ['core/access/*', 'adapters/memory/memory', 'adapters/crypto/signing-keys-of-tokens'],
  'wake-ups': ['core/wake-ups/*', 'core/*'],
  agents: ['core/agents/*', 'core/agent-clients/*', 'core/forced-logouts/*', 'core/agent-chats/*'],
  'forced-logouts': ['core/forced-logouts/*', 'core/agents/*'],
  'session-rights': ['core/session-rights/*', 'core/agent-clients/supervisor-sign-out'],
  'agent-clients': ['core/agent-clients/*', 'core/session-rights/*', 'adapters/memory/memory'],
  chats: ['core/chats/*', 'core/agent-chats/*'],
  'agent-chats': ['core/agent-chats/*'],
  'agent-imports': ['core/agent-imports/*'],
  streaming: ['core/streaming/*'],
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in contexts));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. Choose from: ${Object.keys(contexts).join(', ')}\n`);
  process.exit(2);
}

/** How much longer than usual the tests of a mutant may take before it counts as one that hangs. A busy machine needs it. */
const timeout = { timeoutMS: 10_000, timeoutFactor: 2 };

/** The share of mutants, in percent, that some test has to detect. */
const leastDetected = 95;

for (const [context, suites] of Object.entries(contexts)) {
  if (names.length > 0 && !names.includes(context)) continue;
  // Jest reads it in a process of its own.
  process.env.SUITES = suites.join(' ');
  const stryker = new Stryker({
    mutate: [context === 'core' ? 'functions/core/*.ts' : `functions/core/${context}/*.ts`],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: { configFile: 'test/mutants/jest.config.js' },
    coverageAnalysis: 'perTest',
    ...timeout,
    thresholds: { high: 100, low: leastDetected, break: leastDetected },
    concurrency: 1,
    // Stryker would rewrite tsconfig.json for its copy of the sources, and does not know TypeScript 7.
    tsconfigFile: 'none.json',
    tempDirName: '.lastcall/stryker',
    ignorePatterns: ['cdk.out', 'dist', '.lastcall', 'docs', 'clients', 'local', 'lib', 'bench'],
    reporters: ['clear-text', 'progress-append-only', 'json'],
    jsonReporter: { fileName: `.lastcall/mutants/${context}.json` },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  });
  await stryker.runMutationTest();
}
