import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, expect, test } from '@jest/globals';
import { makeStreamSender, webhookSignature } from '#adapters/webhooks/stream-sender.ts';
import { makeTopicSender } from '#adapters/webhooks/topic-sender.ts';
import { someDay } from '../../support/agents.ts';
import { type HttpService, startHttpService } from '../../support/http-service.ts';
import { onThisMachine } from '../../support/json-service.ts';
import { anEndpoint } from '../../support/streaming.ts';

const item = { id: 'demo/chat/c1/7', body: '{"text":"Grüße, 世界"}' };
const arn = 'arn:aws:sns:eu-west-1:123456789012:chats';
const endpoint = anEndpoint({ target: { type: 'topic', arn } });

let service: HttpService;
afterEach(() => service.stop());

/** A sender to an SNS that answers with this status and document. */
async function aSender(status: number, body: string) {
  return aSenderTo(() => ({ status, body }));
}

async function aSenderTo(answer: Parameters<typeof startHttpService>[0], timeoutMilliseconds?: number) {
  service = await startHttpService(answer);
  const client = new SNSClient({ ...onThisMachine(service.endpoint), maxAttempts: 1 });
  const webhook = { send: () => Promise.reject(new Error('This is no webhook')) };
  const clock = { now: () => someDay };
  const topic = makeTopicSender({ client, clock, ...(timeoutMilliseconds && { timeoutMilliseconds }) });
  return makeStreamSender({ webhook, topic });
}

test('an item is published unchanged, with its signature in the attributes', async () => {
  const accepted = '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';
  await (await aSender(200, accepted)).send(endpoint, item);
  const published = Object.fromEntries(new URLSearchParams(service.requests[0]?.body));
  expect(published).toMatchObject({ Action: 'Publish', TopicArn: arn, Message: item.body });
  const attributes = [1, 2, 3].map((n) => {
    const attribute = `MessageAttributes.entry.${n}`;
    expect(published[`${attribute}.Value.DataType`]).toBe('String');
    return [published[`${attribute}.Name`], published[`${attribute}.Value.StringValue`]];
  });
  expect(Object.fromEntries(attributes)).toEqual(webhookSignature(endpoint, item, someDay));
});

test('the error for a topic that does not accept has the endpoint and the reason', async () => {
  const refused = '<ErrorResponse><Error><Code>AuthorizationError</Code><Message>No</Message></Error></ErrorResponse>';
  const sent = (await aSender(403, refused)).send(endpoint, item);
  await expect(sent).rejects.toThrow('Topic of demo/crm did not accept: AuthorizationError');
});

test('a topic that does not answer in time has not accepted', async () => {
  const sent = (await aSenderTo(() => undefined, 20)).send(endpoint, item);
  await expect(sent).rejects.toThrow('Topic of demo/crm did not accept: AbortError');
});
