import all from './jest.config.js';

// A twentieth of the random cases, for an answer in seconds. `npm test` takes all of them.
process.env.SHARE_OF_CASES ??= '0.05';

/** @type {import('jest').Config} */
export default { ...all, projects: all.projects.filter(({ displayName }) => displayName === 'fast') };
