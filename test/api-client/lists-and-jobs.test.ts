import { expect, test } from '@jest/globals';
import { LastcallError } from '../../clients/api/errors.ts';
import { type Job, makeWaitForJob } from '../../clients/api/jobs.ts';
import { makeList } from '../../clients/api/lists.ts';

/** A list of two pages, and what was asked for. */
function aList() {
  const asked: unknown[] = [];
  const pages = [{ agents: [{ agentId: '1' }, { agentId: '2' }], cursor: 'next' }, { agents: [{ agentId: '3' }] }];
  const list = makeList((async (_: string, request: unknown) => pages[asked.push(request) - 1]) as never);
  return { asked, agents: () => list('/v1/agents', { query: { signedIn: 'true', limit: '2' } }) };
}

test('a list goes on with the cursor of each page, and keeps what else was asked for', async () => {
  const { asked, agents } = aList();
  const ids: string[] = [];
  for await (const { agentId } of agents()) ids.push(agentId);
  expect(ids).toEqual(['1', '2', '3']);
  expect(asked).toEqual([
    { query: { signedIn: 'true', limit: '2' } },
    { query: { signedIn: 'true', limit: '2', cursor: 'next' } },
  ]);
});

test('every list is iterated by its entries', async () => {
  const list = makeList((async () => ({ schedules: [{ scheduleId: 'nightly' }] })) as never);
  const ids: string[] = [];
  for await (const { scheduleId } of list('/v1/logout-schedules')) ids.push(scheduleId);
  expect(ids).toEqual(['nightly']);
});

test('a page that nobody needs is not fetched', async () => {
  const { asked, agents } = aList();
  for await (const { agentId } of agents()) if (agentId === '2') break;
  expect(asked).toHaveLength(1);
});

const running = { jobId: 7, status: 'running' } as Job;
const completed = { jobId: 7, status: 'completed', finishedAt: '2026-11-27T09:30:00.000Z' } as Job;

test('a job is looked at less and less often until it has ended', async () => {
  const jobs = [running, running, running, running, running, running, completed];
  const pauses: number[] = [];
  const seen: string[] = [];
  const waitForJob = makeWaitForJob({
    get: async () => jobs.shift() ?? completed,
    pause: async (milliseconds) => void pauses.push(milliseconds),
    random: () => 0,
  });
  expect(await waitForJob(7, { onProgress: ({ status }) => seen.push(status) })).toBe(completed);
  expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  expect(seen).toHaveLength(7);
});

test('an error says what the server said, with every fault, and what type of problem it is', () => {
  const problem = {
    type: '/docs/problems#bad-input',
    title: 'Bad Request',
    status: 400,
    detail: 'Nothing was done',
    requestId: 'request-1',
    errors: [{ path: 'timing', message: 'Must be immediate' }],
  };
  const error = new LastcallError(new Response(null, { status: 400 }), problem);
  expect(error.message).toBe('Bad Request: Nothing was done; timing: Must be immediate');
  expect([error.is('bad-input'), error.is('input'), error.is('conflict'), error.problem]).toEqual([
    true,
    false,
    false,
    problem,
  ]);
});

test.each([
  [{ message: 'Too Many Requests' }, 'Lastcall answered 429: {"message":"Too Many Requests"}'],
  ['<html>', 'Lastcall answered 429: <html>'],
])('an error of somebody else, %j, is no problem of Lastcall', (body, message) => {
  const error = new LastcallError(new Response(null, { status: 429 }), body);
  expect([error.message, error.problem, error.status]).toEqual([message, undefined, 429]);
});
