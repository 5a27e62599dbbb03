import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Clock } from '../ports.ts';
import type { Agent } from './agent.ts';
import type { Backends, ObservedAgent } from './backend.ts';
import { type Difference, kindsOf } from './difference.ts';
import { everyAddress } from './ip-range.ts';
import { observe } from './observe.ts';
import type { AgentDirectory } from './ports.ts';
import type { FollowBackend, RulesOfInstance } from './pursue.ts';
import { watchRules } from './rules/apply-rules.ts';
import type { TeamRules } from './rules/team-rules.ts';

interface Ports {
  readonly backends: Backends;
  readonly directory: AgentDirectory;
  readonly followBackend: FollowBackend;
  readonly rulesOfInstance: RulesOfInstance;
  readonly clock: Clock;
}

/** Agents read at once, and how many of those that differ are changed at the same time. */
const readAtOnce = 100;
const width = 20;

/** How many agents the backend has shown, how many were looked at with those whom it does not show, and how many were changed. */
export interface Reconciled {
  readonly shown: number;
  readonly looked: number;
  readonly differing: number;
}

/** Is called before agents are changed: at most a hundred of them, and the ids of all who differ. */
export type BeforeMending = (mending: readonly Difference[], all: ReadonlySet<string>) => Promise<void>;

interface Differing extends ObservedAgent, Difference {}

/**
 * Brings the agents of an instance into line with the backend that owns them: those whom it shows, and those who are signed
 * in here and whom it does not show. Agents are read by the hundred; only those who differ are changed, each by the decision
 * that any observation leads to.
 */
export function makeReconcile({ backends, directory, followBackend, rulesOfInstance, clock }: Ports) {
  return async (instanceId: string, beforeMending?: BeforeMending): Promise<Reconciled | undefined> => {
    const backend = backends(instanceId);
    if (!backend) return undefined;
    const askedAt = clock.now();
    const rules = await rulesOfInstance(instanceId);
    const shown = new Map<string, ObservedAgent>();
    for await (const page of backend.observeEverybody('job')) for (const each of page) shown.set(each.agentId, each);
    const missing = (await signedIn(instanceId)).filter((agentId) => !shown.has(agentId));
    const all: readonly ObservedAgent[] = [
      ...shown.values(),
      ...missing.map((agentId) => ({ agentId, observation: { at: askedAt, type: 'absent' } as const })),
    ];
    const differing: Differing[] = [];
    for (const page of pagesOf(all)) differing.push(...(await differ(instanceId, page, rules)));
    const mended = new Set(differing.filter(({ kinds }) => kinds.length > 0).map(({ agentId }) => agentId));
    for (const page of pagesOf(differing)) {
      const mending = page.filter(({ agentId }) => mended.has(agentId));
      if (mending.length > 0) await beforeMending?.(mending.map(differenceOf), mended);
      const changed = await inParallel(page, width, ({ agentId, observation }) =>
        followBackend({ instanceId, agentId }, observation),
      );
      allFulfilled(changed, 'agents');
    }
    return { shown: shown.size, looked: all.length, differing: differing.length };
  };

  async function signedIn(instanceId: string): Promise<readonly string[]> {
    const agentIds: string[] = [];
    let cursor: string | undefined;
    do {
      const page = { limit: 1_000, ...(cursor !== undefined && { cursor }) };
      const found = await directory.signedIn(instanceId, { ipRange: everyAddress }, page);
      agentIds.push(...found.agentIds);
      cursor = found.cursor;
    } while (cursor !== undefined);
    return agentIds;
  }

  /** Those whom the backend shows differently from what is known, as far as that can be read, and those whom rules watch anew. */
  async function differ(
    instanceId: string,
    observed: readonly ObservedAgent[],
    rules: readonly TeamRules[] | undefined,
  ): Promise<readonly Differing[]> {
    const { agents } = await directory.find(
      instanceId,
      observed.map(({ agentId }) => agentId),
    );
    const known = new Map<string, Agent>(agents.map((agent) => [agent.agentId, agent]));
    return observed.flatMap(({ agentId, observation }) => {
      const agent = known.get(agentId);
      const { state } = observe(agent, { instanceId, agentId }, observation, '');
      const { state: watched = state } = watchRules(state, observation, rules, clock.now()) ?? {};
      return watched === agent ? [] : [{ agentId, observation, kinds: kindsOf(agent, state) }];
    });
  }
}

const differenceOf = ({ agentId, kinds }: Differing): Difference => ({ agentId, kinds });

function* pagesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += readAtOnce) yield items.slice(start, start + readAtOnce);
}
