import { makeDynamoInstanceSettings } from '#adapters/dynamodb/settings/instance-settings.ts';
import { defaultSettings, type InstanceSettings } from '#core/chats/instance-settings.ts';
import { seconds } from '#core/instant.ts';
import { makeRemember } from '#core/remember.ts';
import { env } from '../env.ts';
import { clock } from './clock.ts';
import { dynamodb } from './dynamodb.ts';

export const instanceSettings = makeDynamoInstanceSettings({ client: dynamodb, tableName: env('SETTINGS_TABLE') });

const remember = makeRemember<InstanceSettings>({ clock, milliseconds: seconds(60) });

/** How chats behave in an instance; a change is seen within a minute. */
export const settingsOf = (instanceId: string): Promise<InstanceSettings> =>
  remember(instanceId, async () => (await instanceSettings.load(instanceId)) ?? defaultSettings);
