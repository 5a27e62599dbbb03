import { expect, test } from '@jest/globals';
import { huaweiRoutes } from '#dialects/huawei/routes.ts';
import { callOf, routeOf } from '../call-route.ts';
import { aCall } from './calls.ts';

const withInstance = huaweiRoutes.filter(({ key }) => key.includes(' /{instanceId}/'));

test('every call has a path without an instance and one with it', () => {
  const keys = huaweiRoutes.map(({ key }) => key.replace(' /{instanceId}/', ' /'));
  expect(new Set(keys).size).toBe(huaweiRoutes.length / 2);
  expect(withInstance).toHaveLength(7);
});

test.each(withInstance)('$key does the same as the path without the instance', async ({ key }) => {
  const plain = huaweiRoutes.find((route) => route.key === key.replace(' /{instanceId}/', ' /'));
  if (!plain) throw new Error(`There is no call ${key} without an instance`);
  const call = aCall({ path: { workNo: '101', reason: '7' }, body: { password: 'Huawei@123', phonenum: '40038' } });
  expect(await callOf(routeOf(huaweiRoutes, key), call)).toEqual(await callOf(plain, call));
});
