import { expect, test } from '@jest/globals';
import type { ParticipantClaims } from '#core/access/tokens.ts';
import { seconds } from '#core/instant.ts';
import { aChatRoom } from '#test/support/chat-room.ts';
import { chatKey } from '#test/support/chats.ts';
import { intercept } from '#test/support/intercept.ts';

/** A chat with an agent, whose wake-up is set, and the calls of a process to what it needs. */
async function aRecordedRoom() {
  const room = await aChatRoom('AGENT');
  const names = new Map<object, string>([
    [room.chats, 'chats'],
    [room.transcript, 'transcript'],
    [room.sockets, 'sockets'],
    [room.bus, 'bus'],
    [room.wakeUps, 'wakeUps'],
  ]);
  const calls: string[] = [];
  const recorded = room.through((port) => {
    const name = names.get(port);
    if (name === undefined) return port;
    return intercept(port, (method, call) => {
      calls.push(`${name}.${method}`);
      return call();
    });
  });
  room.time.at += seconds(5);
  return { room, recorded, calls };
}

type Recorded = Awaited<ReturnType<typeof aRecordedRoom>>['recorded'];

const customer: ParticipantClaims = { kind: 'participant', ...chatKey, participantId: 'customer' };
const both = { websocket: true, credentials: true };
const hello = { contentType: 'text/plain', content: 'hello' };
const change = ['chats.load', 'chats.save'];

test.each<[string, (chats: Recorded) => Promise<unknown>, readonly string[]]>([
  [
    'a message',
    (chats) => chats.sendMessage(chatKey, 'customer', hello),
    ['chats.touch', 'transcript.add', 'sockets.send'],
  ],
  [
    'a message of somebody who is not in the chat',
    (chats) => chats.sendMessage(chatKey, 'stranger', hello),
    ['chats.touch', 'chats.load'],
  ],
  [
    'a message with a token of somebody who is not in the chat',
    (chats) => chats.sendMessage(chatKey, 'stranger', { ...hello, clientToken: 't1' }),
    ['chats.touch', 'chats.load', 'transcript.find', 'chats.load'],
  ],
  ['a signal', (chats) => chats.sendSignal(chatKey, 'customer', hello), ['chats.load', 'sockets.send']],
  ['a request for a connection of a customer', (chats) => chats.requestConnection(customer, both), change],
  [
    'a request for a connection of an agent',
    (chats) => chats.requestConnection({ ...customer, participantId: 'agent' }, both),
    ['chats.load'],
  ],
  [
    'one more connection',
    (chats) => chats.connectParticipant({ ...chatKey, participantId: 'agent', connectionId: 'b' }, 'welcome'),
    [...change, 'sockets.send'],
  ],
  [
    'a connection that has closed',
    (chats) => chats.disconnectParticipant({ ...chatKey, participantId: 'agent', connectionId: 'agent' }),
    change,
  ],
  [
    'a participant who joins',
    (chats) => chats.joinChat(chatKey, { displayName: 'Sue', role: 'SUPERVISOR' }),
    ['chats.load', 'chats.save', 'bus.publish', 'sockets.send', 'chats.clearOutbox'],
  ],
  [
    'a participant who leaves',
    (chats) => chats.leaveChat(chatKey, 'agent'),
    ['chats.load', 'chats.save', 'bus.publish', 'sockets.send', 'sockets.close', 'chats.clearOutbox'],
  ],
])('%s takes these calls and no more', async (_, act, expected) => {
  const { recorded, calls } = await aRecordedRoom();
  await act(recorded);
  expect(calls).toEqual(expected);
});

test('a customer who requests connections all the time causes one write in 20 seconds', async () => {
  const { room, recorded, calls } = await aRecordedRoom();
  for (let n = 0; n < 20; n += 1) {
    await recorded.requestConnection(customer, both);
    room.time.at += seconds(1);
  }
  expect(calls.filter((call) => call === 'chats.save')).toHaveLength(1);
});
