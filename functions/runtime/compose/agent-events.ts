import { agentEventReaders, agentIdOfUser } from '#backends';
import type { ConnectAgentEvent } from '../../backends/amazon-connect/agent-event.ts';
import type { ConnectContactEvent } from '../../backends/amazon-connect/contact-event.ts';
import { count } from '../observe.ts';
import { agents } from './agents.ts';

/** Follows an agent event. A stream may be shared by instances that the deployment does not name: those are passed over. */
export async function followAgentEvent(event: ConnectAgentEvent): Promise<void> {
  const read = agentEventReaders(event.instanceId);
  if (!read) return count('EventPassedOver');
  const news = await read(event);
  if (!news) return count('EventPassedOver');
  await agents.followNews(news);
}

/** Follows a contact event in the same way. */
export async function followContactEvent({ instanceId, userId, ...contact }: ConnectContactEvent): Promise<void> {
  const agentId = await agentIdOfUser(instanceId, userId);
  if (agentId === undefined) return count('EventPassedOver');
  await agents.followContact({ key: { instanceId, agentId }, ...contact });
}
