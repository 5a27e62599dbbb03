import { describe, expect, test } from '@jest/globals';
import { makeMemoryIdempotencyRecords } from '#adapters/memory/access.ts';
import { makeAnswerOnce } from '#core/access/idempotency.ts';
import { RefusedRequest } from '#dialects/http.ts';
import { forceLogoutRoutes } from '#dialects/native/force-logouts.ts';
import { native } from '#dialects/native/problem.ts';
import { someDay } from '../support/agents.ts';
import { countingIds } from '../support/credentials.ts';
import { aResult, counts } from '../support/logout-jobs.ts';
import { faultsOf, refusalOf, routeOf } from './call-route.ts';
import { aCaller, aRequest } from './requests.ts';

const route = routeOf(forceLogoutRoutes, 'POST /v1/force-logouts');
const body = { select: { agentIds: ['11'] }, timing: 'immediate' };

/** An API whose forced logout answers with `outcomes`, one after the other. */
function anApi(...outcomes: readonly unknown[]) {
  const left = [...outcomes];
  const requests: unknown[] = [];
  const answerOnce = makeAnswerOnce({
    records: makeMemoryIdempotencyRecords(),
    ids: countingIds('attempt'),
    fingerprint: (text) => text,
    clock: { now: () => someDay },
    report: () => {},
  });
  const forceLogouts = async (...args: readonly unknown[]) => {
    requests.push(args[2]);
    const outcome = left.shift();
    if (outcome instanceof Error) throw outcome;
    if (outcome === undefined) throw new Error('The work was done again');
    return outcome;
  };
  const previewLogouts = async () => left.shift();
  const useCases = { forceLogouts, previewLogouts, answerOnce, admit: async () => ({ type: 'admitted' }) };
  const send = (key: string | undefined, overrides: Parameters<typeof aRequest>[0] = {}) =>
    route.handle(
      useCases as never,
      aRequest({ body, headers: key === undefined ? {} : { 'idempotency-key': key }, ...overrides }),
    );
  return { send, requests };
}

const done = { type: 'done', rows: [aResult('11')] };
const preview = (matched: number) => ({
  rows: [],
  counts: counts({ matched }),
  unmatched: { agentIds: [], teamIds: [], ipAddresses: [], statuses: [] },
  excluded: 0,
  isComplete: true,
});
const job = { type: 'job', job: { instanceId: 'demo', jobId: 7 } };

describe('a request with an Idempotency-Key', () => {
  test('is answered the same again, without a second effect', async () => {
    const { send } = anApi(done, job);
    expect(await send('one')).toEqual(await send('one'));
    const started = await send('two');
    expect(started).toMatchObject({ status: 202, headers: { location: expect.stringContaining('/7') } });
    expect(await send('two')).toEqual(started);
  });

  test('is the same with its keys in another order', async () => {
    const { send } = anApi(done);
    const first = await send('one');
    expect(await send('one', { body: { timing: 'immediate', select: { agentIds: ['11'] } } })).toEqual(first);
  });

  test('is refused when it asks for something else', async () => {
    const { send } = anApi(done);
    await send('one');
    for (const other of [
      { ...body, timing: 'afterContact' },
      { select: { agentIds: ['12'] }, timing: 'immediate' },
    ]) {
      const problem = await refusalOf(send('one', { body: other }));
      expect(native(problem, 'request-1')).toMatchObject({
        status: 409,
        body: {
          detail:
            'This Idempotency-Key was used for another request within the last day: a new request needs a new key',
        },
      });
    }
  });

  test('is done again by another caller', async () => {
    const { send, requests } = anApi(done, done);
    await send('one');
    await send('one', { caller: { ...aCaller('logout:bulk'), callerId: 'somebody else' } });
    expect(requests).toHaveLength(2);
  });

  test('waits for the one that is running, and is told for how long', async () => {
    const { send } = anApi(new Promise(() => {}));
    void send('one');
    await Promise.resolve();
    const answer = native(await refusalOf(send('one')), 'request-1');
    expect(answer).toMatchObject({
      status: 409,
      headers: { 'retry-after': '12' },
      body: { detail: 'The first request with this Idempotency-Key is still running: try again in 12 s' },
    });
  });

  test('is refused the same again if what was found refuses it', async () => {
    const refusal = { type: 'conflict', message: 'That would be 70 agents', members: { found: 70 } } as const;
    const { send, requests } = anApi(new RefusedRequest(refusal));
    expect(await refusalOf(send('one'))).toEqual(refusal);
    expect(await refusalOf(send('one'))).toEqual(refusal);
    expect(requests).toHaveLength(1);
  });

  test.each([
    { type: 'unavailable', message: 'Amazon Connect does not answer' },
    { type: 'tooManyRequests', retryAfterSeconds: 1 },
    { type: 'contended' },
  ] as const)('is done again after the problem $type', async (problem) => {
    const { send } = anApi(new RefusedRequest(problem), done);
    expect(await refusalOf(send('one'))).toEqual(problem);
    expect(await send('one')).toHaveProperty('status', 200);
  });

  test('leaves no trace of a body that could not be read', async () => {
    const { send } = anApi(done);
    await faultsOf(send('one', { body: { select: {} } }));
    expect(await send('one')).toHaveProperty('status', 200);
  });
});

test('a request without the header knows no earlier one', async () => {
  const { send, requests } = anApi(done, done);
  await send(undefined);
  await send(undefined);
  expect(requests).toEqual(
    Array.from({ length: 2 }, () => expect.not.objectContaining({ attempt: expect.anything() })),
  );
});

describe('the header', () => {
  test.each([
    ['8e03978e-40d5-43e8-bc93-6894a57f9324', '"8e03978e-40d5-43e8-bc93-6894a57f9324"'],
    ['say "hello" \\', '"say \\"hello\\" \\\\"'],
    ['k'.repeat(255), `"${'k'.repeat(255)}"`],
  ])('is the same with quotes and without: %s', async (plain, quoted) => {
    const { send } = anApi(done);
    expect(await send(plain)).toEqual(await send(quoted));
  });

  test.each([
    ['', '""'],
    ['""', '"\\"\\""'],
    ['k'.repeat(256), `"${'k'.repeat(60)}…"`],
    [`"${'k'.repeat(256)}"`, `"\\"${'k'.repeat(59)}…"`],
    ['clé', '"clé"'],
    ['a\tb', '"a\\tb"'],
    ['"open', '"\\"open"'],
    ['"a"b"', '"\\"a\\"b\\""'],
  ])('%j is refused as it came', async (key, shown) => {
    const { send } = anApi(done);
    const message = `Must be 1 to 255 printable ASCII characters, with or without quotes around them, got ${shown}`;
    expect(await faultsOf(send(key))).toEqual([{ path: 'idempotency-key', message }]);
  });

  test('of a dry run is checked and otherwise ignored: each is answered anew, and the key is free', async () => {
    const { send } = anApi(preview(1), preview(2), done);
    const dryRun = { body: { ...body, dryRun: true } };
    expect((await send('one', dryRun)).body).toMatchObject({ dryRun: true, counts: { matched: 1 } });
    expect((await send('one', dryRun)).body).toMatchObject({ dryRun: true, counts: { matched: 2 } });
    expect((await send('one')).body).toMatchObject({ results: [{ agentId: '11' }] });
    expect(await faultsOf(send('"open', dryRun))).toMatchObject([{ path: 'idempotency-key' }]);
  });
});
