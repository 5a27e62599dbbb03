import { StartContactStreamingCommand } from '@aws-sdk/client-connect';
import { expect, test } from '@jest/globals';
import type { ChatNotification } from '../../local/connect/events/chat-messages.ts';
import { aCentre, anAgent } from './a-centre.ts';

const topic = 'arn:aws:sns:eu-central-1:111122223333:chats';

test('what is said in a chat that is streamed arrives at its topic, after a transfer too, until the chat has ended', async () => {
  const sent: ChatNotification[] = [];
  const centre = await aCentre({
    switches: { eventDelivery: 'inOrder' },
    onChatNotification: (notification) => sent.push(notification),
  });
  const { client, InstanceId, contacts, messages, queueId } = centre;
  const ann = anAgent(centre);
  const first = contacts.begin({ channel: 'CHAT', queueId });
  messages.say(first.id, 'CUSTOMER', 'Nobody hears this');
  const ChatStreamingConfiguration = { StreamingEndpointArn: topic };
  await client.send(new StartContactStreamingCommand({ InstanceId, ContactId: first.id, ChatStreamingConfiguration }));
  messages.say(first.id, 'CUSTOMER', 'Hello');
  contacts.offer(first.id, ann.id);
  contacts.accept(first.id);
  const second = contacts.transfer(first.id, queueId);
  messages.tellEvent(second.id, 'CUSTOMER', 'participant.idle');
  contacts.end(second.id);
  const items = sent.map(({ Message }) => JSON.parse(Message));
  expect(items.map(({ ContactId, ParticipantRole, ContentType }) => [ContactId, ParticipantRole, ContentType])).toEqual(
    [
      [first.id, 'CUSTOMER', 'text/plain'],
      [first.id, 'AGENT', 'application/vnd.amazonaws.connect.event.participant.joined'],
      [first.id, 'AGENT', 'application/vnd.amazonaws.connect.event.participant.left'],
      [second.id, 'CUSTOMER', 'application/vnd.amazonaws.connect.event.participant.idle'],
      [second.id, 'SYSTEM', 'application/vnd.amazonaws.connect.event.chat.ended'],
    ],
  );
  expect(items[0]).toMatchObject({ Type: 'MESSAGE', Content: 'Hello', InitialContactId: first.id });
  expect(sent[3]).toMatchObject({
    TopicArn: topic,
    MessageAttributes: {
      InitialContactId: { Type: 'String', Value: first.id },
      ContactId: { Type: 'String', Value: second.id },
      ParticipantRole: { Type: 'String', Value: 'CUSTOMER' },
      InstanceId: { Type: 'String', Value: InstanceId },
      Type: { Type: 'String', Value: 'EVENT' },
      MessageVisibility: { Type: 'String', Value: 'ALL' },
    },
  });
});
