import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fingerprint, makeSecretHash, makeSessionSecrets, newApiKeys } from '#adapters/crypto/secret-hash.ts';
import { makeMemoryApiKeyStore, makeMemoryIdempotencyRecords } from '#adapters/memory/access.ts';
import { makeMemoryAuditTrail } from '#adapters/memory/audit.ts';
import { makeMemoryStreamingEndpoints, makeMemoryStreamQueue } from '#adapters/memory/streaming.ts';
import { makeAnswerOnce } from '#core/access/idempotency.ts';
import { makeApiKeyUseCases } from '#core/access/use-cases.ts';
import { makeAgentChatUseCases } from '#core/agent-chats/use-cases.ts';
import type { AgentSource } from '#core/agent-imports/ports.ts';
import { makeReconciliationUseCases } from '#core/agent-reconciliations/use-cases.ts';
import type { Agent } from '#core/agents/agent.ts';
import { makeRuleUseCases } from '#core/agents/rules/use-cases.ts';
import { makeAuditUseCases } from '#core/audit/use-cases.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import { makeEndpointUseCases, makeStreamingUseCases } from '#core/streaming/use-cases.ts';
import { makeSupervisorUseCases } from '#core/supervisors/use-cases.ts';
import { setChatTimeouts } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { setSecurityUser } from '#dialects/connect-flow/set-security-user.ts';
import { terminateAgentSession } from '#dialects/connect-flow/terminate-agent-session.ts';
import { docsPage } from '#runtime/docs-page.ts';
import type { Identification } from '#runtime/identify.ts';
import { anAddress, anAgent, aSession, someDay } from '../support/agents.ts';
import { auditOf } from '../support/audit.ts';
import { memoryChatPorts } from '../support/chat-room.ts';
import { makeUseCases, memoryPorts } from '../support/contact-centre.ts';
import { makeOwningBackend } from '../support/owning-backend.ts';
import { memorySupervisorPorts } from '../support/supervisors.ts';
import { makeDocumentedApi } from './documented-api.ts';
import type { Answer, Example } from './page-examples.ts';

interface DemoSeed {
  readonly instances: readonly [{ readonly agents: readonly SeededAgent[] }];
}
type SeededAgent = Agent['profile'] & {
  readonly agentId: string;
  readonly session: { readonly status: string; readonly statusType: 'CUSTOM'; readonly ipAddress: string };
};

const demoSeed: DemoSeed = JSON.parse(readFileSync('local/demo-seed.json', 'utf8'));

/** The agents of a fresh local run, and a team `day` of sixty: more than are logged out within a request. */
const staff: readonly Agent[] = [
  ...demoSeed.instances[0].agents.map(({ session: { ipAddress, ...session }, ...agent }) =>
    anAgent({
      ...agent,
      session: aSession({ ...session, sessionId: `session-${agent.agentId}`, ipAddress: anAddress(ipAddress) }),
    }),
  ),
  ...Array.from({ length: 60 }, (_, index) =>
    anAgent({ agentId: String(301 + index), teamIds: ['day'], session: aSession({ sessionId: `day-${index}` }) }),
  ),
];

/** Who can be imported. */
const imported: AgentSource = {
  list: async () => ({ agentIds: ['401', '402'], passedOver: 0 }),
  profiles: async () => ({
    agents: ['401', '402'].map((agentId) => ({ agentId, profile: { name: 'Ann', agentNumber: 'ann', teamIds: [] } })),
  }),
};

/**
 * Instance `demo` as the pages find it, in memory. Its clock starts at half past nine and moves by a second with each call;
 * in between, wake-ups fire and jobs are worked.
 *
 * @param identification who callers are @default - everybody may do everything in instance `demo`
 */
export async function aDocumentedCentre(employees = staff, identification?: Identification) {
  const time = { at: someDay };
  const clock = { now: () => time.at };
  const ports = await memoryPorts(employees, clock);
  const { tokens, sockets, wakeUps, queue, admit } = ports;
  const real = {
    socketUrl: () => 'ws://127.0.0.1:3001/live',
    ids: { next: (): string => randomUUID() },
    messageIds: { next: (): string => randomUUID() },
    secrets: makeSessionSecrets(),
  };
  const chatPorts = { ...memoryChatPorts(clock), ...real, tokens, sockets, wakeUps };
  const chats = makeChatUseCases(chatPorts);
  const centre = makeUseCases({ ...ports, ...real, agentSources: () => imported }, chats);
  const agentReconciliations = makeReconciliationUseCases(
    { ...ports, ...real, bus: ports.reconciliationBus },
    { backends: () => makeOwningBackend({ clock }).backend, reconcile: async () => undefined },
  );
  const endpoints = makeMemoryStreamingEndpoints();
  const streaming = makeStreamingUseCases(
    {
      endpoints,
      queue: makeMemoryStreamQueue(),
      sender: { send: async () => {} },
      chats: chatPorts.chats,
      itemsOfChat: () => [],
      itemOfJob: ({ eventId }) => ({ id: eventId, body: '{}' }),
    },
    chats,
  );
  const endpointUseCases = makeEndpointUseCases({ endpoints, newSecret: () => 'c2VjcmV0' });
  const { joinChat, followChat, isChatOfTeams } = makeAgentChatUseCases(chatPorts, centre, chats);
  const audit = makeAuditUseCases({ audit: makeMemoryAuditTrail() });
  // Only a backend has what rules are about.
  const rules = makeRuleUseCases({ ...ports, backends: () => makeOwningBackend({ clock }).backend });
  const keys = makeMemoryApiKeyStore();
  const useCases = {
    ...centre,
    ...audit,
    ...agentReconciliations,
    ...rules,
    ...chats,
    joinChat,
    isChatOfTeams,
    ...streaming,
    ...endpointUseCases,
    ...makeSupervisorUseCases({ ...ports, ...real, ...memorySupervisorPorts(), keys }),
    ...makeApiKeyUseCases({ keys, secrets: makeSecretHash(), newKeys: newApiKeys, clock }),
    admit,
    answerOnce: makeAnswerOnce({ ...ports, records: makeMemoryIdempotencyRecords(), fingerprint }),
    ccaiDeferredStatusCode: 400 as const,
    docsPage,
  };
  const request = makeDocumentedApi(useCases, tokens, identification);

  const functions: Readonly<Record<string, (event: unknown) => Promise<Readonly<Record<string, string>>>>> = {
    'flow-set-chat-timeouts': (event) => setChatTimeouts(chats, event),
    'flow-set-security-user': (event) => setSecurityUser(centre, event),
    'flow-terminate-agent-session': (event) => terminateAgentSession(centre, event),
  };

  async function advanceTo(end: Instant): Promise<void> {
    for (;;) {
      const next = Math.min(...wakeUps.pending().map(({ at }) => at));
      if (next > end) break;
      time.at = Math.max(time.at, next);
      for (const wakeUp of wakeUps.wake(time.at)) await centre.wake(wakeUp);
    }
    time.at = end;
    for (const { fact, ...event } of chatPorts.bus.published())
      if (fact.type === 'ChatStarted' || fact.type === 'ChatEnded') await followChat({ ...event, fact });
    for (const entry of auditOf([...ports.bus.published(), ...ports.requestBus.published()]))
      await audit.recordAudit(entry);
    for (let message = queue.take(); message; message = queue.take()) {
      await centre.workLogout(message, { lastAttempt: false });
    }
  }

  return {
    async answerTo(example: Example): Promise<Answer> {
      await advanceTo(time.at + seconds(1) + minutes(example.minutesLater));
      const invoke = functions[example.call];
      return invoke ? { headers: {}, body: await invoke(example.body) } : request(example);
    },
  };
}
