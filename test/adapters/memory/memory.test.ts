import { describe } from '@jest/globals';
import { makeMemoryAgentPasswords } from '#adapters/memory/agent-passwords.ts';
import { makeMemoryAgentDirectory, makeMemoryAgentStore } from '#adapters/memory/agents.ts';
import { makeMemoryAlarmBuckets } from '#adapters/memory/alarm-buckets.ts';
import { makeMemoryApiKeyStore } from '#adapters/memory/api-key-store.ts';
import { makeMemoryChatStore } from '#adapters/memory/chat-store.ts';
import { makeMemoryInstanceSettings } from '#adapters/memory/instance-settings.ts';
import { makeMemoryLogoutJobs } from '#adapters/memory/logout-jobs.ts';
import { makeMemoryRateLimits } from '#adapters/memory/rate-limits.ts';
import { makeMemorySecurityProfiles } from '#adapters/memory/security-profiles.ts';
import { makeMemorySigningKeys } from '#adapters/memory/signing-keys.ts';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import { makeMemoryStreamQueue } from '#adapters/memory/stream-queue.ts';
import { makeMemoryStreamingEndpoints } from '#adapters/memory/streaming-endpoints.ts';
import { makeMemoryTranscript } from '#adapters/memory/transcript.ts';
import type { RateLimits } from '#core/access/rate-limit.ts';
import { agentDirectoryContract } from '../../contracts/agent-directory.contract.ts';
import { agentPasswordsContract } from '../../contracts/agent-passwords.contract.ts';
import { agentStoreContract } from '../../contracts/agent-store.contract.ts';
import { alarmBucketsContract } from '../../contracts/alarm-buckets.contract.ts';
import { apiKeyStoreContract } from '../../contracts/api-key-store.contract.ts';
import { chatStoreContract } from '../../contracts/chat-store.contract.ts';
import { instanceSettingsContract } from '../../contracts/instance-settings.contract.ts';
import { logoutJobPlanContract } from '../../contracts/logout-job-plan.contract.ts';
import { logoutJobReceiptsContract } from '../../contracts/logout-job-receipts.contract.ts';
import { logoutJobStoreContract } from '../../contracts/logout-job-store.contract.ts';
import { rateLimitsContract } from '../../contracts/rate-limits.contract.ts';
import { securityProfilesContract } from '../../contracts/security-profiles.contract.ts';
import { signingKeysContract } from '../../contracts/signing-keys.contract.ts';
import { socketsContract } from '../../contracts/sockets.contract.ts';
import { streamQueueContract } from '../../contracts/stream-queue.contract.ts';
import { streamingEndpointsContract } from '../../contracts/streaming-endpoints.contract.ts';
import { transcriptContract } from '../../contracts/transcript.contract.ts';

describe('an agent store in memory', () => agentStoreContract(async () => makeMemoryAgentStore()));

describe('an agent directory in memory', () =>
  agentDirectoryContract(async () => {
    const store = makeMemoryAgentStore();
    return { store, directory: makeMemoryAgentDirectory(store) };
  }));

describe('a store of logout jobs in memory', () => logoutJobStoreContract(async () => makeMemoryLogoutJobs().jobs));

describe('plans of logout jobs in memory', () => logoutJobPlanContract(async () => makeMemoryLogoutJobs()));

describe('receipts of logout jobs in memory', () => logoutJobReceiptsContract(async () => makeMemoryLogoutJobs()));

describe('an API key store in memory', () => apiKeyStoreContract(async () => makeMemoryApiKeyStore()));

describe('passwords of agents in memory', () => agentPasswordsContract(async () => makeMemoryAgentPasswords()));

describe('a chat store in memory', () => chatStoreContract(async () => makeMemoryChatStore()));

describe('alarm buckets in memory', () => alarmBucketsContract(async () => makeMemoryAlarmBuckets()));

describe('signing keys in memory', () => signingKeysContract(async (random) => makeMemorySigningKeys(random)));

describe('rate limits in memory', () =>
  rateLimitsContract(async () => (limit, count) => Array<RateLimits>(count).fill(makeMemoryRateLimits(limit))));

describe('security profiles in memory', () => securityProfilesContract(async () => makeMemorySecurityProfiles()));

describe('settings of instances in memory', () => instanceSettingsContract(async () => makeMemoryInstanceSettings()));

describe('streaming endpoints in memory', () => streamingEndpointsContract(async () => makeMemoryStreamingEndpoints()));

describe('a transcript in memory', () => transcriptContract(async () => makeMemoryTranscript()));

describe('sockets in memory', () => socketsContract(async (report) => makeMemorySockets(report)));

describe('a stream queue in memory', () =>
  streamQueueContract(async () => {
    const queue = makeMemoryStreamQueue();
    return { queue, take: async () => queue.take() };
  }));
