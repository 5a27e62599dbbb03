/**
 * The signing keys table, apart from the settings so that only those who issue or read passes may read it.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | the key that an instance's passes are signed with | GetItem, PutItem once | `SIGNING#{instanceId}` |
 */
export const signingKeysTable = { partitionKey: 'pk' } as const;

export const signingKeyKey = (instanceId: string) => ({ pk: `SIGNING#${instanceId}` });
