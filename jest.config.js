import { availableParallelism } from 'node:os';

// What a function would log and count is noise here; tests that are about it look at the logger.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

const project = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' }],
  },
};

/** Suites that need the synthesized app. */
const foldersOfApp = ['<rootDir>/test/infra', '<rootDir>/test/local', '<rootDir>/test/clients'];

/** @type {import('jest').Config & { projects: import('jest').Config[] }} */
export default {
  // Nothing here takes that long, unless the machine is busy with something else.
  testTimeout: 30_000,
  // A suite with a running app has threads of its own, so half of the cores are left to them; two at the least.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  projects: [
    { ...project, displayName: 'fast', roots: ['<rootDir>/test'], testPathIgnorePatterns: foldersOfApp },
    { ...project, displayName: 'app', roots: foldersOfApp, globalSetup: '<rootDir>/test/app/set-up.ts' },
  ],
};
