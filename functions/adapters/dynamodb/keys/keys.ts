/**
 * The keys table: what callers and agents prove themselves with, hashed.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | the key a caller names | GetItem, PutItem once | `KEY#{keyId}` |
 * | an agent's password, and the attempts at it | PutItem, UpdateItem | `PASSWORD#{instanceId}#{agentId}` |
 */
export const keysTable = { partitionKey: 'pk' } as const;

export const apiKeyKey = (keyId: string) => ({ pk: `KEY#${keyId}` });

export const passwordKey = ({ instanceId, agentId }: { readonly instanceId: string; readonly agentId: string }) => ({
  pk: `PASSWORD#${instanceId}#${agentId}`,
});
