import { describe, expect, test } from '@jest/globals';
import { makeRetryingFetch, type RetryOptions, realPause } from '../../clients/api/retry.ts';

/** Sends a request to a server that answers with these, one after the other; what is paused is recorded. */
async function sent(answers: readonly Response[], init: RequestInit = {}, options?: RetryOptions, random = 0) {
  const left = [...answers];
  const pauses: number[] = [];
  const bodies: string[] = [];
  const fetch = makeRetryingFetch(
    {
      async fetch(request) {
        bodies.push(await request.text());
        const answer = left.shift();
        if (!answer) throw new Error('There is no further answer');
        return answer;
      },
      pause: async (milliseconds) => void pauses.push(milliseconds),
      random: () => random,
    },
    options,
  );
  const { status } = await fetch(new Request('http://127.0.0.1/v1/force-logouts', init));
  return { status, pauses, bodies };
}

const answer = (status: number, retryAfter?: string) =>
  new Response('{}', { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
const done = answer(200);
const post = { method: 'POST', body: '{"select": {}}' };

describe('a request that is refused for the moment', () => {
  test('is sent again with its body after 429, when the server says', async () => {
    const { status, pauses, bodies } = await sent([answer(429, '2'), done], post);
    expect([status, pauses, bodies]).toEqual([200, [2_000], [post.body, post.body]]);
  });

  test('waits longer at random, the longer the more often it was refused', async () => {
    const refusals = [answer(429, '1'), answer(429, '1'), answer(429, '1'), done];
    expect((await sent(refusals, post, {}, 0.5)).pauses).toEqual([1_500, 2_000, 3_000]);
  });

  test('waits at random alone where the server names no time, as API Gateway does', async () => {
    expect((await sent([answer(429), done], post, {}, 0.5)).pauses).toEqual([500]);
    expect((await sent([answer(429, 'soon'), done], post, {}, 0.5)).pauses).toEqual([500]);
  });

  test.each(['GET', 'PUT', 'DELETE'])('is sent again after 503 with %s', async (method) => {
    expect((await sent([answer(503, '1'), done], { method })).status).toBe(200);
  });

  test('is not sent again after 503 with POST, which may have been carried out, unless a key says that it is the same', async () => {
    expect((await sent([answer(503, '1'), done], post)).status).toBe(503);
    expect((await sent([answer(503, '1'), done], { ...post, headers: { 'idempotency-key': '1' } })).status).toBe(200);
  });

  test('is given up after four attempts, or as many as are set', async () => {
    const refusals = () => Array.from({ length: 9 }, () => answer(429, '1'));
    expect(await sent(refusals(), post)).toMatchObject({ status: 429, pauses: [1_000, 1_000, 1_000] });
    expect(await sent(refusals(), post, { attempts: 1 })).toMatchObject({ status: 429, pauses: [] });
  });

  test('is given up at once when the server names a wait that is too long', async () => {
    expect(await sent([answer(429, '31')], post)).toMatchObject({ status: 429, pauses: [] });
    expect(await sent([answer(429, '31'), done], post, { longestPauseSeconds: 60 })).toMatchObject({ status: 200 });
  });
});

test.each([200, 400, 401, 404, 409, 500])('an answer with %i is the answer', async (status) => {
  expect(await sent([answer(status)])).toMatchObject({ status, pauses: [] });
});

test('a pause ends when the caller gives up, before it or within it', async () => {
  await expect(realPause(3_600_000, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  const caller = new AbortController();
  const paused = realPause(3_600_000, caller.signal);
  caller.abort(new Error('enough'));
  await expect(paused).rejects.toThrow('enough');
  await realPause(0, new AbortController().signal);
});
