import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { allRoutes, isKnown } from '../support/declared-routes.ts';

const throttle = 1_000;
const rows = [
  ...readFileSync('SECURITY.md', 'utf8').matchAll(/^\| `([^`]+)` \| (\d+) \| (\d+\.\d\d) \$ \| (.+) \|$/gm),
];

/** Huawei's routes have two paths, and one row. */
const withoutInstance = (key: string) => key.replace(' /{instanceId}/agentgateway/', ' /agentgateway/');

test('SECURITY.md lists every route that needs no key and no other, with what one source can do at most', () => {
  const open = allRoutes.filter(({ audience }) => !isKnown(audience));
  const expected = new Map(
    open.map(({ key, throttleShare = 1 }) => [withoutInstance(key), Math.max(1, Math.floor(throttle * throttleShare))]),
  );
  expect(rows.map(([, key = '', most]) => [key, Number(most)]).toSorted()).toEqual([...expected].toSorted());
});

test('an hour of a flood costs at least what API Gateway and Lambda charge for its requests', () => {
  for (const [, , most, dollars] of rows) {
    const requests = (Number(most) * 3_600 * 1.2) / 1e6;
    expect(Number(dollars)).toBeGreaterThanOrEqual(requests);
    expect(Number(dollars)).toBeLessThanOrEqual(Math.max(requests * 5, 0.2));
  }
});
