import TestSequencer from '@jest/test-sequencer';

/** The names of the tests of each suite that has been loaded, those that were skipped included. */
const testsOf = new Map();

/** The suite that has detected a mutant last: it may well detect the next one, which is near. */
let latest;

/** Leaves out the suites that have none of the tests wanted: Jest would load such a suite, only to skip all of it. */
export default class NeededSuites extends TestSequencer {
  constructor(options) {
    super(options);
    const { testNamePattern } = options.globalConfig;
    this.wanted = testNamePattern && new RegExp(testNamePattern, 'i');
  }

  sort(suites) {
    return suites
      .filter(({ path }) => !this.wanted || (testsOf.get(path)?.some((name) => this.wanted.test(name)) ?? true))
      .sort((a, b) => Number(b.path === latest) - Number(a.path === latest));
  }

  cacheResults(_, { testResults }) {
    for (const { testFilePath, testResults: tests, numFailingTests, numPassingTests } of testResults) {
      if (numFailingTests > 0) latest = testFilePath;
      if (numFailingTests + numPassingTests === 0) continue;
      testsOf.set(
        testFilePath,
        tests.map(({ fullName }) => fullName),
      );
    }
  }
}
