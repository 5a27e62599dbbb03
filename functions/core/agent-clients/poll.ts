import { everyInstance, type RateLimit, type RateLimits } from '../access/rate-limit.ts';
import type { Agent, AgentKey, Session } from '../agents/agent.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { AgentStore } from '../agents/ports.ts';
import type { Decision } from '../change.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { endedOf, ownSession, type SessionRefusal, withReported } from './own-session.ts';

/** An agent whose client does not poll for so long is signed out. */
const mostSilenceSeconds = 120;
/** A poll that comes sooner after the last renewal of the lease writes nothing. */
const renewalSeconds = 15;

/** The lease of a session that is kept alive by polls. It is longer by what the last renewal may be older than the last poll. */
export const pollingLeaseSeconds = mostSilenceSeconds + renewalSeconds;

/** A client that polls sooner after its last answer does not pause between polls. The usual pause is half a second. */
const shortestPause = 400;
/** How long the poll of a client that does not pause is held. Well inside the time in which a request is answered. */
const heldFor = seconds(5);

/** One poll of each session is held at a time. */
export const heldPollOfSession: RateLimit = { perSecond: seconds(1) / heldFor, burst: 1 };
/** At most so many polls are held at a time, all sessions together: half of them can begin at once. */
export const heldPollsLimit = (most: number): RateLimit => ({
  perSecond: (most / 2) * (seconds(1) / heldFor),
  burst: Math.max(1, Math.floor(most / 2)),
});

/** Which polls may be held. A poll that is held keeps a function waiting. */
export interface HeldPolls {
  readonly ofSession: RateLimits;
  readonly ofAll: RateLimits;
  /** @see heldPollsLimit. 0: none is held. */
  readonly most: () => number;
  readonly until: (instant: Instant) => Promise<void>;
}

export type PollOutcome =
  /** The session goes on, and nothing has happened to it. */
  | { readonly type: 'nothingNew' }
  /** Somebody or something else has ended the session. Reported once. */
  | { readonly type: 'endedByOthers'; readonly signedInAt: Instant }
  | { readonly type: SessionRefusal };

interface Ports {
  readonly agents: Pick<AgentStore, 'load' | 'recordHeartbeat'>;
  readonly changeAgent: ChangeAgent;
  readonly heldPolls: HeldPolls;
  readonly clock: Clock;
}

/**
 * A client asks what has happened, which also keeps its session alive. One read, and a write only when the lease needs it.
 *
 * Many clients poll in a loop without a pause, because the platform that they are made for holds a poll until something
 * happens. Such a client is found by the lease: it was renewed a moment ago. Its poll is held, and the renewal after it
 * shows the next poll that the client still does not pause.
 */
export function makePoll({ agents, changeAgent, heldPolls, clock }: Ports) {
  return async (key: AgentKey, secretHash: string): Promise<PollOutcome> => {
    const now = clock.now();
    const own = ownSession((await agents.load(key))?.state, secretHash);
    if (own.type !== 'own') return changeAgent(key, (agent) => reportEnd(agent, secretHash));
    const { session } = own.agent;
    if (pausesTooShort(session, now) && (await mayHold(key, now))) {
      await heldPolls.until(now + heldFor);
      return renew(key, secretHash);
    }
    return isRenewalDue(session, now) ? renew(key, secretHash) : { type: 'nothingNew' };
  };

  async function renew(key: AgentKey, secretHash: string): Promise<PollOutcome> {
    if (await agents.recordHeartbeat(key, { secretHash }, { at: clock.now() })) return { type: 'nothingNew' };
    return changeAgent(key, (agent) => reportEnd(agent, secretHash));
  }

  async function mayHold({ instanceId, agentId }: AgentKey, now: Instant): Promise<boolean> {
    const { ofSession, ofAll, most } = heldPolls;
    if (most() === 0) return false;
    const own = await ofSession.take({ instanceId, callerId: `poll:${agentId}` }, now);
    return (
      own.type === 'taken' && (await ofAll.take({ instanceId: everyInstance, callerId: 'polls' }, now)).type === 'taken'
    );
  }
}

/** Not right after signing in, which renews the lease as well. */
const pausesTooShort = ({ lease, signedInAt }: Session, now: Instant): boolean =>
  lease !== undefined && lease.lastSeenAt > signedInAt && now < lease.lastSeenAt + shortestPause;

/** A lease of an older version was as long as the silence, so each poll renews it. */
const isRenewalDue = ({ lease }: Session, now: Instant): boolean =>
  lease !== undefined &&
  (lease.leavesAt !== undefined || now >= lease.lastSeenAt + seconds(lease.seconds - mostSilenceSeconds));

function reportEnd(agent: Agent | undefined, secretHash: string): Decision<Agent | undefined, AgentEvent, PollOutcome> {
  const own = ownSession(agent, secretHash);
  if (own.type === 'own') return { state: agent, events: [], outcome: { type: 'nothingNew' } };
  const ended = endedOf(agent, secretHash);
  if (!agent || !ended || ended.isReported) return { state: agent, events: [], outcome: { type: own.type } };
  const outcome = { type: 'endedByOthers', signedInAt: ended.signedInAt } as const;
  return { state: withReported(agent, secretHash), events: [], outcome };
}
