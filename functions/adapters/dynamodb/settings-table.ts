/**
 * The settings table: what an instance has chosen.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | how chats behave | GetItem, UpdateItem | `INSTANCE#{instanceId}`, `CHATS` |
 * | how sessions behave | GetItem, UpdateItem | `INSTANCE#{instanceId}`, `AGENTS` |
 * | one streaming endpoint | GetItem, UpdateItem, DeleteItem | `INSTANCE#{instanceId}`, `ENDPOINT#{endpointId}` |
 * | all streaming endpoints | Query | `INSTANCE#{instanceId}`, begins with `ENDPOINT#` |
 * | one security profile | GetItem, UpdateItem | `INSTANCE#{instanceId}`, `SECURITY#{profileId}` |
 * | the rules of one team | GetItem, UpdateItem, DeleteItem | `INSTANCE#{instanceId}`, `RULES#{teamId}` |
 * | the rules of all teams | Query | `INSTANCE#{instanceId}`, begins with `RULES#` |
 */
export const settingsTable = { partitionKey: 'pk', sortKey: 'sk' } as const;

/** The prefix of the sort keys of streaming endpoints. */
export const endpointPrefix = 'ENDPOINT#';

/** The prefix of the sort keys of rules. */
export const rulesPrefix = 'RULES#';

export const settingsKeys = (instanceId: string) => {
  const pk = `INSTANCE#${instanceId}`;
  return {
    pk,
    chats: { pk, sk: 'CHATS' },
    agents: { pk, sk: 'AGENTS' },
    securityProfile: (profileId: string) => ({ pk, sk: `SECURITY#${profileId}` }),
    rules: (teamId: string) => ({ pk, sk: `${rulesPrefix}${teamId}` }),
    endpoint: (endpointId: string) => ({ pk, sk: `${endpointPrefix}${endpointId}` }),
  };
};
