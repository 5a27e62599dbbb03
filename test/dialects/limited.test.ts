import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { makeAdmit, type RateLimits } from '#core/access/rate-limit.ts';
import { forCallers } from '#dialects/audiences.ts';
import { RefusedRequest } from '#dialects/http.ts';
import { limited } from '#dialects/limited.ts';
import { native } from '#dialects/native/problem.ts';
import { allRoutes } from '../support/declared-routes.ts';
import { aRequest } from './requests.ts';

const caller = { callerId: 'key-1', instanceId: 'demo', scopes: [] };
const answer = { status: 204 };

const send = (take: RateLimits['take'], run: () => Promise<void> = async () => {}) => {
  const work: string[] = [];
  const reports: string[] = [];
  const report = (fault: string) => void reports.push(fault);
  const admit = makeAdmit({ limits: { take }, clock: { now: () => 7 }, report });
  const route = limited(
    forCallers({ render: native, body: z.unknown() })({
      key: 'POST /v1/force-logouts',
      request: z.unknown(),
      answers: {},
      run: () => run().then(() => void work.push('done')),
      render: () => answer,
    }),
  );
  return { outcome: route.handle({ admit }, aRequest({ caller })), work, reports };
};

test('a caller with a token left is admitted, by its own name and at this time', async () => {
  const taken: unknown[] = [];
  const { outcome } = send(async (...args) => {
    taken.push(args);
    return { type: 'taken', remaining: 19 };
  });
  expect(await outcome).toMatchObject(answer);
  expect(taken).toEqual([[caller, 7]]);
});

test('a caller without one is refused before anything is done, with the seconds to wait, rounded up', async () => {
  const { outcome, work } = send(async () => ({ type: 'empty', retryAfterMilliseconds: 1_001 }));
  await expect(outcome).rejects.toMatchObject({
    problem: { type: 'tooManyRequests', retryAfterSeconds: 2 },
    headers: { 'ratelimit-policy': '"default";q=20;w=2', ratelimit: '"default";r=0;t=1' },
  });
  expect(work).toEqual([]);
});

test('an answer says what the limit is and how many requests may follow at once', async () => {
  const { outcome } = send(async () => ({ type: 'taken', remaining: 7 }));
  const headers = { 'ratelimit-policy': '"default";q=20;w=2', ratelimit: '"default";r=7;t=1' };
  expect(await outcome).toEqual({ ...answer, headers });
});

test('so does a refusal after the token was taken, and what is no refusal stays what it was', async () => {
  const taken = async () => ({ type: 'taken', remaining: 7 }) as const;
  const problem = { type: 'conflict', message: 'Busy' } as const;
  const refused = send(taken, async () => {
    throw new RefusedRequest(problem);
  });
  await expect(refused.outcome).rejects.toMatchObject({ problem, headers: { ratelimit: '"default";r=7;t=1' } });
  const broken = new Error('broken');
  await expect(send(taken, () => Promise.reject(broken)).outcome).rejects.toBe(broken);
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
