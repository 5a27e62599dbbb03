import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeDynamoAgentPasswords, makeDynamoKeyRings } from '#adapters/dynamodb/access.ts';
import { makeDynamoImportStore, makeDynamoListings } from '#adapters/dynamodb/agent-imports.ts';
import { makeDynamoReconciliationStore } from '#adapters/dynamodb/agent-reconciliations.ts';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { makeDynamoApiKeyStore } from '#adapters/dynamodb/api-keys.ts';
import { makeDynamoAuditTrail } from '#adapters/dynamodb/audit-trail.ts';
import { makeDynamoChangeFeed } from '#adapters/dynamodb/change-feed.ts';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats-store.ts';
import { makeDynamoIdempotencyRecords } from '#adapters/dynamodb/idempotency-records.ts';
import { makeDynamoLogoutJobPlan } from '#adapters/dynamodb/job-plan.ts';
import { makeDynamoLogoutJobReceipts } from '#adapters/dynamodb/job-receipts.ts';
import { makeDynamoLogoutJobStore } from '#adapters/dynamodb/jobs-store.ts';
import { makeDynamoLogoutScheduleStore } from '#adapters/dynamodb/logout-schedules.ts';
import { makeDynamoOpenChats } from '#adapters/dynamodb/open-chats.ts';
import { makeDynamoPasswordGuesses } from '#adapters/dynamodb/password-guesses.ts';
import { makeDynamoRateLimits } from '#adapters/dynamodb/rate-limits.ts';
import {
  makeDynamoAgentSettings,
  makeDynamoChatSettings,
  makeDynamoSecurityProfiles,
} from '#adapters/dynamodb/settings.ts';
import { makeDynamoStreamingEndpoints } from '#adapters/dynamodb/streaming-endpoints.ts';
import { makeDynamoSupervisorWatches } from '#adapters/dynamodb/supervisor-watches.ts';
import { makeDynamoTeamRules } from '#adapters/dynamodb/team-rules.ts';
import { makeDynamoTranscript } from '#adapters/dynamodb/transcript.ts';
import { makeDynamoWakeUpBuckets } from '#adapters/dynamodb/wake-up-buckets.ts';
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
import { streamingEndpointsContract } from '../../contracts/streaming.contract.ts';
import { changeFeedContract, supervisorWatchesContract } from '../../contracts/supervisors.contract.ts';
import { transcriptContract } from '../../contracts/transcript.contract.ts';
import { wakeUpBucketsContract } from '../../contracts/wake-up-buckets.contract.ts';
import { aRange, online, someDay, stored } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '../../support/embedded-dynamodb.ts';
import type { TableName } from '../../support/metered-tables.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

const clock = { now: () => someDay };
const options = { clock, keptForDays: 90 };

const openTable = async (name: TableName) => ({
  client: dynamodb.connect(),
  tableName: await dynamodb.makeTable(name),
});

describe('an agent store in DynamoDB', () =>
  agentStoreContract(async () => makeDynamoAgentStore(await openTable('agents'))));

describe('an agent directory in DynamoDB', () =>
  agentDirectoryContract(async () => {
    const table = await openTable('agents');
    return { store: makeDynamoAgentStore(table), directory: makeDynamoAgentDirectory(table) };
  }));

describe('an agent directory in DynamoDB with late indexes', () => {
  let late: EmbeddedDynamodb;
  beforeAll(async () => {
    late = await startEmbeddedDynamodb({ indexLag: Number.MAX_SAFE_INTEGER });
  });
  afterAll(() => late.stop());
  const open = async () => {
    const table = { client: late.connect(), tableName: await late.makeTable('agents') };
    return { store: makeDynamoAgentStore(table), directory: makeDynamoAgentDirectory(table) };
  };

  agentDirectoryContract(open, () => late.catchUp());

  test('shows what was true before, until the index has caught up', async () => {
    const { store, directory } = await open();
    const ipRange = aRange('10.0.0.1');
    const found = async () => (await directory.signedIn('demo', { ipRange }, { limit: 10 })).agentIds;
    await store.save(stored(online('ann')), undefined);
    expect(await found()).toEqual([]);
    await late.catchUp();
    expect(await found()).toEqual(['ann']);
    await store.save(stored(online('ann', { from: '10.0.0.2' }), { version: 2 }), stored(online('ann')));
    expect(await found()).toEqual(['ann']);
    await late.catchUp();
    expect(await found()).toEqual([]);
  });
});

describe('a store of imports in DynamoDB', () =>
  importStoreContract(async () => makeDynamoImportStore(await openTable('agents'))));

describe('what imports have listed, in DynamoDB', () =>
  listingsContract(async () => makeDynamoListings(await openTable('agents'))));

describe('a store of reconciliations in DynamoDB', () =>
  reconciliationStoreContract(async () => makeDynamoReconciliationStore(await openTable('agents'))));

describe('a store of logout jobs in DynamoDB', () =>
  logoutJobStoreContract(async () => makeDynamoLogoutJobStore(await openTable('jobs'), options)));

describe('a store of logout schedules in DynamoDB', () =>
  logoutScheduleStoreContract(async () => makeDynamoLogoutScheduleStore(await openTable('jobs'))));

async function openPlan() {
  const table = await openTable('jobs');
  return { plan: makeDynamoLogoutJobPlan(table, options), receipts: makeDynamoLogoutJobReceipts(table, options) };
}

describe('plans of logout jobs in DynamoDB', () => logoutJobPlanContract(openPlan));

describe('receipts of logout jobs in DynamoDB', () => logoutJobReceiptsContract(openPlan));

describe('an API key store in DynamoDB', () =>
  apiKeyStoreContract(async () => makeDynamoApiKeyStore(await openTable('keys'))));

describe('passwords of agents in DynamoDB', () =>
  agentPasswordsContract(async () => makeDynamoAgentPasswords(await openTable('keys'))));

describe('attempts at passwords in DynamoDB', () =>
  passwordGuessesContract(async () => makeDynamoPasswordGuesses(await openTable('limits'))));

describe('the audit in DynamoDB', () =>
  auditContract(async () => makeDynamoAuditTrail(await openTable('audit'), { keptForDays: 400 })));

describe('open chats in DynamoDB', () =>
  openChatsContract(async () => {
    const table = await openTable('chats');
    return { store: makeDynamoChatStore(table), openChats: makeDynamoOpenChats(table) };
  }));

describe('a chat store in DynamoDB', () =>
  chatStoreContract(async () => makeDynamoChatStore(await openTable('chats'))));

describe('wake-up buckets in DynamoDB', () =>
  wakeUpBucketsContract(async () => makeDynamoWakeUpBuckets(await openTable('wakeUps'), { clock })));

describe('signing keys in DynamoDB', () =>
  keyRingsContract(async () => makeDynamoKeyRings(await openTable('signingKeys'))));

describe('rate limits in DynamoDB', () =>
  rateLimitsContract(async () => {
    const table = await openTable('limits');
    return (limit, count) => Array.from({ length: count }, () => makeDynamoRateLimits(table, limit));
  }));

describe('security profiles in DynamoDB', () =>
  securityProfilesContract(async () => makeDynamoSecurityProfiles(await openTable('settings'))));

describe('settings of chats in DynamoDB', () =>
  chatSettingsContract(async () => makeDynamoChatSettings(await openTable('settings'))));

describe('settings of agents in DynamoDB', () =>
  agentSettingsContract(async () => makeDynamoAgentSettings(await openTable('settings'))));

describe('rules of teams in DynamoDB', () =>
  teamRulesContract(async () => makeDynamoTeamRules(await openTable('settings'))));

describe('streaming endpoints in DynamoDB', () =>
  streamingEndpointsContract(async () => makeDynamoStreamingEndpoints(await openTable('settings'))));

describe('a transcript in DynamoDB', () =>
  transcriptContract(async () => makeDynamoTranscript(await openTable('transcripts'), { keptForDays: 8 })));

describe('records of idempotency keys in DynamoDB', () =>
  idempotencyRecordsContract(async () => makeDynamoIdempotencyRecords(await openTable('limits'))));

describe('the list of those who watch in DynamoDB', () =>
  supervisorWatchesContract(async () => makeDynamoSupervisorWatches(await openTable('supervisors'))));

describe('a feed of changes in DynamoDB', () =>
  changeFeedContract(async () => makeDynamoChangeFeed(await openTable('supervisors'))));
