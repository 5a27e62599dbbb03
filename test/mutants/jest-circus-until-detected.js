import { createEmptyTestResult } from '@jest/test-result';
import circus from 'jest-circus/runner';

const { default: runSuite } = circus;

/** The mutant that a suite has detected last. What else it breaks does not matter, and it may break much. */
let detected;

/**
 * Runs a suite as Jest does, unless another one has detected the mutant that is active: loading the others would take most of
 * the time. Stryker says by a variable which mutant that is. In the first run, which finds out who tests what, there is none.
 */
export default async function runUntilDetected(globalConfig, config, environment, runtime, testPath, ...rest) {
  const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
  if (mutant !== undefined && mutant === detected) return notRun(testPath);
  const result = await runSuite(globalConfig, config, environment, runtime, testPath, ...rest);
  if (result.numFailingTests > 0) detected = mutant;
  return result;
}

/** Jest takes a suite without tests for a broken one, so one test stands for all. */
const notRun = (testFilePath) => ({
  ...createEmptyTestResult(),
  testFilePath,
  numPendingTests: 1,
  testResults: [{ ancestorTitles: [], title: '', fullName: '', status: 'pending', failureMessages: [], duration: 0 }],
});
