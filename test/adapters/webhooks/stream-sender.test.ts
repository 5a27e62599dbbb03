import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { webhookSignature } from '#adapters/webhooks/stream-sender.ts';
import { randomRuns } from '../../support/share-of-cases.ts';
import { anEndpoint } from '../../support/streaming.ts';

const signedAt = 1_614_265_330_000;
const endpoint = anEndpoint();

test('an item has the signature that the libraries of Standard Webhooks make', () => {
  const item = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
  expect(webhookSignature(endpoint, item, signedAt)).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('the library of Standard Webhooks verifies any item, and refuses it with another body, id or secret', () => {
  const library = new Webhook(`whsec_${endpoint.secret}`);
  const item = fc.record({
    id: fc.stringMatching(/^[a-z./:-]{1,20}$/),
    body: fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify({ text })),
  });
  fc.assert(
    fc.property(item, ({ id, body }) => {
      const headers = webhookSignature(endpoint, { id, body }, Date.now());
      expect(library.verify(body, headers)).toEqual(JSON.parse(body));
      expect(() => library.verify(`${body} `, headers)).toThrow('No matching signature found');
      expect(() => library.verify(body, { ...headers, 'webhook-id': `${id}x` })).toThrow('No matching signature found');
      expect(() => new Webhook('whsec_AAAA').verify(body, headers)).toThrow('No matching signature found');
    }),
    { numRuns: randomRuns(50) },
  );
});

test('the timestamp is in whole seconds', () => {
  const item = { id: 'a', body: '{}' };
  expect(webhookSignature(endpoint, item, signedAt + 999)).toEqual(webhookSignature(endpoint, item, signedAt));
});

test('ids contain no full stop, and different ids stay different', () => {
  const id = fc.stringMatching(/^[a-z./]{1,6}$/);
  const idOf = (text: string) => webhookSignature(endpoint, { id: text, body: '{}' }, signedAt)['webhook-id'];
  fc.assert(
    fc.property(id, id, (one, other) => {
      expect(idOf(one)).not.toContain('.');
      expect(idOf(one) === idOf(other)).toBe(one === other);
    }),
  );
});

test('another secret, id, timestamp or body gives another signature', () => {
  const item = { id: 'a', body: '{}' };
  const signatures = [
    webhookSignature(endpoint, item, signedAt),
    webhookSignature(anEndpoint({ secret: 'AAAA' }), item, signedAt),
    webhookSignature(endpoint, { ...item, id: 'b' }, signedAt),
    webhookSignature(endpoint, item, signedAt + 1000),
    webhookSignature(endpoint, { ...item, body: '{ }' }, signedAt),
  ].map((signed) => signed['webhook-signature']);
  expect(new Set(signatures).size).toBe(5);
});
