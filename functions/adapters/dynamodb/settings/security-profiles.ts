import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { SecurityProfiles } from '#core/sessions/ports.ts';
import { texts } from '../../texts.ts';
import type { DynamoTable } from '../document-client.ts';
import { settingsKeys } from './keys.ts';

const profileItemShape = z.object({
  profileId: z.string(),
  endSessions: z.discriminatedUnion('of', [
    z.object({ of: z.literal('everybody') }),
    z.object({ of: z.literal('teams'), teamIds: texts }),
  ]),
});

/** Keeps security profiles in the settings table. */
export function makeDynamoSecurityProfiles({ client, tableName: TableName }: DynamoTable): SecurityProfiles {
  return {
    async find(instanceId, profileId) {
      const Key = settingsKeys(instanceId).securityProfile(profileId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && { instanceId, ...profileItemShape.parse(Item) };
    },

    async put({ instanceId, profileId, endSessions }) {
      const Item = { ...settingsKeys(instanceId).securityProfile(profileId), profileId, endSessions };
      await client.send(new PutCommand({ TableName, Item }));
    },
  };
}
