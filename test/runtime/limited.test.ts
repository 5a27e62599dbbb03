import { expect, test } from '@jest/globals';
import type { RateLimits } from '#core/access/rate-limit.ts';
import type { HttpRequest } from '#dialects/http.ts';
import { makeLimited, makeTakeToken } from '#runtime/limited.ts';

const caller = { callerId: 'key-1', instanceId: 'demo', scopes: [] };
const request: HttpRequest = { caller, path: {}, query: {}, headers: {}, body: undefined, sourceIp: '', url: '' };
const answer = { status: 204 };

const asked = (take: RateLimits['take']) => {
  const work: string[] = [];
  const reports: string[] = [];
  const report = (fault: string) => void reports.push(fault);
  const limited = makeLimited(makeTakeToken({ limits: { take }, clock: { now: () => 7 }, report }));
  const outcome = limited(async () => {
    work.push('done');
    return answer;
  })(request);
  return { outcome, work, reports };
};

test('a caller who has a token left gets through, in its own name and at this time', async () => {
  const taken: unknown[] = [];
  const { outcome } = asked(async (...what) => {
    taken.push(what);
    return { type: 'taken' };
  });
  expect(await outcome).toBe(answer);
  expect(taken).toEqual([[caller, 7]]);
});

test('who has none left is refused before anything is done, with the seconds to wait, rounded up', async () => {
  const { outcome, work } = asked(async () => ({ type: 'empty', retryAfterMilliseconds: 1_001 }));
  await expect(outcome).rejects.toMatchObject({ problem: { type: 'tooManyRequests', retryAfterSeconds: 2 } });
  expect(work).toEqual([]);
});

test('when buckets cannot be asked everybody gets through, and somebody is told', async () => {
  const { outcome, reports } = asked(() => Promise.reject(new Error('throttled')));
  expect(await outcome).toBe(answer);
  expect(reports).toHaveLength(1);
});
