import { makeSignedTokens } from '#adapters/crypto/signed-tokens.ts';
import {
  makeMemoryApiKeyStore,
  makeMemoryFloodMarks,
  makeMemoryIdempotencyRecords,
  makeMemoryKeyRings,
  makeMemoryRateLimits,
} from '#adapters/memory/access.ts';
import { makeMemoryAgentErasure } from '#adapters/memory/agent-erasure.ts';
import { makeMemoryAuditTrail } from '#adapters/memory/audit.ts';
import { makeMemoryStreamingEndpoints, makeMemoryStreamQueue } from '#adapters/memory/streaming.ts';
import { makeMemoryWakeUpBuckets } from '#adapters/memory/wake-ups.ts';
import { parseLogoutMessage } from '#adapters/sqs/logout-queue.ts';
import { makeAnswerOnce } from '#core/access/idempotency.ts';
import { makeSigningKeys } from '#core/access/key-ring.ts';
import { comparisonLimit, makeAdmit } from '#core/access/rate-limit.ts';
import { makeCrowdedOutUntil, makeNoteRefusal } from '#core/access/refusals.ts';
import { makeAccessUseCases, makeApiKeyUseCases } from '#core/access/use-cases.ts';
import { makeAgentChatUseCases } from '#core/agent-chats/use-cases.ts';
import { heldPollOfSession, heldPollsLimit } from '#core/agent-clients/poll.ts';
import { makeAgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import { makeAgentImportUseCases } from '#core/agent-imports/use-cases.ts';
import { makeReconciliationUseCases } from '#core/agent-reconciliations/use-cases.ts';
import type { Agent } from '#core/agents/agent.ts';
import { makeAgentUseCases } from '#core/agents/use-cases.ts';
import { makeAuditUseCases } from '#core/audit/use-cases.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { makeForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { minutes } from '#core/instant.ts';
import { makeLogoutScheduleUseCases } from '#core/logout-schedules/use-cases.ts';
import { makeSessionRightsUseCases } from '#core/session-rights/use-cases.ts';
import { makeEndpointUseCases, makeStreamingUseCases } from '#core/streaming/use-cases.ts';
import { makeChangeUseCases, makeSupervisorUseCases } from '#core/supervisors/use-cases.ts';
import type { WakeUp } from '#core/wake-ups/ports.ts';
import { makeWakeUps } from '#core/wake-ups/schedule.ts';
import { makeWakeUpUseCases } from '#core/wake-ups/use-cases.ts';
import { someDay } from '#test/support/agents.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { memorySupervisorPorts } from '#test/support/supervisors.ts';
import { numberedKeys } from '#test/support/tokens.ts';
import { Random } from '../random.ts';
import { SlowTime } from '../virtual-time.ts';
import { Outage } from './outage.ts';

const fingerprint = (text: string) => text;

/** Until then the endpoint `down` accepts nothing, and nobody can help it. The endpoint `healthy` accepts always. */
const downUntil = someDay + minutes(2);

/** A contact centre in memory, whose functions reach everything through an `Outage`. */
export async function aWorld(staff: readonly Agent[]) {
  const time = new SlowTime(someDay);
  const outage = new Outage(time);
  const random = new Random(7);
  const memory = await memoryPorts(staff, time);
  const chatMemory = memoryChatPorts(time);
  const stores = {
    apiKeys: makeMemoryApiKeyStore(),
    rings: makeMemoryKeyRings(),
    limits: makeMemoryRateLimits(),
    comparisons: makeMemoryRateLimits(comparisonLimit),
    heldPolls: makeMemoryRateLimits(heldPollsLimit(10)),
    heldPollsOfSession: makeMemoryRateLimits(heldPollOfSession),
    marks: makeMemoryFloodMarks(),
    requests: makeMemoryIdempotencyRecords(),
    buckets: makeMemoryWakeUpBuckets(),
    endpoints: makeMemoryStreamingEndpoints(),
    streamQueue: makeMemoryStreamQueue(),
    audit: makeMemoryAuditTrail(),
    supervisors: memorySupervisorPorts(),
  };
  /** Which endpoint has accepted an item, and when. */
  const streamed: { readonly endpointId: string; readonly at: number }[] = [];
  const newKey = numberedKeys();

  /** The use cases of a function that has just been started: it remembers nothing. */
  function startFunction() {
    const of = outage.of.bind(outage);
    const { report } = memory;
    const shared = {
      clock: time,
      report,
      sockets: of('SOCKET_URL', memory.sockets),
      pauses: { chance: () => random.upTo(999) / 1000, wait: (milliseconds: number) => time.pause(milliseconds) },
      tokens: makeSignedTokens({
        keys: makeSigningKeys({
          rings: of('SIGNING_KEYS_TABLE', stores.rings),
          random: newKey,
          clock: time,
          makes: () => true,
          report,
        }),
        clock: time,
      }),
    };
    const keys = {
      ...shared,
      keys: of('KEYS_TABLE', stores.apiKeys),
      secrets: { hash: (secret: string) => secret, matches: (secret: string, hash: string) => secret === hash },
    };
    const newKeys = { id: () => `key-${random.upTo(1e9)}`, secret: () => `secret-${random.upTo(1e9)}` };
    const apiKeys = makeApiKeyUseCases({ ...keys, newKeys });
    const access = makeAccessUseCases({
      ...keys,
      limits: of('LIMITS_TABLE', stores.limits),
      fingerprint,
    });
    const floods = { ...shared, marks: of('LIMITS_TABLE', stores.marks) };
    const noteRefusal = makeNoteRefusal({ ...floods, throttle: () => 1_000 });
    const wakeUpQueue = of('WAKE_UP_QUEUE_URL', {
      send: async (wakeUps: readonly WakeUp[]) => {
        for (const wakeUp of wakeUps) await memory.wakeUps.set(wakeUp);
      },
    });
    const buckets = of('WAKE_UPS_TABLE', stores.buckets);
    const ports = {
      ...memory,
      ...shared,
      erasure: makeMemoryAgentErasure(of('AGENTS_TABLE', memory.agents), [
        of('KEYS_TABLE', memory.passwords),
        of('LIMITS_TABLE', memory.guesses),
      ]),
      agents: of('AGENTS_TABLE', memory.agents),
      directory: of('AGENTS_TABLE', memory.directory),
      agentSettings: of('SETTINGS_TABLE', memory.agentSettings),
      profiles: of('SETTINGS_TABLE', memory.profiles),
      passwords: of('KEYS_TABLE', memory.passwords),
      guesses: of('LIMITS_TABLE', memory.guesses),
      jobs: of('JOBS_TABLE', memory.jobs),
      plan: of('JOBS_TABLE', memory.plan),
      receipts: of('JOBS_TABLE', memory.receipts),
      queue: of('LOGOUT_QUEUE_URL', memory.queue),
      bus: of('EVENT_BUS_NAME', memory.bus),
      wakeUps: { set: (wakeUp: WakeUp) => wakeUpQueue.send([wakeUp]) },
      admit: access.admit,
      admitComparison: makeAdmit({ ...shared, limits: of('LIMITS_TABLE', stores.comparisons) }),
      heldPolls: {
        ofSession: of('LIMITS_TABLE', stores.heldPollsOfSession),
        ofAll: of('LIMITS_TABLE', stores.heldPolls),
        most: () => 10,
        until: (instant: number) => time.pause(instant - time.now()),
      },
      crowdedOutUntil: makeCrowdedOutUntil(floods),
      frameOfAgentEvent: ({ eventId }: { readonly eventId: string }) => eventId,
    };
    const agents = makeAgentUseCases(ports);
    const agentImports = makeAgentImportUseCases(
      {
        ...ports,
        imports: of('AGENTS_TABLE', memory.imports),
        listings: of('AGENTS_TABLE', memory.listings),
        bus: of('EVENT_BUS_NAME', memory.importBus),
      },
      agents,
    );
    const agentReconciliations = makeReconciliationUseCases(
      {
        ...ports,
        reconciliations: of('AGENTS_TABLE', memory.reconciliations),
        bus: of('EVENT_BUS_NAME', memory.reconciliationBus),
      },
      agents,
    );
    const sessionRights = makeSessionRightsUseCases(ports, agents);
    const wakeUps = makeWakeUps({ buckets, queue: wakeUpQueue, clock: time });
    const forcedLogouts = makeForcedLogoutUseCases({ ...ports, wakeUps }, agents);
    const logoutSchedules = makeLogoutScheduleUseCases(
      {
        ...ports,
        wakeUps,
        schedules: of('JOBS_TABLE', memory.schedules),
        bus: of('EVENT_BUS_NAME', memory.scheduleBus),
      },
      forcedLogouts,
    );
    const chatStore = of('CHATS_TABLE', chatMemory.chats);
    const openChats = of('CHATS_TABLE', chatMemory.openChats);
    const chats = makeChatUseCases({
      ...chatMemory,
      ...shared,
      chats: chatStore,
      openChats,
      transcript: of('TRANSCRIPTS_TABLE', chatMemory.transcript),
      chatSettings: of('SETTINGS_TABLE', chatMemory.chatSettings),
      bus: of('EVENT_BUS_NAME', chatMemory.bus),
      wakeUps,
      frames: { ...chatMemory.frames, ofEvent: ({ eventId }) => [eventId] },
    });
    const watching = {
      ...ports,
      ...stores.supervisors,
      watches: of('SUPERVISORS_TABLE', stores.supervisors.watches),
      feed: of('SUPERVISORS_TABLE', stores.supervisors.feed),
      keys: keys.keys,
      chats: chatStore,
    };
    const endpoints = of('SETTINGS_TABLE', stores.endpoints);
    const senders = { webhook: of('webhook', { send: accept }), topic: of('topic', { send: accept }) };
    const answerOnce = makeAnswerOnce({
      ...memory,
      ...shared,
      records: of('LIMITS_TABLE', stores.requests),
      fingerprint,
    });
    return {
      access: { ...access, answerOnce },
      apiKeys,
      tokens: shared.tokens,
      noteRefusal,
      agents,
      agentImports,
      agentReconciliations,
      sessionRights,
      agentClients: makeAgentClientUseCases(ports, { ...agents, ...sessionRights }),
      forcedLogouts,
      logoutSchedules,
      audit: makeAuditUseCases({ audit: of('AUDIT_TABLE', stores.audit) }),
      chats,
      agentChats: makeAgentChatUseCases({ ...shared, chats: chatStore, openChats }, agents, chats),
      wakeUps: makeWakeUpUseCases(
        { buckets, queue: wakeUpQueue, clock: time, until: async (at) => time.pause(Math.max(0, at - time.now())) },
        {
          agent: agents.wakeAgent,
          job: forcedLogouts.wakeJob,
          chat: chats.wakeChat,
          schedule: logoutSchedules.wakeSchedule,
        },
      ),
      supervisors: makeSupervisorUseCases(watching),
      supervisorChanges: makeChangeUseCases(watching),
      endpoints: makeEndpointUseCases({ endpoints, newSecret: () => 'c2VjcmV0' }),
      streaming: makeStreamingUseCases(
        {
          endpoints,
          queue: of('STREAM_QUEUE_URL', stores.streamQueue),
          sender: {
            async send(endpoint) {
              if (endpoint.endpointId === 'down' && time.now() < downUntil) throw new Error('It is down');
              const isOwn = endpoint.endpointId === 'healthy' || endpoint.endpointId === 'down';
              return isOwn ? accept(endpoint) : senders[endpoint.target.type].send(endpoint);
            },
          },
          chats: chatStore,
          itemsOfChat: ({ eventId }) => [{ id: eventId, body: '{}' }],
          itemOfJob: ({ eventId }) => ({ id: eventId, body: '{}' }),
        },
        chats,
      ),
      putBack: of('LOGOUT_QUEUE_URL', {
        putBack: (records: readonly { readonly body: string }[]) =>
          memory.queue.send(records.map(({ body }) => parseLogoutMessage(body))),
      }).putBack,
      postpone: of('STREAM_QUEUE_URL', { postpone: async () => undefined }).postpone,
    };
  }

  async function accept({ endpointId }: { readonly endpointId: string }) {
    streamed.push({ endpointId, at: time.now() });
  }

  return {
    ...memory,
    ...stores,
    chatStore: chatMemory.chats,
    chatBus: chatMemory.bus,
    time,
    outage,
    streamed,
    startFunction,
  };
}
export type World = Awaited<ReturnType<typeof aWorld>>;
export type StartedFunction = ReturnType<World['startFunction']>;
