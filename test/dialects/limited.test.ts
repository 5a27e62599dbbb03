import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { makeAdmit, type RateLimits } from '#core/access/rate-limit.ts';
import { forCallers, limited } from '#dialects/audiences.ts';
import { native } from '#dialects/native/problem.ts';
import { allRoutes } from '../support/declared-routes.ts';
import { aRequest } from './requests.ts';

const caller = { callerId: 'key-1', instanceId: 'demo', scopes: [] };
const answer = { status: 204 };

const send = (take: RateLimits['take']) => {
  const work: string[] = [];
  const reports: string[] = [];
  const report = (fault: string) => void reports.push(fault);
  const admit = makeAdmit({ limits: { take }, clock: { now: () => 7 }, report });
  const route = limited(
    forCallers({ render: native, body: z.unknown() })({
      key: 'POST /v1/force-logouts',
      request: z.unknown(),
      answers: {},
      run: async () => void work.push('done'),
      render: () => answer,
    }),
  );
  return { outcome: route.handle({ admit }, aRequest({ caller })), work, reports };
};

test('a caller with a token left is admitted, by its own name and at this time', async () => {
  const taken: unknown[] = [];
  const { outcome } = send(async (...args) => {
    taken.push(args);
    return { type: 'taken' };
  });
  expect(await outcome).toBe(answer);
  expect(taken).toEqual([[caller, 7]]);
});

test('a caller without one is refused before anything is done, with the seconds to wait, rounded up', async () => {
  const { outcome, work } = send(async () => ({ type: 'empty', retryAfterMilliseconds: 1_001 }));
  await expect(outcome).rejects.toMatchObject({ problem: { type: 'tooManyRequests', retryAfterSeconds: 2 } });
  expect(work).toEqual([]);
});

test('while limits cannot be read everybody is admitted, and that is reported', async () => {
  const { outcome, reports } = send(() => Promise.reject(new Error('throttled')));
  expect(await outcome).toBe(answer);
  expect(reports).toHaveLength(1);
});

test('a caller is limited in what forces logouts and in what changes the timers of chats', () => {
  const keys = allRoutes.filter((route) => 'isRateLimited' in route && route.isRateLimited).map(({ key }) => key);
  expect(keys.sort()).toEqual([
    'POST /apps/api/v1/agent_statuses/force_logout',
    'POST /incontactapi/services/{version}/agents/{agentId}/logout',
    'POST /v1/force-logouts',
    'POST /{incontactapi}/{services}/{version}/{agents}/{agentId}/{logout}',
    'PUT /contact/participant-role-config/{InstanceId}/{ContactId}',
    'PUT /iam/contact/participant-role-config/{InstanceId}/{ContactId}',
    'PUT /v1/chat-settings',
    'PUT /v1/chats/{contactId}/timers',
  ]);
});
