import type { Agent, AgentKey, SignInLock } from '../agents/agent.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { Decision } from '../change.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Ids, Report } from '../ports.ts';

/** Longer than it takes to publish and to answer. If the holder breaks off, the agent is locked for this long. */
const lockLasts = seconds(15);
/** In the past by every clock, however much clocks differ. */
const released: Instant = 0;

type Decide<Outcome> = (agent: Agent | undefined, now: Instant) => Decision<Agent | undefined, AgentEvent, Outcome>;

type LockRefusal = { readonly type: 'unknownAgent' | 'overlapping' };

/** The change of the agent, made under the lock, which is released afterwards. Call it once, as the last step. */
export type ChangeUnderLock = <Outcome>(decide: Decide<Outcome>) => Promise<Outcome | LockRefusal>;

interface Ports {
  readonly changeAgent: ChangeAgent;
  readonly ids: Ids;
  readonly report: Report;
}

export type WithSignInLock = ReturnType<typeof makeWithSignInLock>;

/**
 * Lets one sign-in or sign-out of an agent take place at a time. Of several that overlap, the first to change the agent
 * succeeds and the others are refused: they find another lock than the one they saw at the beginning, for example after
 * checking a password. The same write that changes the agent takes the lock, until the events are published and the
 * caller is about to be answered. A holder that breaks off before the write has changed nothing; one that breaks off
 * after it locks the agent for some seconds.
 *
 * A refused caller writes nothing, so strangers cannot lock an agent.
 */
export function makeWithSignInLock({ changeAgent, ids, report }: Ports) {
  return async <Outcome>(key: AgentKey, work: (change: ChangeUnderLock) => Promise<Outcome>): Promise<Outcome> => {
    const lockId = ids.next();
    const seen = await changeAgent(key, look);
    return work(async (decide) => {
      if (seen.type !== 'free') return seen;
      const locking = decideUnderLock(lockId, seen.lock, decide);
      try {
        return await changeAgent(key, locking.decide);
      } finally {
        if (locking.isTaken()) await release(key, lockId);
      }
    });
  };

  async function release(key: AgentKey, lockId: string): Promise<void> {
    const decide: Decide<void> = (agent) => ({ state: unlocked(agent, lockId), events: [], outcome: undefined });
    await changeAgent(key, decide).catch((error: unknown) => {
      report('A sign-in lock could not be released; it expires in some seconds', error);
    });
  }
}

type Seen = { readonly type: 'free'; readonly lock: SignInLock | undefined } | LockRefusal;

const isHeld = (lock: SignInLock | undefined, now: Instant) => lock !== undefined && lock.until > now;

function look(agent: Agent | undefined, now: Instant): Decision<Agent | undefined, AgentEvent, Seen> {
  const outcome = (): Seen => {
    if (!agent) return { type: 'unknownAgent' };
    return isHeld(agent.signInLock, now) ? { type: 'overlapping' } : { type: 'free', lock: agent.signInLock };
  };
  return { state: agent, events: [], outcome: outcome() };
}

/** The decision, unless the lock has changed since it was seen. If it changes the agent, it takes the lock. */
function decideUnderLock<Outcome>(lockId: string, seen: SignInLock | undefined, decide: Decide<Outcome>) {
  let taken: { readonly outcome: Outcome } | undefined;
  const underLock: Decide<Outcome | LockRefusal> = (agent, now) => {
    // The lock is its own: a save that seemed to have failed took effect.
    if (taken && agent?.signInLock?.lockId === lockId) return { state: agent, events: [], outcome: taken.outcome };
    if (agent?.signInLock?.lockId !== seen?.lockId) {
      return { state: agent, events: [], outcome: { type: 'overlapping' } };
    }
    const decision = decide(agent, now);
    if (!decision.state || decision.state === agent) return decision;
    taken = { outcome: decision.outcome };
    return { ...decision, state: { ...decision.state, signInLock: { lockId, until: now + lockLasts } } };
  };
  return { decide: underLock, isTaken: () => taken !== undefined };
}

/** The agent with this lock released. It stays in the item, so that whoever began earlier finds that it was there. */
const unlocked = (agent: Agent | undefined, lockId: string): Agent | undefined =>
  agent?.signInLock?.lockId === lockId ? { ...agent, signInLock: { ...agent.signInLock, until: released } } : agent;
