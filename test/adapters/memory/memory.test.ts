import { describe } from '@jest/globals';
import { makeMemoryAgentDirectory, makeMemoryAgentStore } from '#adapters/memory/agents.ts';
import { makeMemoryAlarmBuckets } from '#adapters/memory/alarm-buckets.ts';
import { makeMemoryApiKeyStore } from '#adapters/memory/api-key-store.ts';
import { makeMemoryChatStore } from '#adapters/memory/chat-store.ts';
import { makeMemoryLogoutJobs } from '#adapters/memory/logout-jobs.ts';
import { agentDirectoryContract } from '../../contracts/agent-directory.contract.ts';
import { agentStoreContract } from '../../contracts/agent-store.contract.ts';
import { alarmBucketsContract } from '../../contracts/alarm-buckets.contract.ts';
import { apiKeyStoreContract } from '../../contracts/api-key-store.contract.ts';
import { chatStoreContract } from '../../contracts/chat-store.contract.ts';
import { logoutJobPlanContract } from '../../contracts/logout-job-plan.contract.ts';
import { logoutJobReceiptsContract } from '../../contracts/logout-job-receipts.contract.ts';
import { logoutJobStoreContract } from '../../contracts/logout-job-store.contract.ts';

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

describe('a chat store in memory', () => chatStoreContract(async () => makeMemoryChatStore()));

describe('alarm buckets in memory', () => alarmBucketsContract(async () => makeMemoryAlarmBuckets()));
