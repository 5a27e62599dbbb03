import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { configureTimers } from '#core/chats/configure-timers.ts';
import { join, leave, startChat } from '#core/chats/participation.ts';
import { timerRoles, timerTypes } from '#core/chats/role-config.ts';
import { type Bill, openBilledCentre } from '../../support/chat-bill.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '../../support/embedded-dynamodb.ts';
import { startBusyQueue } from '../../support/queues.ts';
import { usualIds } from '../../support/usual-chat.ts';

let services: { dynamodb: EmbeddedDynamodb; sqs: Awaited<ReturnType<typeof startBusyQueue>> };
beforeAll(async () => {
  services = { dynamodb: await startEmbeddedDynamodb(), sqs: await startBusyQueue() };
});
afterAll(() => Promise.all([services.dynamodb.stop(), services.sqs.stop()]));

const { instanceId, contactId } = usualIds;
const key = { instanceId, contactId };
const customer = { participantId: usualIds.customer, displayName: 'Bartholomew F.' };
const agent = { participantId: usualIds.agent, displayName: 'Anneliese Example', role: 'AGENT' } as const;

/** The chat by which costs are compared: ten minutes, 40 messages to and fro, both timers of both roles. */
async function referenceChat({ idleMinutes }: { idleMinutes: number }) {
  const { commitChat, recordActivity, run } = await openBilledCentre(services, key);
  const changes = timerRoles.flatMap((role) => timerTypes.map((type) => ({ role, type, value: idleMinutes })));
  const messages = Array.from({ length: 40 }, (_, n) => {
    const { participantId } = n % 2 === 0 ? agent : customer;
    return [30 + 14 * n, ['message', () => recordActivity(key, participantId)]] as const;
  });
  const deeds = new Map<number, readonly [string, () => Promise<unknown>]>([
    [0, ['start', () => commitChat(key, (chat, now) => startChat(chat, key, { customer }, now), 'creator')]],
    [1, ['configure', () => commitChat(key, (chat) => configureTimers(chat, changes), 'caller')]],
    [20, ['join', () => commitChat(key, (chat, now) => join(chat, agent, now), 'caller')]],
    ...messages,
    [600, ['leave', () => commitChat(key, (chat, now) => leave(chat, customer.participantId, now), 'caller')]],
  ]);
  return run(deeds, 25);
}

const isMessage = ([deed]: Bill) => deed === 'message';
const total = (bills: readonly Bill[]) => {
  const sum = (column: 1 | 2 | 3) => bills.reduce((so, bill) => so + bill[column], 0);
  return { writeUnits: sum(1), readUnits: sum(2), sqsRequests: sum(3) };
};

test('the reference chat costs 49 write units: one for each message, and nine', async () => {
  const bills = await referenceChat({ idleMinutes: 10 });
  expect(bills.filter(isMessage)).toEqual(Array.from({ length: 40 }, () => ['message', 1, 0, 0]));
  expect(bills.filter((bill) => !isMessage(bill))).toEqual([
    // Each command loads, saves and clears the outbox, but what is new is not loaded.
    ['start', 2, 0, 1],
    // The first command's guard also guards the next two.
    ['configure', 2, 1, 0],
    ['join', 2, 1, 0],
    // It rings: nothing is due, and the alarm for the timers takes its place, which is noted in the chat.
    ['ring', 1, 1, 1],
    // That rings within the minute: it is guard enough.
    ['leave', 2, 1, 0],
    // And for nothing, as the chat is over.
    ['ring', 0, 1, 0],
  ]);
  expect(total(bills)).toEqual({ writeUnits: 49, readUnits: 5, sqsRequests: 2 });
});

test('an alarm that rings while the chat goes on costs a write unit, a read unit and a request', async () => {
  const bills = await referenceChat({ idleMinutes: 5 });
  expect(bills.filter(([deed]) => deed === 'ring').slice(0, 2)).toEqual([
    ['ring', 1, 1, 1],
    ['ring', 1, 1, 1],
  ]);
  // The last of them is due too soon to guard the end, which has a guard of its own.
  expect(total(bills)).toEqual({ writeUnits: 50, readUnits: 7, sqsRequests: 4 });
});

test('an alarm far ahead waits in a bucket: a write unit, and a share of what the sweep sends', async () => {
  const bills = await referenceChat({ idleMinutes: 20 });
  expect(bills.filter(([deed]) => deed === 'ring' || deed === 'sweep')).toEqual([
    ['ring', 2, 1, 0],
    // The guard of the end.
    ['ring', 0, 1, 0],
    ['sweep', 0, 0, 1],
    ['ring', 0, 1, 0],
  ]);
  expect(total(bills)).toEqual({ writeUnits: 50, readUnits: 6, sqsRequests: 3 });
});
