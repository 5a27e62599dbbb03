import { afterAll, beforeAll, describe } from '@jest/globals';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents/agent-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents/agent-store.ts';
import { makeDynamoAlarmBuckets } from '#adapters/dynamodb/alarms/alarm-buckets.ts';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats/chat-store.ts';
import { makeDynamoLogoutJobPlan } from '#adapters/dynamodb/jobs/logout-job-plan.ts';
import { makeDynamoLogoutJobReceipts } from '#adapters/dynamodb/jobs/logout-job-receipts.ts';
import { makeDynamoLogoutJobStore } from '#adapters/dynamodb/jobs/logout-job-store.ts';
import { makeDynamoAgentPasswords } from '#adapters/dynamodb/keys/agent-passwords.ts';
import { makeDynamoApiKeyStore } from '#adapters/dynamodb/keys/api-key-store.ts';
import { makeDynamoRateLimits } from '#adapters/dynamodb/limits/rate-limits.ts';
import { makeDynamoAgentSettings } from '#adapters/dynamodb/settings/agent-settings.ts';
import { makeDynamoInstanceSettings } from '#adapters/dynamodb/settings/instance-settings.ts';
import { makeDynamoSecurityProfiles } from '#adapters/dynamodb/settings/security-profiles.ts';
import { makeDynamoStreamingEndpoints } from '#adapters/dynamodb/settings/streaming-endpoints.ts';
import { makeDynamoSigningKeys } from '#adapters/dynamodb/signing-keys/signing-keys.ts';
import { makeDynamoTranscript } from '#adapters/dynamodb/transcripts/transcript.ts';
import { agentDirectoryContract } from '../../contracts/agent-directory.contract.ts';
import { agentPasswordsContract } from '../../contracts/agent-passwords.contract.ts';
import { agentSettingsContract } from '../../contracts/agent-settings.contract.ts';
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
import { streamingEndpointsContract } from '../../contracts/streaming-endpoints.contract.ts';
import { transcriptContract } from '../../contracts/transcript.contract.ts';
import { someDay } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb, type TableNames } from '../../support/embedded-dynamodb.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

const clock = { now: () => someDay };

async function openTable(name: keyof TableNames) {
  return { client: dynamodb.connect(), tableName: (await dynamodb.makeTables())[name] };
}

describe('an agent store in DynamoDB', () =>
  agentStoreContract(async () => makeDynamoAgentStore(await openTable('agents'))));

describe('an agent directory in DynamoDB', () =>
  agentDirectoryContract(async () => {
    const table = await openTable('agents');
    return { store: makeDynamoAgentStore(table), directory: makeDynamoAgentDirectory(table) };
  }));

describe('a store of logout jobs in DynamoDB', () =>
  logoutJobStoreContract(async () => makeDynamoLogoutJobStore(await openTable('jobs'))));

async function openPlan() {
  const table = { ...(await openTable('jobs')), clock };
  return { plan: makeDynamoLogoutJobPlan(table), receipts: makeDynamoLogoutJobReceipts(table) };
}

describe('plans of logout jobs in DynamoDB', () => logoutJobPlanContract(openPlan));

describe('receipts of logout jobs in DynamoDB', () => logoutJobReceiptsContract(openPlan));

describe('an API key store in DynamoDB', () =>
  apiKeyStoreContract(async () => makeDynamoApiKeyStore(await openTable('keys'))));

describe('passwords of agents in DynamoDB', () =>
  agentPasswordsContract(async () => makeDynamoAgentPasswords(await openTable('keys'))));

describe('a chat store in DynamoDB', () =>
  chatStoreContract(async () => makeDynamoChatStore(await openTable('chats'))));

describe('alarm buckets in DynamoDB', () =>
  alarmBucketsContract(async () => makeDynamoAlarmBuckets({ ...(await openTable('alarms')), clock })));

describe('signing keys in DynamoDB', () =>
  signingKeysContract(async (random) => makeDynamoSigningKeys(await openTable('signingKeys'), random)));

describe('rate limits in DynamoDB', () =>
  rateLimitsContract(async () => {
    const table = await openTable('limits');
    return (limit, count) => Array.from({ length: count }, () => makeDynamoRateLimits(table, limit));
  }));

describe('security profiles in DynamoDB', () =>
  securityProfilesContract(async () => makeDynamoSecurityProfiles(await openTable('settings'))));

describe('settings of instances in DynamoDB', () =>
  instanceSettingsContract(async () => makeDynamoInstanceSettings(await openTable('settings'))));
describe('settings of agents in DynamoDB', () =>
  agentSettingsContract(async () => makeDynamoAgentSettings(await openTable('settings'))));

describe('streaming endpoints in DynamoDB', () =>
  streamingEndpointsContract(async () => makeDynamoStreamingEndpoints(await openTable('settings'))));

describe('a transcript in DynamoDB', () =>
  transcriptContract(async () => makeDynamoTranscript(await openTable('transcripts'))));
