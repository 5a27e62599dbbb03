/**
 * The agents table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | one agent, profile and session | GetItem, PutItem, UpdateItem | `AGENT#{instanceId}#{agentId}`, `AGENT` |
 * | a heartbeat of a session's client | UpdateItem | the same |
 * | members of a team, signed in or not | Query | `TEAM#{instanceId}#{teamId}`, each `{agentId}` |
 * | the latest import of an instance | GetItem, PutItem, UpdateItem | `IMPORT#{instanceId}`, `IMPORT` |
 * | what looks at everybody do | GetItem, PutItem, UpdateItem | `RECONCILIATION#{instanceId}`, `RECONCILIATION` |
 * | whom imports have listed | Query, PutItem, DeleteItem | `IMPORT#{instanceId}`, begins with `LISTED#` |
 * | everybody of an instance, signed in or not | Query on `bySortKey` | `AGENT`, begins with `AGENT#{instanceId}#` |
 * | signed-in agents whose address lies in a range | Query on `onlineByAddress`, one BETWEEN | `{instanceId}`, `{32 hex digits}` |
 *
 * `onlineByAddress` holds signed-in agents only and projects nothing but keys, so a status change, a contact or a cleared
 * outbox never writes to it, and reading a range costs no more than the entries of its matches.
 * `bySortKey` is the table's own key the other way round: it needs no attribute, so it shows items of every age, and is written
 * when an item is made or removed, never when one changes.
 */
export const agentsTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  bySortKey: 'bySortKey',
  onlineByAddress: { name: 'onlineByAddress', partitionKey: 'onlineInstance', sortKey: 'onlineAddress' },
} as const;

/** With what the partition keys of an instance's agents begin. */
export const agentPrefix = (instanceId: string) => `AGENT#${instanceId}#`;

/** The sort key of every agent. */
export const agentSortKey = 'AGENT';

export const agentKey = (instanceId: string, agentId: string) => ({
  pk: `${agentPrefix(instanceId)}${agentId}`,
  sk: agentSortKey,
});

export const teamPartition = (instanceId: string, teamId: string) => `TEAM#${instanceId}#${teamId}`;

export const teamMemberKey = (instanceId: string, teamId: string, agentId: string) => ({
  pk: teamPartition(instanceId, teamId),
  sk: agentId,
});

/** The prefix of the sort keys of what imports have listed. */
export const listedPrefix = 'LISTED#';

export const importKeys = (instanceId: string) => {
  const pk = `IMPORT#${instanceId}`;
  return {
    pk,
    latest: { pk, sk: 'IMPORT' },
    listed: (importId: string, page: number) => ({ pk, sk: `${listedPrefix}${importId}#${page}` }),
  };
};

export const reconciliationKey = (instanceId: string) => ({
  pk: `RECONCILIATION#${instanceId}`,
  sk: 'RECONCILIATION',
});

/** The agent id inside an agent item's partition key. Ids contain no `#`, so it is unambiguous. */
export const agentIdOf = (pk: string) => pk.slice(pk.lastIndexOf('#') + 1);
