import { describe } from '@jest/globals';
import {
  makeMemoryAgentPasswords,
  makeMemoryApiKeyStore,
  makeMemoryIdempotencyRecords,
  makeMemoryKeyRings,
  makeMemoryPasswordGuesses,
  makeMemoryRateLimits,
} from '#adapters/memory/access.ts';
import { makeMemoryImportStore, makeMemoryListings } from '#adapters/memory/agent-imports.ts';
import { makeMemoryReconciliationStore } from '#adapters/memory/agent-reconciliations.ts';
import { makeMemoryAgentDirectory, makeMemoryAgentStore } from '#adapters/memory/agents.ts';
import { makeMemoryAuditTrail } from '#adapters/memory/audit.ts';
import { makeMemoryChatStore, makeMemoryOpenChats, makeMemoryTranscript } from '#adapters/memory/chats.ts';
import { makeMemoryLogoutJobs } from '#adapters/memory/forced-logouts.ts';
import { makeMemoryLogoutScheduleStore } from '#adapters/memory/logout-schedules.ts';
import {
  makeMemoryAgentSettings,
  makeMemoryChatSettings,
  makeMemorySecurityProfiles,
  makeMemoryTeamRules,
} from '#adapters/memory/settings.ts';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import { makeMemoryStreamingEndpoints, makeMemoryStreamQueue } from '#adapters/memory/streaming.ts';
import { makeMemoryChangeFeed, makeMemorySupervisorWatches } from '#adapters/memory/supervisors.ts';
import { makeMemoryWakeUpBuckets } from '#adapters/memory/wake-ups.ts';
import type { RateLimits } from '#core/access/rate-limit.ts';
import { apiKeyStoreContract, keyRingsContract } from '../../contracts/access.contract.ts';
import { agentDirectoryContract } from '../../contracts/agent-directory.contract.ts';
import { importStoreContract, listingsContract } from '../../contracts/agent-imports.contract.ts';
import { agentPasswordsContract } from '../../contracts/agent-passwords.contract.ts';
import { reconciliationStoreContract } from '../../contracts/agent-reconciliations.contract.ts';
import { agentStoreContract } from '../../contracts/agent-store.contract.ts';
import { auditContract } from '../../contracts/audit.contract.ts';
import { chatStoreContract } from '../../contracts/chat-store.contract.ts';
import { idempotencyRecordsContract } from '../../contracts/idempotency-records.contract.ts';
import { logoutJobPlanContract } from '../../contracts/logout-job-plan.contract.ts';
import { logoutJobReceiptsContract } from '../../contracts/logout-job-receipts.contract.ts';
import { logoutJobStoreContract } from '../../contracts/logout-job-store.contract.ts';
import { logoutScheduleStoreContract } from '../../contracts/logout-schedule-store.contract.ts';
import { openChatsContract } from '../../contracts/open-chats.contract.ts';
import { passwordGuessesContract } from '../../contracts/password-guesses.contract.ts';
import { rateLimitsContract } from '../../contracts/rate-limits.contract.ts';
import {
  agentSettingsContract,
  chatSettingsContract,
  securityProfilesContract,
  teamRulesContract,
} from '../../contracts/settings.contract.ts';
import { socketsContract } from '../../contracts/sockets.contract.ts';
import { streamingEndpointsContract, streamQueueContract } from '../../contracts/streaming.contract.ts';
import { changeFeedContract, supervisorWatchesContract } from '../../contracts/supervisors.contract.ts';
import { transcriptContract } from '../../contracts/transcript.contract.ts';
import { wakeUpBucketsContract } from '../../contracts/wake-up-buckets.contract.ts';

describe('an agent store in memory', () => agentStoreContract(async () => makeMemoryAgentStore()));

describe('an agent directory in memory', () =>
  agentDirectoryContract(async () => {
    const store = makeMemoryAgentStore();
    return { store, directory: makeMemoryAgentDirectory(store) };
  }));

describe('an agent directory in memory that lags', () => {
  const time = { at: 0 };
  const lag = { clock: { now: () => time.at }, milliseconds: 1_000 };
  agentDirectoryContract(
    async () => {
      const store = makeMemoryAgentStore(lag);
      return { store, directory: makeMemoryAgentDirectory(store) };
    },
    async () => {
      time.at += lag.milliseconds;
    },
  );
});

describe('a store of imports in memory', () => importStoreContract(async () => makeMemoryImportStore()));

describe('a store of reconciliations in memory', () =>
  reconciliationStoreContract(async () => makeMemoryReconciliationStore()));

describe('what imports have listed, in memory', () => listingsContract(async () => makeMemoryListings()));

describe('a store of logout jobs in memory', () => logoutJobStoreContract(async () => makeMemoryLogoutJobs().jobs));

describe('a store of logout schedules in memory', () =>
  logoutScheduleStoreContract(async () => makeMemoryLogoutScheduleStore()));

describe('plans of logout jobs in memory', () => logoutJobPlanContract(async () => makeMemoryLogoutJobs()));

describe('receipts of logout jobs in memory', () => logoutJobReceiptsContract(async () => makeMemoryLogoutJobs()));

describe('an API key store in memory', () => apiKeyStoreContract(async () => makeMemoryApiKeyStore()));

describe('attempts at passwords in memory', () => passwordGuessesContract(async () => makeMemoryPasswordGuesses()));

describe('passwords of agents in memory', () => agentPasswordsContract(async () => makeMemoryAgentPasswords()));

describe('the audit in memory', () => auditContract(async () => makeMemoryAuditTrail()));

describe('open chats in memory', () =>
  openChatsContract(async () => {
    const store = makeMemoryChatStore();
    return { store, openChats: makeMemoryOpenChats(store) };
  }));

describe('a chat store in memory', () => chatStoreContract(async () => makeMemoryChatStore()));

describe('wake-up buckets in memory', () => wakeUpBucketsContract(async () => makeMemoryWakeUpBuckets()));

describe('signing keys in memory', () => keyRingsContract(async () => makeMemoryKeyRings()));

describe('rate limits in memory', () =>
  rateLimitsContract(async () => (limit, count) => Array<RateLimits>(count).fill(makeMemoryRateLimits(limit))));

describe('security profiles in memory', () => securityProfilesContract(async () => makeMemorySecurityProfiles()));

describe('settings of chats in memory', () => chatSettingsContract(async () => makeMemoryChatSettings()));

describe('settings of agents in memory', () => agentSettingsContract(async () => makeMemoryAgentSettings()));

describe('rules of teams in memory', () => teamRulesContract(async () => makeMemoryTeamRules()));

describe('streaming endpoints in memory', () => streamingEndpointsContract(async () => makeMemoryStreamingEndpoints()));

describe('a transcript in memory', () => transcriptContract(async () => makeMemoryTranscript()));

describe('sockets in memory', () => socketsContract(async (report) => makeMemorySockets(report)));

describe('a stream queue in memory', () =>
  streamQueueContract(async () => {
    const queue = makeMemoryStreamQueue();
    return { queue, take: async () => queue.take() };
  }));

describe('records of idempotency keys in memory', () =>
  idempotencyRecordsContract(async () => makeMemoryIdempotencyRecords()));

describe('the list of those who watch in memory', () =>
  supervisorWatchesContract(async () => makeMemorySupervisorWatches()));

describe('a feed of changes in memory', () => changeFeedContract(async () => makeMemoryChangeFeed()));
