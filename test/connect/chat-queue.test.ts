import { beforeEach, expect, test } from '@jest/globals';
import type { Context, SQSRecord } from 'aws-lambda';
import { queue } from '#runtime/queue.ts';
import { silenceLog } from '#test/runtime/http-events.ts';
import { parseChatNotification } from '../../functions/backends/amazon-connect/chat-notification.ts';
import { aFollowedCentre, bodyOf, idle } from './followed-centre.ts';

beforeEach(silenceLog);

/** The function behind the queue, as its file makes it. */
const workerOf = ({ followChat }: Awaited<ReturnType<typeof aFollowedCentre>>) =>
  queue({
    parse: parseChatNotification,
    work: async ({ news }) => void (news && (await followChat(news))),
    idsOf: ({ news: _, ...ids }) => ids,
    width: 5,
  });

const context = { awsRequestId: 'inv', getRemainingTimeInMillis: () => 10_000 } as unknown as Context;

async function failedOf(handler: ReturnType<typeof workerOf>, bodies: Readonly<Record<string, string>>) {
  const Records = Object.entries(bodies).map(
    ([messageId, body]) =>
      ({
        messageId,
        receiptHandle: messageId,
        body,
        attributes: { ApproximateReceiveCount: '1' },
        messageAttributes: {},
      }) as unknown as SQSRecord,
  );
  const answer = await handler({ Records }, context, () => {});
  return answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

/** A chat with an agent, and the message that its customer has just written, which was not worked yet. */
async function aMessage() {
  const centre = await aFollowedCentre();
  const { id } = await centre.begins(idle('CUSTOMER', 2));
  centre.takes(id);
  await centre.after({ minutes: 1 });
  centre.messages.say(id, 'CUSTOMER', 'Hello');
  const message = centre.streamed.at(-1);
  if (!message) throw new Error('Nothing was streamed');
  return { centre, id, message };
}

test('a record that is no notification fails alone, and goes to the dead letters by and by', async () => {
  const { centre, id, message } = await aMessage();
  const failed = await failedOf(workerOf(centre), {
    good: bodyOf(message),
    noJson: '{',
    noItem: bodyOf({ ...message, Message: '{}' }),
    unknown: bodyOf({ ...message, Message: message.Message.replace('"MESSAGE"', '"REACTION"') }),
  });
  expect(failed).toEqual(['noJson', 'noItem']);
  expect((await centre.chat(id))?.participants[0]).toMatchObject({ wroteAt: centre.time.now() });
});

test('news of an instance that is not configured, and of a chat of Lastcall’s own, are done and change nothing', async () => {
  const { centre, id, message } = await aMessage();
  const InstanceId = { Type: 'String', Value: '00000000-0000-4000-8000-000000000000' } as const;
  const elsewhere = { ...message, MessageAttributes: { ...message.MessageAttributes, InstanceId } };
  const own = { instanceId: centre.instanceId, contactId: 'own' };
  await centre.startChat(own, { customer: { displayName: 'Cy' } });
  const before = await centre.getChat(own);
  const toOwn = { ...message, Message: message.Message.replaceAll(id, 'own') };
  expect(await failedOf(workerOf(centre), { elsewhere: bodyOf(elsewhere), own: bodyOf(toOwn) })).toEqual([]);
  expect(await centre.getChat(own)).toEqual(before);
});

test('a record that is delivered again changes nothing', async () => {
  const { centre, id, message } = await aMessage();
  await failedOf(workerOf(centre), { first: bodyOf(message) });
  const once = await centre.chat(id);
  const told = centre.told();
  expect(await failedOf(workerOf(centre), { second: bodyOf(message), third: bodyOf(message) })).toEqual([]);
  expect(await centre.chat(id)).toEqual(once);
  expect(centre.told()).toEqual(told);
});
