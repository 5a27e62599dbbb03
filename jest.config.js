import { availableParallelism } from 'node:os';

// What a function would log and count is noise here; tests that are about it look at the logger.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

const project = {
  testEnvironment: '<rootDir>/test/environment.js',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        sourceMaps: 'inline',
      },
    ],
  },
};

/** Suites that need the synthesized app. */
const foldersOfApp = ['<rootDir>/test/infra', '<rootDir>/test/local', '<rootDir>/test/clients'];
/** Suites of the emulation of AWS, which runs any app. */
const emulation = '<rootDir>/test/local/aws';

/** @type {import('jest').Config & { projects: import('jest').Config[] }} */
export default {
  // Nothing here takes that long, unless the machine is busy with something else.
  testTimeout: 60_000,
  // Apps and browsers have threads of their own, so half of the cores are left to them. On a small machine there is one
  // worker more than cores, because suites that wait for an app use none.
  maxWorkers: Math.max(3, Math.floor(availableParallelism() / 2)),
  testSequencer: '<rootDir>/test/slow-suites-first.js',
  projects: [
    { ...project, displayName: 'fast', roots: ['<rootDir>/test'], testPathIgnorePatterns: foldersOfApp },
    { ...project, displayName: 'emulation', roots: [emulation] },
    {
      ...project,
      displayName: 'app',
      roots: foldersOfApp,
      testPathIgnorePatterns: [emulation],
      globalSetup: '<rootDir>/test/app/set-up.ts',
    },
  ],
};
