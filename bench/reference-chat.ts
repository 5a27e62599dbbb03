import { configureTimers } from '#core/chats/configure-timers.ts';
import { join, leave, startChat } from '#core/chats/participation.ts';
import { timerRoles, timerTypes } from '#core/chats/role-config.ts';
import { type Bill, openBilledCentre } from '#test/support/chat-bill.ts';
import { startEmbeddedDynamodb } from '#test/support/embedded-dynamodb.ts';
import { startBusyQueue } from '#test/support/queues.ts';
import { usualIds } from '#test/support/usual-chat.ts';

type Centre = Awaited<ReturnType<typeof openBilledCentre>>;

type Deed = readonly [name: string, work: () => Promise<unknown>];

export const messageCount = 40;
const timerMinutes = 10;

const { instanceId, contactId } = usualIds;
/** Ids as long as they usually are. */
export const key = { instanceId, contactId };
export const customer = { participantId: usualIds.customer, displayName: 'Bartholomew F.' };
export const agent = { participantId: usualIds.agent, displayName: 'Anneliese Example', role: 'AGENT' } as const;
export const timers = timerRoles.flatMap((role) => timerTypes.map((type) => ({ role, type, value: timerMinutes })));

/** Bills for ten minutes of chat, 40 messages to and fro and both timers of both roles, on virtual time to its last alarm. */
export async function billReferenceChat(): Promise<readonly Bill[]> {
  const services = { dynamodb: await startEmbeddedDynamodb(), sqs: await startBusyQueue() };
  const centre = await openBilledCentre(services, key);
  const bills = await centre.run(new Map<number, Deed>([...lifeOf(centre), ...messagesOf(centre)]), 20);
  await Promise.all([services.dynamodb.stop(), services.sqs.stop()]);
  return bills;
}

/** What is done but for messages, by the second it is done in. */
const lifeOf = ({ commitChat }: Centre) =>
  [
    [0, ['start', () => commitChat(key, (chat, now) => startChat(chat, key, { customer }, now), 'creator')]],
    [1, ['configure', () => commitChat(key, (chat) => configureTimers(chat, timers), 'caller')]],
    [20, ['join', () => commitChat(key, (chat, now) => join(chat, agent, now), 'caller')]],
    [600, ['leave', () => commitChat(key, (chat, now) => leave(chat, customer.participantId, now), 'caller')]],
  ] as const;

const messagesOf = ({ recordActivity }: Centre) =>
  Array.from({ length: messageCount }, (_, n) => {
    const { participantId } = n % 2 === 0 ? agent : customer;
    return [30 + 14 * n, ['message', () => recordActivity(key, participantId)]] as const;
  });
