import { seconds } from '#core/instant.ts';
import type { aDrivenCentre } from './driven-centre.ts';

type Centre = Awaited<ReturnType<typeof aDrivenCentre>>;

/** Imports, until the import is over. */
export async function imported({ importAgents, latestImport, instanceId, time }: Centre) {
  await importAgents({ instanceId }, 'admin');
  for (let waited = 0; waited < 600; waited += 1) {
    const latest = await latestImport({ instanceId });
    if (latest?.progress.status !== 'running') return latest;
    await time.wait(seconds(10));
  }
  throw new Error('The import does not end');
}

export const agentOf = (centre: Centre, agentId: string) => centre.getAgent({ instanceId: centre.instanceId, agentId });

/** Does something when an operation has been answered for the first time. It may change the answer. */
export function afterFirst({ connected }: Centre, operation: string, act: (answer: object) => void) {
  let isDone = false;
  connected.client.middlewareStack.add(
    (next, context) => async (given) => {
      const answered = await next(given);
      if (!isDone && context.commandName === `${operation}Command`) {
        isDone = true;
        act(answered.output);
      }
      return answered;
    },
    { step: 'initialize' },
  );
}

/** Users with names of their own. */
export function addUsers(centre: Centre, count: number) {
  return Array.from({ length: count }, (_, n) => centre.addUser({ username: `agent-${n}`, firstName: `N${n}` }));
}
