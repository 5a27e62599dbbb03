import { timerRoles, timerTypes } from '#core/chats/role-config.ts';
import { type Bill, openBilledCentre } from '#test/support/chat-bill.ts';
import { startEmbeddedDynamodb } from '#test/support/embedded-dynamodb.ts';
import { startBusyQueue } from '#test/support/queues.ts';
import { usualIds } from '#test/support/usual-chat.ts';

type Centre = Awaited<ReturnType<typeof openBilledCentre>>;

type Action = readonly [name: string, work: () => Promise<unknown>];

export const messageCount = 40;
const timerMinutes = 10;

const { instanceId, contactId } = usualIds;
/** Ids of the usual length. */
export const key = { instanceId, contactId };
export const customer = { participantId: usualIds.customer, displayName: 'Bartholomew F.' };
export const agent = { participantId: usualIds.agent, displayName: 'Anneliese Example', role: 'AGENT' } as const;
export const timers = timerRoles.flatMap((role) => timerTypes.map((type) => ({ role, type, value: timerMinutes })));

/** Bills for ten minutes of chat, 40 messages in both directions and both timers of both roles, on virtual time until its last wake-up. */
export async function billReferenceChat(): Promise<readonly Bill[]> {
  const services = { dynamodb: await startEmbeddedDynamodb(), sqs: await startBusyQueue() };
  const centre = await openBilledCentre(services, key);
  const bills = await centre.run(new Map<number, Action>([...lifeOf(centre), ...messagesOf(centre)]), 20);
  await Promise.all([services.dynamodb.stop(), services.sqs.stop()]);
  return bills;
}

/** Everything but messages, by the second at which it happens. */
const lifeOf = ({ startChat, configureTimers, joinChat, leaveChat }: Centre) =>
  [
    [0, ['start', () => startChat(key, { customer })]],
    [1, ['configure', () => configureTimers(key, timers)]],
    [20, ['join', () => joinChat(key, agent)]],
    [600, ['leave', () => leaveChat(key, customer.participantId)]],
  ] as const;

const messagesOf = ({ recordActivity }: Centre) =>
  Array.from({ length: messageCount }, (_, n) => {
    const { participantId } = n % 2 === 0 ? agent : customer;
    return [30 + 14 * n, ['message', () => recordActivity(key, participantId)]] as const;
  });
