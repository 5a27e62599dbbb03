import fc from 'fast-check';
import type { AgentKey } from '#core/agents/agent.ts';
import { heartbeatSpacing } from '#core/agents/lease.ts';
import { signIn } from '#core/agents/presence.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import type { WakeUp } from '#core/wake-ups/ports.ts';
import { anAddress, anAgent, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts, type UseCases } from '#test/support/contact-centre.ts';
import { AtLeastOnceQueue } from './at-least-once-queue.ts';
import { type Faults, Invocation } from './invocation.ts';
import { Random } from './random.ts';
import { VirtualTime } from './virtual-time.ts';

/** What an agent or the agent's client does. */
export interface LeaseAction {
  readonly afterSeconds: number;
  readonly agentId: string;
  readonly type: (typeof actionTypes)[number];
}

const agentIds = ['ann', 'ben', 'cy'];
const actionTypes = [
  'signIn',
  'signOut',
  'poll',
  'pollForPreviousSession',
  'heartbeat',
  'leave',
  'reload',
  'beginContact',
  'endContact',
] as const;

/** Twenty minutes in which clients send heartbeats, fall silent, leave and come back. */
export const anyLeaseActions: fc.Arbitrary<readonly LeaseAction[]> = fc.array(
  fc.record({
    afterSeconds: fc.nat(1200),
    agentId: fc.constantFrom(...agentIds),
    type: fc.constantFrom(...actionTypes, 'poll', 'poll', 'reload', 'reload', 'endContact'),
  }),
  { maxLength: 80, size: 'max' },
);

/** A session as its client sees it, from the attempt to sign in. */
export interface ObservedSession {
  readonly sessionId: string;
  /** When the client last sent a message that was answered: the session goes on. Not one that follows two others too closely. */
  seenAt: Instant | undefined;
  /** When the client sent each message that keeps the session alive. */
  readonly sentAt: Instant[];
  /** When the client last sent a message that may have arrived, or the agent last had a contact. */
  maybeSeenAt: Instant;
  /** When the client announced its leaving for certain, if it has sent nothing since and the agent has no contact. */
  leftAt: Instant | undefined;
  /** How often a poll has reported that others ended the session. */
  reports: number;
}

/** Of heartbeats that follow each other closely two are recorded. */
function saw(session: ObservedSession, at: Instant): void {
  if (session.sentAt.filter((sentAt) => sentAt > at - heartbeatSpacing).length <= 2) session.seenAt = at;
}

/** What a page that is closed gives itself to come back. */
export const withinSeconds = 2;

interface Setting {
  readonly actions: readonly LeaseAction[];
  readonly seed: number;
  readonly faults: Faults;
}

/** Agents with leases on virtual time, whose wake-ups fire late, twice and out of order. */
export async function simulateLeases({ actions, seed, faults }: Setting) {
  const time = new VirtualTime(someDay);
  const ports = await memoryPorts(
    agentIds.map((agentId) => anAgent({ agentId })),
    time,
  );
  const sessions = new Map<string, ObservedSession[]>(agentIds.map((agentId) => [agentId, []]));
  const wakeUpQueue = new AtLeastOnceQueue<WakeUp>({
    time,
    random: new Random(seed),
    consume: (wakeUp) => invoke(({ wake }) => wake(wakeUp)),
  });
  const wakeUps = { set: async (wakeUp: WakeUp) => wakeUpQueue.deliverAt(wakeUp.at, wakeUp) };

  function invoke<Result>(work: (useCases: UseCases) => Promise<Result>): Promise<Result> {
    const invocation = new Invocation(faults);
    const useCases = makeUseCases({
      ...ports,
      agents: invocation.connect(ports.agents),
      wakeUps: invocation.connect(wakeUps),
      bus: invocation.connect(ports.bus),
    });
    return invocation.run(() => work(useCases));
  }

  async function poll(key: AgentKey, session: ObservedSession): Promise<void> {
    const at = time.now();
    session.sentAt.push(at);
    session.maybeSeenAt = at;
    session.leftAt = undefined;
    const { type } = await invoke((useCases) => useCases.poll(key, session.sessionId));
    if (type === 'nothingNew') saw(session, at);
    if (type === 'endedByOthers') session.reports += 1;
  }

  async function sendHeartbeat(key: AgentKey, session: ObservedSession): Promise<void> {
    const at = time.now();
    session.sentAt.push(at);
    session.maybeSeenAt = at;
    session.leftAt = undefined;
    const heartbeat = { sessionId: session.sessionId, sentAt: at };
    const { type } = await invoke((useCases) => useCases.heartbeat(key, heartbeat));
    if (type === 'goesOn') saw(session, at);
  }

  async function leave(key: AgentKey, session: ObservedSession): Promise<void> {
    // A client that has no answer to its sign-in has no token to leave with.
    if (session.seenAt === undefined) return;
    const at = time.now();
    await invoke((useCases) => useCases.leave(key, { sessionId: session.sessionId, sentAt: at, withinSeconds }));
    const agent = (await ports.agents.load(key))?.state;
    const isIdle = agent?.session?.sessionId === session.sessionId && agent.session.contacts.length === 0;
    session.leftAt = isIdle ? at : undefined;
  }

  async function takeOver(key: AgentKey, own: ObservedSession[]): Promise<void> {
    const at = time.now();
    const sessionId = `${key.agentId}/${own.length}`;
    const unseen = { seenAt: undefined, sentAt: [], maybeSeenAt: at, leftAt: undefined, reports: 0 };
    const session: ObservedSession = { sessionId, ...unseen };
    own.push(session);
    const command = {
      sessionId,
      status: 'Available',
      statusType: 'ROUTABLE',
      ipAddress: anAddress('10.0.0.1'),
      secretHash: ports.secrets.hash(sessionId),
      leaseSeconds: 120,
      takeOver: true,
    } as const;
    const { type } = await invoke(({ changeAgent }) => changeAgent(key, (agent, now) => signIn(agent, command, now)));
    if (type === 'done') session.seenAt = at;
  }

  async function perform({ agentId, type }: LeaseAction): Promise<void> {
    const key = { instanceId: 'demo', agentId };
    const own = sessions.get(agentId) ?? [];
    const latest = own.at(-1);
    if (type === 'signIn') return takeOver(key, own);
    if (!latest) return;
    if (type === 'poll') return poll(key, latest);
    if (type === 'heartbeat') return sendHeartbeat(key, latest);
    if (type === 'leave') return leave(key, latest);
    if (type === 'reload') {
      // The wake-up fires before the page is back, or after.
      time.at(time.now() + seconds(3), () => sendHeartbeat(key, latest).catch(() => undefined));
      return leave(key, latest);
    }
    if (type === 'pollForPreviousSession') return poll(key, own.at(-2) ?? latest);
    const everySessionWasSeen = () => {
      for (const session of own) Object.assign(session, { maybeSeenAt: time.now(), leftAt: undefined });
    };
    everySessionWasSeen();
    try {
      await invoke(async ({ signOutOwn, beginContact, endContact }) => {
        if (type === 'signOut') await signOutOwn(key, latest.sessionId, { byForce: true });
        if (type === 'beginContact') await beginContact(key, { contactId: 'c', channel: 'CHAT' });
        if (type === 'endContact') await endContact(key, 'c');
      });
    } finally {
      // A client may have left at this very moment, before the contact began.
      everySessionWasSeen();
    }
  }

  for (const action of actions) {
    time.at(someDay + seconds(action.afterSeconds), () => perform(action).catch(() => undefined));
  }
  await time.runUntil(someDay + minutes(60));
  return { ...ports, sessions: [...sessions.values()].flat(), undelivered: wakeUpQueue.deadLetters };
}
