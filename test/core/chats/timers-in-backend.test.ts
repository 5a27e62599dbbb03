import { expect, test } from '@jest/globals';
import { BackendError, type BackendFault } from '#core/backend-calls.ts';
import type { TimerChange } from '#core/chats/role-config.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { setChatTimeouts } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { someDay } from '#test/support/agents.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { chatKey } from '#test/support/chats.ts';

const changes: readonly TimerChange[] = [{ role: 'CUSTOMER', type: 'IDLE', value: 5 }];

/** Chats of an instance whose backend has chats of its own. */
function chatsBeside(configure: () => Promise<void> = async () => {}) {
  const passedOn: unknown[] = [];
  const chatBackends = () => ({
    async configureTimers(...call: readonly unknown[]) {
      await configure();
      passedOn.push(call);
    },
  });
  const ports = memoryChatPorts({ now: () => someDay });
  return { passedOn, reports: ports.reports, chats: makeChatUseCases({ ...ports, chatBackends }) };
}

test('the timers of a chat that runs in the backend are passed on', async () => {
  const { chats, passedOn } = chatsBeside();
  expect(await chats.configureTimers(chatKey, changes)).toEqual({ type: 'passedOn', changes });
  expect(passedOn).toEqual([[chatKey, changes]]);
});

test('the timers of a chat of Lastcall stay here', async () => {
  const { chats, passedOn } = chatsBeside();
  await chats.startChat(chatKey, { customer: { displayName: 'Ann' } });
  expect(await chats.configureTimers(chatKey, changes)).toMatchObject({ type: 'done' });
  expect(passedOn).toEqual([]);
});

const fails = (fault: BackendFault) => async () => {
  throw new BackendError(fault, 'No');
};

test.each([
  ['unknown', 'unknownChat', 0],
  ['refused', 'notTaken', 0],
  ['busy', 'backendBusy', 0],
  ['denied', 'backendDenies', 1],
] as const)('a backend that answers %s for a contact leads to %s and %s reports', async (fault, type, count) => {
  const { chats, reports } = chatsBeside(fails(fault));
  expect(await chats.configureTimers(chatKey, changes)).toEqual({ type });
  expect(reports).toHaveLength(count);
});

test('a backend that does not answer is a fault, and no outcome of the chat', async () => {
  const { chats } = chatsBeside(fails('unavailable'));
  await expect(chats.configureTimers(chatKey, changes)).rejects.toThrow(BackendError);
});

test('a fault of Lastcall’s own is no outcome of the chat either', async () => {
  const { chats } = chatsBeside(() => Promise.reject(new TypeError('a mistake')));
  await expect(chats.configureTimers(chatKey, changes)).rejects.toThrow('a mistake');
});

test('a flow sets the timers of a real chat with nothing registered before', async () => {
  const { chats } = chatsBeside();
  const event = {
    Details: {
      ContactData: {
        ContactId: 'c1',
        InstanceARN: 'arn:aws:connect:eu-central-1:111122223333:instance/8a6e3c52-1111-4c3b-9d2e-5b7a9c0d1e2f',
        Channel: 'CHAT',
      },
      Parameters: { customerIdleMinutes: '5', agentIdleMinutes: 'Unset' },
    },
  };
  expect(await setChatTimeouts(chats, event)).toMatchObject({
    outcome: 'configured',
    customerIdleMinutes: '5',
    agentIdleMinutes: 'Unset',
  });
});
