import { agentsTable } from '#adapters/dynamodb/agents/keys.ts';
import { alarmsTable } from '#adapters/dynamodb/alarms/keys.ts';
import { chatsTable } from '#adapters/dynamodb/chats/keys.ts';
import { jobsTable } from '#adapters/dynamodb/jobs/keys.ts';
import { keysTable } from '#adapters/dynamodb/keys/keys.ts';
import { limitsTable } from '#adapters/dynamodb/limits/keys.ts';
import { settingsTable } from '#adapters/dynamodb/settings/keys.ts';
import { signingKeysTable } from '#adapters/dynamodb/signing-keys/keys.ts';
import { transcriptsTable } from '#adapters/dynamodb/transcripts/keys.ts';
import type { TableNames } from './embedded-dynamodb.ts';
import type { MeteredTable } from './shadow-table.ts';

const { onlineByAddress } = agentsTable;
const { byTime } = transcriptsTable;

/** Lastcall's tables as a meter needs to know them. */
export const meteredTables = ({
  agents,
  jobs,
  keys,
  chats,
  alarms,
  transcripts,
  settings,
  signingKeys,
  limits,
}: TableNames): readonly MeteredTable[] => [
  {
    tableName: agents,
    keys: [agentsTable.partitionKey, agentsTable.sortKey],
    indexes: [{ name: onlineByAddress.name, keys: [onlineByAddress.partitionKey, onlineByAddress.sortKey] }],
  },
  { tableName: jobs, keys: [jobsTable.partitionKey, jobsTable.sortKey], indexes: [] },
  { tableName: keys, keys: [keysTable.partitionKey], indexes: [] },
  { tableName: chats, keys: [chatsTable.partitionKey, chatsTable.sortKey], indexes: [] },
  {
    tableName: transcripts,
    keys: [transcriptsTable.partitionKey, transcriptsTable.sortKey],
    indexes: [{ name: byTime.name, keys: [transcriptsTable.partitionKey, byTime.sortKey], projection: 'all' }],
  },
  { tableName: settings, keys: [settingsTable.partitionKey, settingsTable.sortKey], indexes: [] },
  { tableName: signingKeys, keys: [signingKeysTable.partitionKey], indexes: [] },
  { tableName: limits, keys: [limitsTable.partitionKey], indexes: [] },
  { tableName: alarms, keys: [alarmsTable.partitionKey, alarmsTable.sortKey], indexes: [] },
];
