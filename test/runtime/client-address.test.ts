import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clientAddress } from '#runtime/client-address.ts';

const proxies = '192.0.2.0/24,2001:db8::1';

test.each([
  ['nobody is trusted', '203.0.113.9', '198.51.100.1', '', '203.0.113.9'],
  ['the sender is no proxy', '203.0.113.9', '198.51.100.1, 203.0.113.9', proxies, '203.0.113.9'],
  ['the sender is a proxy', '192.0.2.7', '198.51.100.1, 192.0.2.7', proxies, '198.51.100.1'],
  ['there are two proxies', '2001:db8::1', '198.51.100.1,192.0.2.7,2001:db8:0::1', proxies, '198.51.100.1'],
  ['the client has written the header', '192.0.2.7', '10.0.0.1, 192.0.2.9, 198.51.100.1', proxies, '198.51.100.1'],
  ['there is no header', '192.0.2.7', undefined, proxies, '192.0.2.7'],
  ['a proxy wrote nonsense', '192.0.2.7', '198.51.100.1, unknown', proxies, 'unknown'],
])('when %s, the client is found', (_, sourceIp, forwardedFor, trusted, expected) => {
  expect(clientAddress(sourceIp, forwardedFor, trusted)).toBe(expected);
});

test('nothing that a client writes into the header changes its address', () => {
  fc.assert(
    fc.property(fc.string(), (written) => {
      const header = `${written}, 198.51.100.1`;
      expect(clientAddress('192.0.2.7', header, proxies)).toBe('198.51.100.1');
      expect(clientAddress('203.0.113.9', written, proxies)).toBe('203.0.113.9');
    }),
  );
});
