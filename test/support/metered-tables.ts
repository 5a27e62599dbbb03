import { agentsTable } from '#adapters/dynamodb/agents/keys.ts';
import { alarmsTable } from '#adapters/dynamodb/alarms/keys.ts';
import { chatsTable } from '#adapters/dynamodb/chats/keys.ts';
import { jobsTable } from '#adapters/dynamodb/jobs/keys.ts';
import { keysTable } from '#adapters/dynamodb/keys/keys.ts';
import type { TableNames } from './embedded-dynamodb.ts';
import type { MeteredTable } from './shadow-table.ts';

const { onlineByAddress } = agentsTable;

/** Lastcall's tables as a meter needs to know them. */
export const meteredTables = ({ agents, jobs, keys, chats, alarms }: TableNames): readonly MeteredTable[] => [
  {
    tableName: agents,
    keys: [agentsTable.partitionKey, agentsTable.sortKey],
    indexes: [{ name: onlineByAddress.name, keys: [onlineByAddress.partitionKey, onlineByAddress.sortKey] }],
  },
  { tableName: jobs, keys: [jobsTable.partitionKey, jobsTable.sortKey], indexes: [] },
  { tableName: keys, keys: [keysTable.partitionKey], indexes: [] },
  { tableName: chats, keys: [chatsTable.partitionKey, chatsTable.sortKey], indexes: [] },
  { tableName: alarms, keys: [alarmsTable.partitionKey, alarmsTable.sortKey], indexes: [] },
];
