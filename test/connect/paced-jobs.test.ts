import { beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { silenceLog } from '#test/runtime/http-events.ts';
import { someDay as start } from '#test/support/agents.ts';
import type { RecordedCall } from '../../local/connect/stand-in.ts';
import { aPacedCentre } from './paced-centre.ts';

beforeEach(silenceLog);

/** 80 % of the default quota of PutUserStatus, and of what may be sent at once. */
const [perSecond, atOnce] = [1.6, 4];

/** The longest run of throttled requests for the same user. */
function mostInARow(calls: readonly RecordedCall[]): number {
  const ofUser = Map.groupBy(
    calls.filter(({ operation }) => operation === 'PutUserStatus'),
    ({ input }) => String(input.UserId),
  );
  const runs = [...ofUser.values()].map((own) => {
    let [run, most] = [0, 0];
    for (const [n, { status, at }] of own.entries()) {
      // Later than this it is another attempt of the work, and no longer of the call.
      const isAgain = at - (own[n - 1]?.at ?? at) < seconds(5);
      run = status === 429 ? (isAgain ? run + 1 : 1) : 0;
      most = Math.max(most, run);
    }
    return most;
  });
  return Math.max(...runs);
}

describe('a job of agents of Amazon Connect', () => {
  test('ends within 10 % of the time that its share of the quotas allows, without a throttled call', async () => {
    const centre = await aPacedCentre();
    const job = await centre.startJobOf(centre.work(500));
    const took = await centre.completed(job, minutes(8));
    expect((await centre.getLogoutJob(job))?.counts).toMatchObject({ matched: 500, loggedOut: 500 });
    expect(took).toBeLessThanOrEqual(seconds((500 - atOnce) / perSecond) * 1.1);
    expect(centre.standIn.calls.filter(({ status }) => status !== 200)).toEqual([]);
    expect(centre.failedDeliveries()).toBe(0);
  });

  test('says when it will end, within a tenth of the time that is left and the last chunk', async () => {
    const centre = await aPacedCentre();
    const job = await centre.startJobOf(centre.work(300));
    expect(await centre.getLogoutJob(job)).not.toHaveProperty('expectedEndAt');
    const expected: { at: number; end: number }[] = [];
    for (const at of [5, 50, 100, 150]) {
      await centre.time.runUntil(start + seconds(at));
      const { expectedEndAt = 0 } = (await centre.getLogoutJob(job)) ?? {};
      expected.push({ at: start + seconds(at), end: expectedEndAt });
    }
    const ended = start + (await centre.completed(job, minutes(5)));
    for (const { at, end } of expected) expect(Math.abs(end - ended)).toBeLessThan((ended - at) / 10 + seconds(6));
    expect(await centre.getLogoutJob(job)).not.toHaveProperty('expectedEndAt');
  });

  test('lets one agent out within five seconds in the middle of it', async () => {
    const centre = await aPacedCentre();
    const users = centre.work(300);
    const ann = centre.work(1, 0, 'ann');
    await centre.startJobOf(users);
    await centre.time.runUntil(centre.time.now() + minutes(1));
    const asked = centre.time.now();
    const answered = centre.logOut(ann);
    await centre.time.runUntil(asked + seconds(5));
    expect(await Promise.race([answered, 'not answered'])).toMatchObject([{ outcome: 'loggedOut' }]);
  });

  test('takes longer and stays true while Amazon Connect shows everything 15 seconds late', async () => {
    const centre = await aPacedCentre({ switches: { userDataLag: 'fifteenSeconds' } });
    const users = centre.work(100);
    await centre.time.runUntil(centre.time.now() + minutes(1));
    const job = await centre.startJobOf(users);
    await centre.completed(job, minutes(4));
    expect((await centre.getLogoutJob(job))?.counts).toMatchObject({ matched: 100, loggedOut: 100 });
    expect(centre.standIn.calls.filter(({ operation }) => operation === 'PutUserStatus')).toHaveLength(100);
  });

  test('retries no throttled call more than twice, and fails nobody, while others use up the quota', async () => {
    const centre = await aPacedCentre({ switches: { throttleName: 'ThrottlingException' } });
    const job = await centre.startJobOf(centre.work(100));
    for (let second = 0; second < 60; second += 1)
      centre.time.at(centre.time.now() + seconds(second), async () => centre.standIn.quotas.drain('PutUserStatus'));
    await centre.completed(job, minutes(8));
    expect((await centre.getLogoutJob(job))?.counts).toMatchObject({ matched: 100, loggedOut: 100 });
    const { calls } = centre.standIn;
    expect(calls.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
    expect(mostInARow(calls)).toBeLessThanOrEqual(3);
    expect(centre.failedDeliveries()).toBe(0);
  });

  test('ends the contacts of everybody once if it is immediate', async () => {
    const centre = await aPacedCentre();
    const users = centre.work(30);
    for (const user of users) for (let chat = 0; chat < 2; chat += 1) centre.handles(user);
    const job = await centre.startJobOf(users, { timing: 'immediate' });
    await centre.completed(job, minutes(8));
    expect((await centre.getLogoutJob(job))?.counts).toMatchObject({ matched: 30, loggedOut: 30 });
    const stopped = centre.standIn.calls.filter(({ operation }) => operation === 'StopContact');
    expect(stopped).toHaveLength(60);
  });
});

describe('a request for agents of Amazon Connect', () => {
  test.each([
    ['alone', 0],
    ['beside a job', 200],
  ])('logs out as many as its share of the quotas allows within five seconds, %s', async (_, others) => {
    const centre = await aPacedCentre();
    if (others > 0) await centre.startJobOf(centre.work(others, 0, 'other'));
    await centre.time.runUntil(centre.time.now() + seconds(47));
    const asked = centre.time.now();
    const answered = centre.logOut(centre.work(5));
    await centre.time.runUntil(asked + seconds(5));
    const outcomes = await Promise.race([answered, []]);
    expect(outcomes.map((row) => row.outcome)).toEqual(Array.from({ length: 5 }, () => 'loggedOut'));
  });

  test('becomes a job if they are more', async () => {
    const centre = await aPacedCentre();
    await expect(centre.logOut(centre.work(6))).rejects.toThrow('It became a job');
  });
});

describe('jobs that share the quotas of an account', () => {
  test('take turns: one of 40 does not wait for one of 400 of the same instance', async () => {
    const centre = await aPacedCentre();
    const [many, few] = [centre.work(400), centre.work(40, 0, 'few')];
    const large = await centre.startJobOf(many);
    await centre.time.runUntil(centre.time.now() + seconds(30));
    const took = await centre.completed(await centre.startJobOf(few), minutes(3));
    // What was sent of the other job takes 40 seconds, and from then on they are worked side by side.
    expect(took).toBeLessThan(seconds(40 + 2 * (40 / perSecond) + 15));
    expect((await centre.getLogoutJob(large))?.job.progress.status).toBe('running');
  });

  test('take turns with jobs of another instance', async () => {
    const centre = await aPacedCentre({}, ['a', 'b']);
    const [many, few] = [centre.work(400), centre.work(40, 1, 'few')];
    const large = await centre.startJobOf(many);
    await centre.time.runUntil(centre.time.now() + seconds(30));
    const took = await centre.completed(await centre.startJobOf(few, { nth: 1 }), minutes(3));
    expect(took).toBeLessThan(seconds(90));
    expect((await centre.getLogoutJob(large))?.job.progress.status).toBe('running');
  });
});
