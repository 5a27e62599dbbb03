import { keysTable, limitsTable, signingKeysTable } from '#adapters/dynamodb/access-tables.ts';
import { agentsTable } from '#adapters/dynamodb/agents-table.ts';
import { auditTable } from '#adapters/dynamodb/audit-table.ts';
import { chatsTable, transcriptsTable } from '#adapters/dynamodb/chat-tables.ts';
import { jobsTable } from '#adapters/dynamodb/jobs-table.ts';
import { settingsTable } from '#adapters/dynamodb/settings-table.ts';
import { supervisorsTable } from '#adapters/dynamodb/supervisors-table.ts';
import { wakeUpsTable } from '#adapters/dynamodb/wake-ups-table.ts';
import type { MeteredTable } from './shadow-table.ts';

export type TableName =
  | 'agents'
  | 'jobs'
  | 'keys'
  | 'chats'
  | 'wakeUps'
  | 'transcripts'
  | 'settings'
  | 'signingKeys'
  | 'limits'
  | 'audit'
  | 'supervisors';

/** The names of Lastcall's tables in a DynamoDB. */
export type TableNames = Readonly<Record<TableName, string>>;

const { onlineByAddress } = agentsTable;
const { byTime } = transcriptsTable;

/** Lastcall's tables: the names of their keys, partition key first, and their indexes. */
const shapes: Readonly<Record<TableName, Omit<MeteredTable, 'tableName'>>> = {
  agents: {
    keys: [agentsTable.partitionKey, agentsTable.sortKey],
    indexes: [
      { name: onlineByAddress.name, keys: [onlineByAddress.partitionKey, onlineByAddress.sortKey] },
      { name: agentsTable.bySortKey, keys: [agentsTable.sortKey, agentsTable.partitionKey] },
    ],
  },
  jobs: { keys: [jobsTable.partitionKey, jobsTable.sortKey], indexes: [] },
  keys: { keys: [keysTable.partitionKey], indexes: [] },
  chats: { keys: [chatsTable.partitionKey, chatsTable.sortKey], indexes: [] },
  wakeUps: { keys: [wakeUpsTable.partitionKey, wakeUpsTable.sortKey], indexes: [] },
  transcripts: {
    keys: [transcriptsTable.partitionKey, transcriptsTable.sortKey],
    indexes: [{ name: byTime.name, keys: [transcriptsTable.partitionKey, byTime.sortKey], projection: 'all' }],
  },
  settings: { keys: [settingsTable.partitionKey, settingsTable.sortKey], indexes: [] },
  signingKeys: { keys: [signingKeysTable.partitionKey], indexes: [] },
  limits: {
    keys: [limitsTable.partitionKey],
    indexes: [{ name: limitsTable.byGuessed.name, keys: [limitsTable.byGuessed.partitionKey] }],
  },
  audit: {
    keys: [auditTable.partitionKey, auditTable.sortKey],
    indexes: [auditTable.byAgent, auditTable.byJob].map(({ name, partitionKey }) => ({
      name,
      keys: [partitionKey, auditTable.sortKey],
      projection: 'all',
    })),
  },
  supervisors: {
    keys: [supervisorsTable.partitionKey, supervisorsTable.sortKey],
    indexes: [
      {
        name: supervisorsTable.byTime.name,
        keys: [supervisorsTable.partitionKey, supervisorsTable.byTime.sortKey],
        projection: 'all',
      },
    ],
  },
};

/** One of Lastcall's tables, under a name of its own. */
export const meteredTable = (name: TableName, tableName: string): MeteredTable => ({ tableName, ...shapes[name] });

/** All of Lastcall's tables. */
export const meteredTables = (names: TableNames): readonly MeteredTable[] => [
  meteredTable('agents', names.agents),
  meteredTable('jobs', names.jobs),
  meteredTable('keys', names.keys),
  meteredTable('chats', names.chats),
  meteredTable('wakeUps', names.wakeUps),
  meteredTable('transcripts', names.transcripts),
  meteredTable('settings', names.settings),
  meteredTable('signingKeys', names.signingKeys),
  meteredTable('limits', names.limits),
  meteredTable('audit', names.audit),
  meteredTable('supervisors', names.supervisors),
];
