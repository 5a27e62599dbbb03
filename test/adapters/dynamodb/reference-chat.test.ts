import { afterAll, beforeAll, expect, test } from '@jest/globals';
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

/** The chat by which costs are compared: ten minutes, 40 messages in turn, both timers of both roles. */
async function referenceChat({ idleMinutes }: { idleMinutes: number }) {
  const centre = await openBilledCentre(services, key);
  const changes = timerRoles.flatMap((role) => timerTypes.map((type) => ({ role, type, value: idleMinutes })));
  const messages = Array.from({ length: 40 }, (_, n) => {
    const { participantId } = n % 2 === 0 ? agent : customer;
    return [30 + 14 * n, ['message', () => centre.recordActivity(key, participantId)]] as const;
  });
  const actions = new Map<number, readonly [string, () => Promise<unknown>]>([
    [0, ['start', () => centre.startChat(key, { customer })]],
    [1, ['configure', () => centre.configureTimers(key, changes)]],
    [20, ['join', () => centre.joinChat(key, agent)]],
    ...messages,
    [600, ['leave', () => centre.leaveChat(key, customer.participantId)]],
  ]);
  return centre.run(actions, 25);
}

const isMessage = ([action]: Bill) => action === 'message';
const total = (bills: readonly Bill[]) => {
  const sum = (column: 1 | 2 | 3) => bills.reduce((soFar, bill) => soFar + bill[column], 0);
  return { writeUnits: sum(1), readUnits: sum(2), sqsRequests: sum(3) };
};

test('the reference chat costs 49 write units: one for each message, and nine', async () => {
  const bills = await referenceChat({ idleMinutes: 10 });
  expect(bills.filter(isMessage)).toEqual(Array.from({ length: 40 }, () => ['message', 1, 0, 0]));
  expect(bills.filter((bill) => !isMessage(bill))).toEqual([
    // Each command loads, saves and clears the outbox, but a new chat is not loaded.
    ['start', 2, 0, 1],
    // The first command's guard also guards the next two.
    ['configure', 2, 1, 0],
    ['join', 2, 1, 0],
    // The guard fires: nothing is due, and the wake-up for the timers replaces it, which is recorded in the chat.
    ['wake-up', 1, 1, 1],
    // The wake-up for the timers fires within the minute, so no other guard is needed.
    ['leave', 2, 1, 0],
    // It fires for nothing, because the chat has ended.
    ['wake-up', 0, 1, 0],
  ]);
  expect(total(bills)).toEqual({ writeUnits: 49, readUnits: 5, sqsRequests: 2 });
});

test('a wake-up that fires while the chat goes on costs a write unit, a read unit and a request', async () => {
  const bills = await referenceChat({ idleMinutes: 5 });
  expect(bills.filter(([action]) => action === 'wake-up').slice(0, 2)).toEqual([
    ['wake-up', 1, 1, 1],
    ['wake-up', 1, 1, 1],
  ]);
  // The last of them is due too soon to guard the end, which has its own guard.
  expect(total(bills)).toEqual({ writeUnits: 50, readUnits: 7, sqsRequests: 4 });
});

test('a wake-up far ahead waits in a bucket: a write unit, and a share of what the sweep sends', async () => {
  const bills = await referenceChat({ idleMinutes: 20 });
  expect(bills.filter(([action]) => action === 'wake-up' || action === 'sweep')).toEqual([
    ['wake-up', 2, 1, 0],
    // The guard of the end.
    ['wake-up', 0, 1, 0],
    ['sweep', 0, 0, 1],
    ['wake-up', 0, 1, 0],
  ]);
  expect(total(bills)).toEqual({ writeUnits: 50, readUnits: 6, sqsRequests: 3 });
});
