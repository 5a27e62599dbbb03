/**
 * The API keys table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | the key a caller names | GetItem, PutItem once | `KEY#{keyId}` |
 */
export const keysTable = { partitionKey: 'pk' } as const;

export const apiKeyKey = (keyId: string) => ({ pk: `KEY#${keyId}` });
