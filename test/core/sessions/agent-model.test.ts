import { test } from '@jest/globals';
import fc from 'fast-check';
import { anyCommands } from './agent-commands.ts';
import { ann, type Model } from './agent-model.ts';

test('an agent does what the model says, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(anyCommands, { maxCommands: 60, size: 'large' }), async (commands) => {
      const model: Model = { signedIn: 0, loggedOut: 0, deferred: 0, jobs: [] };
      const real = await ann();
      await fc.asyncModelRun(() => ({ model, real }), commands);
    }),
    { numRuns: 200 },
  );
});
