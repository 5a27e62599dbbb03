import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from '@jest/globals';
import { type JsonService, onThisMachine, startJsonService } from '#test/support/json-service.ts';
import { lookAt } from '../../bin/repair/dead-letters.ts';

let service: JsonService;
afterEach(() => service.stop());

test('a look ends although letters become visible again, and counts each once', async () => {
  let receives = 0;
  service = await startJsonService(({ operation }) => {
    if (operation !== 'ReceiveMessage') return { Successful: [], Failed: [] };
    receives += 1;
    // Two letters, of which the first comes with each receive: at the fourth the test would fail.
    if (receives > 3) throw new Error('It does not end');
    const ids = receives === 1 ? ['a'] : ['a', 'b'];
    return { Messages: ids.map((MessageId) => ({ MessageId, ReceiptHandle: `${MessageId}${receives}`, Body: '' })) };
  });
  const sqs = new SQSClient({ ...onThisMachine(service.endpoint), maxAttempts: 1, md5: false });
  const { kinds } = await lookAt({ sqs, queueUrl: `${service.endpoint}/0/letters`, kindOf: () => 'plan' });
  sqs.destroy();
  expect([...kinds]).toEqual([['plan', 2]]);
  const handles = [{ ReceiptHandle: 'a3' }, { ReceiptHandle: 'b3' }];
  expect(service.requests.at(-1)?.body).toMatchObject({ Entries: handles });
  expect(service.requests[0]?.body).toMatchObject({ VisibilityTimeout: 900 });
});
