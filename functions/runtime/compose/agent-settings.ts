import { makeDynamoAgentSettings } from '#adapters/dynamodb/settings/agent-settings.ts';
import { seconds } from '#core/instant.ts';
import { makeRemember } from '#core/remember.ts';
import { type AgentSettings, defaultAgentSettings } from '#core/sessions/agent-settings.ts';
import { env } from '../env.ts';
import { clock } from './clock.ts';
import { dynamodb } from './dynamodb.ts';

export const agentSettings = makeDynamoAgentSettings({ client: dynamodb, tableName: env('SETTINGS_TABLE') });

const remember = makeRemember<AgentSettings>({ clock, milliseconds: seconds(60) });

/** How long a contact in hand holds off the end of a lease that begins now; a change is seen within a minute. */
export async function contactGraceOf(instanceId: string): Promise<{ readonly contactGraceSeconds?: number }> {
  const load = async () => (await agentSettings.load(instanceId)) ?? defaultAgentSettings;
  const { contactGraceSeconds } = await remember(instanceId, load);
  return contactGraceSeconds === 'off' ? {} : { contactGraceSeconds };
}
