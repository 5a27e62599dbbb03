import fc from 'fast-check';
import { makeMemoryAgentPasswords } from '#adapters/memory/agent-passwords.ts';
import { makeMemorySecurityProfiles } from '#adapters/memory/security-profiles.ts';
import type { Alarm } from '#core/alarms/ports.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import type { AgentKey } from '#core/sessions/agent.ts';
import { beginContact, endContact, signIn } from '#core/sessions/presence.ts';
import { anAddress, anAgent, someDay } from '#test/support/agents.ts';
import { countingIds, makeOpenSecrets, makeQuickPasswordHash } from '#test/support/gateway.ts';
import { AtLeastOnceQueue } from './at-least-once-queue.ts';
import { type GatewayUseCases, makeGatewayUseCases } from './gateway-use-cases.ts';
import { memoryCentre } from './memory-centre.ts';
import { type Faults, ProcessLife } from './process-life.ts';
import { Random } from './random.ts';
import { VirtualTime } from './virtual-time.ts';

/** Something that an agent or its client does. */
export interface LeaseDeed {
  readonly afterSeconds: number;
  readonly agentId: string;
  readonly does: (typeof everything)[number];
}

const names = ['ann', 'ben', 'cy'];
const everything = [
  'signsIn',
  'signsOut',
  'polls',
  'pollsFromBefore',
  'beats',
  'goesAway',
  'reloads',
  'beginsContact',
  'endsContact',
] as const;

/** Twenty minutes in which clients are heard of, fall silent, go, and come back. */
export const anyLeaseDeeds: fc.Arbitrary<readonly LeaseDeed[]> = fc.array(
  fc.record({
    afterSeconds: fc.nat(1200),
    agentId: fc.constantFrom(...names),
    does: fc.constantFrom(...everything, 'polls', 'polls', 'reloads', 'reloads', 'endsContact'),
  }),
  { maxLength: 80, size: 'max' },
);

/** What is known outside of a session that somebody has tried to begin. */
export interface Witnessed {
  readonly sessionId: string;
  /** When its client was last heard of for certain: it was answered that the session goes on. */
  heardAt: Instant | undefined;
  /** When it may have been heard of last, or its agent has had something in hand. */
  latestAt: Instant;
  /** When its client said for certain that it goes, if it has not been heard of since and has nothing in hand. */
  wentAt: Instant | undefined;
  /** How often its client was told that others have ended it. */
  told: number;
}

/** How long a page that goes gives itself. */
export const withinSeconds = 2;

const arrival = { status: 'Available', statusType: 'ROUTABLE', ipAddress: anAddress('10.0.0.1') } as const;

interface Setting {
  readonly deeds: readonly LeaseDeed[];
  readonly seed: number;
  readonly faults: Faults;
}

/** Agents with leases on virtual time, whose alarms come late, twice and out of order. */
export async function simulateLeases({ deeds, seed, faults }: Setting) {
  const time = new VirtualTime(someDay);
  const centre = await memoryCentre(names.map((agentId) => anAgent({ agentId })));
  const secrets = makeOpenSecrets();
  const passwords = makeMemoryAgentPasswords();
  const profiles = makeMemorySecurityProfiles();
  const ids = countingIds('turn');
  const sessions = new Map<string, Witnessed[]>(names.map((agentId) => [agentId, []]));
  const alarmQueue = new AtLeastOnceQueue<Alarm>({
    time,
    random: new Random(seed),
    consume: (alarm) => inProcess(async ({ wake }) => (alarm.kind === 'agent' ? wake(alarm) : undefined)),
  });
  const alarms = { set: async (alarm: Alarm) => alarmQueue.deliverAt(alarm.at, alarm) };

  function inProcess<Result>(deed: (useCases: GatewayUseCases) => Promise<Result>): Promise<Result> {
    const life = new ProcessLife(faults);
    const useCases = makeGatewayUseCases({
      ...centre,
      agents: life.connect(centre.agents),
      alarms: life.connect(alarms),
      publisher: life.connect(centre.publisher),
      clock: time,
      secrets,
      ids,
      passwordHash: makeQuickPasswordHash(),
      passwords,
      profiles,
    });
    return life.run(() => deed(useCases));
  }

  async function poll(key: AgentKey, session: Witnessed): Promise<void> {
    const at = time.now();
    session.latestAt = at;
    session.wentAt = undefined;
    const { type } = await inProcess((useCases) => useCases.poll(key, session.sessionId));
    if (type === 'nothingNew') session.heardAt = at;
    if (type === 'endedByOthers') session.told += 1;
  }

  async function beat(key: AgentKey, session: Witnessed): Promise<void> {
    const at = time.now();
    session.latestAt = at;
    session.wentAt = undefined;
    const word = { sessionId: session.sessionId, saidAt: at };
    const { type } = await inProcess((useCases) => useCases.heartbeat(key, word));
    if (type === 'goesOn') session.heardAt = at;
  }

  async function goAway(key: AgentKey, session: Witnessed): Promise<void> {
    const at = time.now();
    const going = { sessionId: session.sessionId, saidAt: at, withinSeconds };
    await inProcess((useCases) => useCases.leave(key, going));
    const agent = (await centre.agents.load(key))?.state;
    const isIdle = agent?.session?.sessionId === session.sessionId && agent.session.contacts.length === 0;
    session.wentAt = isIdle ? at : undefined;
  }

  async function enter(key: AgentKey, mine: Witnessed[]): Promise<void> {
    const at = time.now();
    const session: Witnessed = {
      sessionId: `${key.agentId}/${mine.length}`,
      heardAt: undefined,
      latestAt: at,
      wentAt: undefined,
      told: 0,
    };
    mine.push(session);
    const { sessionId } = session;
    const secretHash = secrets.hash(sessionId);
    const command = { ...arrival, sessionId, secretHash, leaseSeconds: 120, takeOver: true };
    const { type } = await inProcess(({ commitAgent }) =>
      commitAgent(key, (agent, now) => signIn(agent, command, now), 'caller'),
    );
    if (type === 'done') session.heardAt = at;
  }

  async function perform({ agentId, does }: LeaseDeed): Promise<void> {
    const key = { instanceId: 'demo', agentId };
    const mine = sessions.get(agentId) ?? [];
    const latest = mine.at(-1);
    if (does === 'signsIn') return enter(key, mine);
    if (!latest) return;
    if (does === 'polls') return poll(key, latest);
    if (does === 'beats') return beat(key, latest);
    if (does === 'goesAway') return goAway(key, latest);
    if (does === 'reloads') {
      // The alarm rings before the page is back, or after.
      time.at(time.now() + seconds(3), () => beat(key, latest).catch(() => undefined));
      return goAway(key, latest);
    }
    if (does === 'pollsFromBefore') return poll(key, mine.at(-2) ?? latest);
    for (const session of mine) Object.assign(session, { latestAt: time.now(), wentAt: undefined });
    await inProcess(async ({ commitAgent, signOut }) => {
      if (does === 'signsOut') await signOut(key, latest.sessionId, { byForce: true });
      if (does === 'beginsContact') {
        await commitAgent(key, (agent, now) => beginContact(agent, { contactId: 'c', channel: 'CHAT' }, now), 'caller');
      }
      if (does === 'endsContact') await commitAgent(key, (agent, now) => endContact(agent, 'c', now), 'caller');
    });
  }

  for (const deed of deeds) {
    time.at(someDay + seconds(deed.afterSeconds), () => perform(deed).catch(() => undefined));
  }
  await time.runUntil(someDay + minutes(60));
  return { ...centre, sessions: [...sessions.values()].flat(), undelivered: alarmQueue.deadLetters };
}
