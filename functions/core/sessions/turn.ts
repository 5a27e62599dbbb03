import type { Decision } from '../commit.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Ids, Report } from '../ports.ts';
import type { Agent, AgentKey, Turn } from './agent.ts';
import type { CommitAgent } from './commit-agent.ts';
import type { AgentEvent } from './events.ts';

/** Longer than it takes to publish and to answer; a turn that was broken off bars the agent for so long. */
const turnLasts = seconds(15);
/** Past by everybody's clock, however much they differ. */
const over: Instant = 0;

type Decide<Outcome> = (agent: Agent | undefined, now: Instant) => Decision<Agent | undefined, AgentEvent, Outcome>;

type TurnRefusal = { readonly type: 'unknownAgent' | 'overlapping' };

/** The commit with which a turn changes the agent, after which it is over. To be called once, as the last thing. */
export type EndTurn = <Outcome>(decide: Decide<Outcome>) => Promise<Outcome | TurnRefusal>;

interface Ports {
  readonly commitAgent: CommitAgent;
  readonly ids: Ids;
  readonly report: Report;
}

export type TakeTurn = ReturnType<typeof makeTakeTurn>;

/**
 * Has one sign-in or sign-out of an agent happen at a time. Of those that overlap, the one that changes the agent first
 * goes through and the others are refused: one that changes the agent while another is at work, be it only checking a
 * password, makes that one find another turn than it has seen at first; and it bars the agent in the same write, until
 * everything is published and it is about to be answered. Broken off before the write it has changed nothing; broken
 * off after it, it bars the agent for some seconds.
 *
 * Nothing is written for whoever is refused, so that nobody is barred by strangers.
 */
export function makeTakeTurn({ commitAgent, ids, report }: Ports) {
  return async <Outcome>(key: AgentKey, work: (endTurn: EndTurn) => Promise<Outcome>): Promise<Outcome> => {
    const turnId = ids.next();
    const seen = await commitAgent(key, look, 'caller');
    return work(async (decide) => {
      if (seen.type !== 'free') return seen;
      const turn = takeTurn(turnId, seen.turn, decide);
      try {
        return await commitAgent(key, turn.decide, 'caller');
      } finally {
        if (turn.isTaken()) await endTurn(key, turnId);
      }
    });
  };

  async function endTurn(key: AgentKey, turnId: string): Promise<void> {
    const decide: Decide<void> = (agent) => ({ state: withoutTurn(agent, turnId), events: [], outcome: undefined });
    await commitAgent(key, decide, 'caller').catch((error: unknown) => {
      report('A turn could not be ended; it is over in some seconds', error);
    });
  }
}

type Seen = { readonly type: 'free'; readonly turn: Turn | undefined } | TurnRefusal;

const isUnanswered = (turn: Turn | undefined, now: Instant) => turn !== undefined && turn.until > now;

function look(agent: Agent | undefined, now: Instant): Decision<Agent | undefined, AgentEvent, Seen> {
  const outcome = (): Seen => {
    if (!agent) return { type: 'unknownAgent' };
    return isUnanswered(agent.turn, now) ? { type: 'overlapping' } : { type: 'free', turn: agent.turn };
  };
  return { state: agent, events: [], outcome: outcome() };
}

/** The decision, unless somebody else's turn has come meanwhile; with what it changes, the turn begins. */
function takeTurn<Outcome>(turnId: string, seen: Turn | undefined, decide: Decide<Outcome>) {
  let taken: { readonly outcome: Outcome } | undefined;
  const inTurn: Decide<Outcome | TurnRefusal> = (agent, now) => {
    // Its own turn stands: a save that seemed to have come too late took place.
    if (taken && agent?.turn?.turnId === turnId) return { state: agent, events: [], outcome: taken.outcome };
    if (agent?.turn?.turnId !== seen?.turnId) return { state: agent, events: [], outcome: { type: 'overlapping' } };
    const decision = decide(agent, now);
    if (!decision.state || decision.state === agent) return decision;
    taken = { outcome: decision.outcome };
    return { ...decision, state: { ...decision.state, turn: { turnId, until: now + turnLasts } } };
  };
  return { decide: inTurn, isTaken: () => taken !== undefined };
}

/** The same agent with this turn over. The turn is kept, so that whoever began before can tell that it was there. */
const withoutTurn = (agent: Agent | undefined, turnId: string): Agent | undefined =>
  agent?.turn?.turnId === turnId ? { ...agent, turn: { turnId, until: over } } : agent;
