import type { Report } from '../ports.ts';
import type { AgentKey } from './agent.ts';
import type { Backends, Observation } from './backend.ts';
import type { FollowBackend } from './pursue.ts';

interface Ports {
  readonly backends: Backends;
  readonly followBackend: FollowBackend;
  readonly report: Report;
}

/** What a backend has said by itself about an agent. */
export interface AgentNews {
  readonly key: AgentKey;
  /** What it shows. @default - it only says that something has changed, so it is asked */
  readonly observation?: Observation;
}

/**
 * Follows what backends say of agents by themselves, which arrives late, twice, out of order or not at all: older news than the
 * latest changes nothing. A backend that cannot be asked holds up nobody: the next look at everybody finds what was missed.
 */
export function makeFollowNews({ backends, followBackend, report }: Ports) {
  return async ({ key, observation }: AgentNews): Promise<void> => {
    if (observation) return void (await followBackend(key, observation));
    const backend = backends(key.instanceId);
    if (!backend) return;
    let asked: Observation;
    try {
      asked = await backend.observe(key, 'job');
    } catch (error) {
      return report(`Agent ${key.agentId} was not looked at after an event; the next look at everybody does it`, error);
    }
    await followBackend(key, asked);
  };
}
