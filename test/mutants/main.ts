import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
// Sets how many random cases are taken, and silences logs.
import '../../jest.fast.config.js';

/** The contexts of the core, by their folders; `core` is what lies directly in `functions/core`. */
const sources: Readonly<Record<string, string>> = {
  core: 'functions/core/*.ts',
  ...Object.fromEntries(
    readdirSync('functions/core', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [name, `functions/core/${name}/**/*.ts`]),
  ),
};

/** What is named: contexts, or single files of them, as in `chats/timers`. */
const names = process.argv.slice(2);
const chosen = Object.entries(sources).filter(([context]) => names.length === 0 || names.includes(context));
for (const name of names.filter((one) => !(one in sources))) {
  const file = `functions/core/${name}.ts`;
  if (!existsSync(file)) {
    process.stderr.write(
      `There is no ${file}. Name a file without its .ts, or one of ${Object.keys(sources).join(', ')}\n`,
    );
    process.exit(2);
  }
  chosen.push([name.replaceAll('/', '-'), file]);
}

/** The suites whose tests have to notice the mutants. Stryker finds out which of them reach which mutant. */
process.env.SUITES = [
  'test/core/**/*.test.ts',
  'test/adapters/memory/*.test.ts',
  'test/adapters/crypto/*.test.ts',
].join(' ');

/** The share of mutants, in percent, that some test has to detect. */
const leastDetected = 95;

for (const [name, files] of chosen) {
  const stryker = new Stryker({
    mutate: [files],
    testRunner: 'in-process',
    plugins: [resolve(import.meta.dirname, 'runner.ts')],
    testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning'],
    // Copies of modules stay in memory, so a runner is replaced after so many mutants.
    maxTestRunnerReuse: 50,
    coverageAnalysis: 'perTest',
    // How much longer than usual the tests of a mutant may take before it counts as one that hangs. A busy machine needs it.
    timeoutMS: 10_000,
    timeoutFactor: 2,
    thresholds: { high: 100, low: leastDetected, break: leastDetected },
    // Stryker would rewrite tsconfig.json for its copy of the sources, and does not know TypeScript 7.
    tsconfigFile: 'none.json',
    tempDirName: '.lastcall/stryker',
    ignorePatterns: ['cdk.out', 'dist', '.lastcall', 'docs', 'clients', 'local', 'lib', 'bench'],
    reporters: ['clear-text', 'progress-append-only', 'json'],
    jsonReporter: { fileName: `.lastcall/mutants/${name}.json` },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  });
  await stryker.runMutationTest();
}
