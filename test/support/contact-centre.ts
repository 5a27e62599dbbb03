import assert from 'node:assert/strict';
import { makeSignedTokens } from '#adapters/crypto/signed-tokens.ts';
import {
  makeMemoryAgentPasswords,
  makeMemoryFloodMarks,
  makeMemoryPasswordGuesses,
  makeMemoryRateLimits,
} from '#adapters/memory/access.ts';
import { makeMemoryAgentErasure } from '#adapters/memory/agent-erasure.ts';
import { makeMemoryImportStore, makeMemoryListings } from '#adapters/memory/agent-imports.ts';
import { makeMemoryReconciliationStore } from '#adapters/memory/agent-reconciliations.ts';
import { makeMemoryAgentDirectory, makeMemoryAgentStore } from '#adapters/memory/agents.ts';
import { makeMemoryPublisher, noPauses } from '#adapters/memory/change.ts';
import { makeMemoryLogoutJobs, makeMemoryLogoutQueue } from '#adapters/memory/forced-logouts.ts';
import { makeMemoryLogoutScheduleStore } from '#adapters/memory/logout-schedules.ts';
import { makeMemoryAgentSettings, makeMemorySecurityProfiles, makeMemoryTeamRules } from '#adapters/memory/settings.ts';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import { makeMemoryWakeUpBuckets, makeMemoryWakeUps } from '#adapters/memory/wake-ups.ts';
import type { Admit } from '#core/access/rate-limit.ts';
import { makeCrowdedOutUntil, makeNoteRefusal } from '#core/access/refusals.ts';
import { heldPollOfSession, heldPollsLimit } from '#core/agent-clients/poll.ts';
import { type AgentClientPorts, makeAgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import { type ImportPorts, makeAgentImportUseCases } from '#core/agent-imports/use-cases.ts';
import type { ReconciliationEvent } from '#core/agent-reconciliations/events.ts';
import { makeReconciliationUseCases, type ReconciliationPorts } from '#core/agent-reconciliations/use-cases.ts';
import type { Agent, AgentKey, SignedInAgent } from '#core/agents/agent.ts';
import type { FrameOfEvent } from '#core/agents/desktops.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { AgentStore } from '#core/agents/ports.ts';
import { type AgentPorts, makeAgentUseCases } from '#core/agents/use-cases.ts';
import type { Publisher } from '#core/change.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { RequestEvent } from '#core/forced-logouts/request-events.ts';
import { type ForcedLogoutPorts, makeForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import type { Instant } from '#core/instant.ts';
import type { ScheduleEvent } from '#core/logout-schedules/events.ts';
import { type LogoutSchedulePorts, makeLogoutScheduleUseCases } from '#core/logout-schedules/use-cases.ts';
import type { Clock } from '#core/ports.ts';
import { makeSessionRightsUseCases, type SessionRightsPorts } from '#core/session-rights/use-cases.ts';
import { makeWakeUpUseCases, type WakeUpPorts } from '#core/wake-ups/use-cases.ts';
import { anAddress, anAgent, ann, aSession, someDay, stored } from './agents.ts';
import { countingIds, makeFastPasswordHash, makePredictableSecrets, password } from './credentials.ts';
import { memorySigningKeys, numberedKeys } from './tokens.ts';

/** The ports of agents, their imports, forced logouts, session rights and agent clients. */
interface CentrePorts
  extends AgentPorts,
    Omit<ImportPorts, 'bus'>,
    Omit<ReconciliationPorts, 'bus'>,
    ForcedLogoutPorts,
    Omit<LogoutSchedulePorts, 'bus' | 'jobs'>,
    SessionRightsPorts,
    AgentClientPorts {
  readonly agents: AgentStore;
  readonly bus: Publisher<AgentEvent | JobEvent>;
  readonly importBus: Publisher<ImportEvent>;
  readonly reconciliationBus: Publisher<ReconciliationEvent>;
  readonly scheduleBus: Publisher<ScheduleEvent>;
}

/**
 * A contact centre in memory with these agents, who all have the same password.
 *
 * @param indexLag how many milliseconds the directory is late
 */
export async function memoryPorts(staff: readonly Agent[] = [], clock: Clock = { now: () => 0 }, indexLag = 0) {
  // The directory knows the staff from the beginning.
  const lag = { clock, milliseconds: 0 };
  const agents = makeMemoryAgentStore(lag);
  const passwords = makeMemoryAgentPasswords();
  const passwordHash = makeFastPasswordHash();
  for (const agent of staff) {
    await agents.save(stored(agent), undefined);
    await passwords.put(agent, await passwordHash.hash(password));
  }
  lag.milliseconds = indexLag;
  const admit: Admit = async () => ({ type: 'admitted' });
  const frameOfAgentEvent: FrameOfEvent = ({ fact: { type, sessionId } }) => `${type} ${sessionId}`;
  const reports: string[] = [];
  const floods = { marks: makeMemoryFloodMarks(), clock, report: (fault: string) => void reports.push(fault) };
  const guesses = makeMemoryPasswordGuesses();
  return {
    agents,
    erasure: makeMemoryAgentErasure(agents, [passwords, guesses]),
    directory: makeMemoryAgentDirectory(agents, clock),
    agentSettings: makeMemoryAgentSettings(),
    teamRules: makeMemoryTeamRules(),
    imports: makeMemoryImportStore(),
    listings: makeMemoryListings(),
    reconciliations: makeMemoryReconciliationStore(),
    isFollowed: (_instanceId: string): boolean => true,
    ...makeMemoryLogoutJobs(),
    schedules: makeMemoryLogoutScheduleStore(),
    queue: makeMemoryLogoutQueue(),
    profiles: makeMemorySecurityProfiles(),
    passwords,
    guesses,
    passwordHash,
    secrets: makePredictableSecrets(),
    tokens: makeSignedTokens({ keys: memorySigningKeys(numberedKeys()), clock }),
    admit,
    admitComparison: admit,
    crowdedOutUntil: makeCrowdedOutUntil(floods),
    noteRefusal: makeNoteRefusal({ ...floods, throttle: () => 1_000 }),
    heldPolls: {
      ofSession: makeMemoryRateLimits(heldPollOfSession),
      ofAll: makeMemoryRateLimits(heldPollsLimit(10)),
      most: () => 10,
      until: async () => {},
    },
    bus: makeMemoryPublisher<AgentEvent | JobEvent>(),
    requestBus: makeMemoryPublisher<RequestEvent>(),
    importBus: makeMemoryPublisher<ImportEvent>(),
    reconciliationBus: makeMemoryPublisher<ReconciliationEvent>(),
    scheduleBus: makeMemoryPublisher<ScheduleEvent>(),
    sockets: makeMemorySockets(),
    socketUrl: () => 'wss://sockets.example.com/v1',
    frameOfAgentEvent,
    wakeUps: makeMemoryWakeUps(),
    clock,
    pauses: noPauses,
    ids: countingIds('id'),
    reports,
    report: (fault: string) => {
      reports.push(fault);
    },
  };
}

export type UseCases = ReturnType<typeof makeUseCases>;

interface CentreOptions {
  readonly agentsPerPage?: number;
  /** @default - there are no chats */
  readonly wakeChat?: (key: ChatKey) => Promise<void>;
}

/** The use cases of all these contexts, as production makes them. */
export function makeUseCases(ports: CentrePorts, { wakeChat = noChat, ...options }: CentreOptions = {}) {
  const agents = makeAgentUseCases(ports);
  const forcedLogouts = makeForcedLogoutUseCases(ports, agents, options);
  const logoutSchedules = makeLogoutScheduleUseCases({ ...ports, bus: ports.scheduleBus }, forcedLogouts);
  const sessionRights = makeSessionRightsUseCases(ports, agents);
  const agentImports = makeAgentImportUseCases({ ...ports, bus: ports.importBus }, agents);
  const agentReconciliations = makeReconciliationUseCases({ ...ports, bus: ports.reconciliationBus }, agents);
  const { wake } = makeWakeUpUseCases(
    wakeUpPorts(ports),
    {
      agent: agents.wakeAgent,
      job: forcedLogouts.wakeJob,
      chat: wakeChat,
      schedule: logoutSchedules.wakeSchedule,
    },
    {
      instances: [],
      look: (instanceId) => agentReconciliations.lookAtEverybody({ instanceId }),
      importAgents: (instanceId) => agentImports.wakeImport({ instanceId }),
    },
  );
  return {
    ...agents,
    ...agentImports,
    ...agentReconciliations,
    ...forcedLogouts,
    ...logoutSchedules,
    ...sessionRights,
    ...makeAgentClientUseCases(ports, { ...agents, ...sessionRights }),
    wake,
  };
}

const noChat = () => Promise.reject(new Error('There are no chats here'));

/** A queue that delivers no wake-up before its instant, however far ahead it is set. */
const wakeUpPorts = ({ wakeUps, clock }: CentrePorts): WakeUpPorts => ({
  buckets: makeMemoryWakeUpBuckets(),
  queue: { send: async (sent) => void (await Promise.all(sent.map((wakeUp) => wakeUps.set(wakeUp)))) },
  clock,
  until: async (instant) => assert(instant <= clock.now(), 'The wake-up is early'),
});

export const sue: AgentKey = { instanceId: 'demo', agentId: 'sue' };

/** A session whose client has the secret `secret-0` and has just sent a heartbeat. */
export const aLeasedSession = (overrides: Parameters<typeof aSession>[0] = {}) =>
  aSession({ lease: { seconds: 120, lastSeenAt: someDay }, secretHash: 'hash of secret-0', ...overrides });

export const annSignedIn = (overrides: Parameters<typeof aSession>[0] = {}): SignedInAgent => ({
  ...anAgent(ann),
  session: aLeasedSession(overrides),
});

/** A sign-in with the right password. */
export const passwordSignIn = { password, ipAddress: anAddress('10.0.0.1'), takeOver: false };

export type ContactCentre = Awaited<ReturnType<typeof aContactCentre>>;

/** A contact centre in memory with its use cases. Its clock starts at some day and is set by the test. */
export async function aContactCentre(staff: readonly Agent[] = [anAgent(ann)]) {
  const time = { at: someDay };
  const ports = await memoryPorts(staff, { now: () => time.at });
  const { agents, bus, wakeUps } = ports;
  const useCases = makeUseCases(ports);
  return {
    ...ports,
    ...useCases,
    time,
    /** The use cases of a process that calls stores, bus and wake-ups through `connect`. */
    through: (connect: <Port extends object>(port: Port) => Port) =>
      makeUseCases({
        ...ports,
        agents: connect(agents),
        passwords: connect(ports.passwords),
        guesses: connect(ports.guesses),
        wakeUps: connect(wakeUps),
        bus: connect(bus),
      }),
    agent: async (key = ann) => (await agents.load(key))?.state,
    facts: () => bus.published().map(({ fact }) => fact),
    /** Sets the clock, and fires the wake-ups that come due on the way. */
    async advanceTo(end: Instant): Promise<void> {
      for (;;) {
        const next = Math.min(...wakeUps.pending().map(({ at }) => at));
        if (next > end) break;
        time.at = Math.max(time.at, next);
        for (const wakeUp of wakeUps.wake(time.at)) await useCases.wake(wakeUp);
      }
      time.at = Math.max(time.at, end);
    },
  };
}

/** A contact centre in which Ann is signed in with a lease, and its wake-up is set. */
export async function aLeasedCentre(overrides: Parameters<typeof annSignedIn>[0] = {}) {
  const centre = await aContactCentre([annSignedIn(overrides)]);
  await centre.wakeAgent(ann);
  return centre;
}
