import { StaleVersionError } from '../change.ts';
import type { Agent, AgentKey } from './agent.ts';
import type { Backends } from './backend.ts';
import { owedBy } from './backend-logout.ts';
import type { ChangeAgent } from './change-agent.ts';
import type { AgentErasure, AgentStore } from './ports.ts';

export type EraseOutcome =
  /** Nothing of the agent is left, whether there was one or not. */
  | { readonly type: 'erased' }
  /** Changes nothing. `stillOwed`: a backend has not been told yet that the agent is out. `existsInBackend`: an import would bring the agent back. */
  | { readonly type: 'signedIn' | 'stillOwed' | 'existsInBackend' };

interface Ports {
  readonly agents: Pick<AgentStore, 'load'>;
  readonly erasure: AgentErasure;
  readonly backends: Backends;
  readonly changeAgent: ChangeAgent;
}

/** The agent may change between loading and removing, or have events to publish. */
const attempts = 5;

/**
 * Erases an agent: first the agent as it was loaded, so that nobody signs in meanwhile, then what is kept elsewhere. Whoever
 * stops in between finishes by repeating it. Events that are not published yet are published before.
 *
 * @throws StaleVersionError when others change the agent all the time
 */
export function makeEraseAgent({ agents, erasure, backends, changeAgent }: Ports) {
  return async (key: AgentKey): Promise<EraseOutcome> => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const loaded = await agents.load(key);
      const refusal = loaded && refusalOf(loaded.state, backends(key.instanceId) !== undefined);
      if (refusal) return { type: refusal };
      if (loaded && loaded.outbox.length > 0) {
        await changeAgent(key, (agent) => ({ state: agent, events: [], outcome: undefined }), { delivery: 'repeated' });
        continue;
      }
      const isGone = loaded === undefined || (await removed(loaded));
      if (!isGone) continue;
      await erasure.removeTraces(key, loaded?.state.profile.teamIds ?? []);
      return { type: 'erased' };
    }
    throw new StaleVersionError(`Agent ${key.instanceId}/${key.agentId} changes all the time`);
  };

  async function removed(loaded: Parameters<AgentErasure['removeAgent']>[0]): Promise<boolean> {
    try {
      await erasure.removeAgent(loaded);
      return true;
    } catch (error) {
      if (error instanceof StaleVersionError) return false;
      throw error;
    }
  }
}

function refusalOf(agent: Agent, isOwned: boolean): Exclude<EraseOutcome['type'], 'erased'> | undefined {
  if (agent.session) return 'signedIn';
  if (owedBy(agent)) return 'stillOwed';
  return isOwned && agent.deletedAt === undefined ? 'existsInBackend' : undefined;
}
