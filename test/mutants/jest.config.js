import { resolve } from 'node:path';
import fast from '../../jest.fast.config.js';

const rootDir = resolve(import.meta.dirname, '../..');
const [project] = fast.projects;

/** The suites that every mutant has to pass; `npm run mutate` names them in `SUITES`. Stryker resolves no `<rootDir>`. */
export default {
  ...project,
  rootDir,
  // A test is related to a source only by files in the roots.
  roots: ['functions', 'test'].map((folder) => resolve(rootDir, folder)),
  testMatch: process.env.SUITES?.split(' ').map((suite) => `${rootDir}/test/${suite}.test.ts`),
  testPathIgnorePatterns: [],
  testEnvironment: resolve(import.meta.dirname, 'environment.js'),
  testRunner: resolve(import.meta.dirname, 'jest-circus-until-detected.js'),
  testSequencer: resolve(import.meta.dirname, 'needed-suites.js'),
  setupFiles: [resolve(import.meta.dirname, 'no-shrinking.js')],
  testTimeout: fast.testTimeout,
};
