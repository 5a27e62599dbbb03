import { describe, expect, test } from '@jest/globals';
import { signIn } from '#core/agents/presence.ts';
import { days, type Instant, minutes, seconds } from '#core/instant.ts';
import { anAddress, anAgent, ann, anOrder, aRange, aSession, someDay } from '../../support/agents.ts';
import { aContactCentre, makeUseCases, memoryPorts } from '../../support/contact-centre.ts';
import { aSelector, jobKey } from '../../support/logout-jobs.ts';

const request = { timing: 'immediate', order: anOrder() } as const;
const startsAt = someDay + days(2);

async function aScheduledJob(at: Instant = startsAt) {
  const centre = await aContactCentre([anAgent({ ...ann, session: aSession() })]);
  const outcome = await centre.scheduleLogout('demo', aSelector({ agentIds: ['ann', 'ben'] }), {
    ...request,
    startsAt: at,
  });
  /** Does the work that is in the queue. */
  const work = async () => {
    for (let message = centre.queue.take(); message; message = centre.queue.take())
      await centre.workLogout(message, { lastAttempt: false });
  };
  return { ...centre, outcome, work, job: async () => (await centre.jobs.load(jobKey))?.state };
}

describe('a job that is scheduled', () => {
  test('waits until it starts, and never starts early', async () => {
    const { outcome, job, advanceTo, queue, wakeJob, time, wakeUps } = await aScheduledJob();
    expect(outcome).toEqual({ type: 'scheduled', job: jobKey });
    expect(await job()).toMatchObject({ progress: { status: 'scheduled', startsAt } });
    // The one that guards the event of the request comes before, and is followed by this one.
    await advanceTo(someDay + seconds(60));
    expect(wakeUps.pending()).toEqual([{ kind: 'job', ...jobKey, at: startsAt }]);
    await advanceTo(startsAt - 1);
    await wakeJob(jobKey);
    expect(time.at).toBe(startsAt - 1);
    expect(queue.waiting()).toEqual([]);
    await advanceTo(startsAt);
    expect(queue.waiting()).toHaveLength(1);
    expect(await job()).toMatchObject({ startedAt: startsAt, progress: { status: 'created' } });
  });

  test('tells the bus when it is made, and by its wake-up if the bus did not take that', async () => {
    const fact = {
      type: 'LogoutRequested',
      ...jobKey,
      ...request,
      startsAt,
      selection: { agents: 2, agentIds: ['ann', 'ben'] },
    };
    const event = { eventId: 'demo/job/1/1', sequence: 1, at: someDay, fact };
    expect((await aScheduledJob()).bus.published()).toEqual([event]);
    const centre = await aContactCentre();
    const isDown = { publish: () => Promise.reject(new Error('the bus is down')) };
    const { scheduleLogout } = makeUseCases({ ...centre, bus: isDown, requestBus: isDown });
    await scheduleLogout('demo', aSelector({ agentIds: ['ann', 'ben'] }), { ...request, startsAt });
    await centre.advanceTo(someDay + seconds(60));
    expect(centre.bus.published()).toEqual([event]);
    await centre.advanceTo(startsAt);
    expect(centre.queue.waiting()).toHaveLength(1);
  });

  test('selects its agents when it starts', async () => {
    const { advanceTo, work, changeAgent, agent, facts } = await aScheduledJob();
    await changeAgent({ ...ann, agentId: 'ben' }, () => ({
      state: anAgent({ agentId: 'ben', session: aSession({ sessionId: 'later', signedInAt: someDay + days(1) }) }),
      events: [],
      outcome: undefined,
    }));
    await advanceTo(startsAt);
    await work();
    expect((await agent())?.session).toBeUndefined();
    expect(
      facts()
        .flatMap((fact) => (fact.type === 'AgentSignedOut' ? [fact.agentId] : []))
        .toSorted(),
    ).toEqual(['ann', 'ben']);
    expect(facts().at(-1)).toMatchObject({ type: 'LogoutJobCompleted', startedAt: startsAt });
  });

  test('starts once, however often and however late it is woken', async () => {
    const { time, wakeJob, queue, work, facts } = await aScheduledJob();
    time.at = startsAt + minutes(40);
    await wakeJob(jobKey);
    await wakeJob(jobKey);
    await work();
    await wakeJob(jobKey);
    expect(queue.waiting()).toEqual([]);
    expect(facts().filter(({ type }) => type === 'LogoutJobCompleted')).toHaveLength(1);
  });

  test('is started by its next wake-up if the queue did not take it', async () => {
    const centre = await aScheduledJob();
    await centre.advanceTo(startsAt);
    centre.queue.take();
    await centre.advanceTo(startsAt + minutes(2));
    await centre.work();
    expect(centre.facts().at(-1)).toMatchObject({ type: 'LogoutJobCompleted' });
  });

  test('shows when it starts', async () => {
    const { getLogoutJob } = await aScheduledJob();
    expect(await getLogoutJob(jobKey)).toMatchObject({
      job: { progress: { status: 'scheduled', startsAt } },
      counts: { matched: 0 },
    });
  });
});

test.each([
  ['at this moment', someDay],
  ['in the past', someDay - seconds(1)],
  ['more than 30 days ahead', someDay + days(30) + 1],
])('a job that would start %s is not made', async (_, at) => {
  const { outcome, job } = await aScheduledJob(at);
  expect(outcome).toEqual({ type: 'badStart', after: someDay, until: someDay + days(30) });
  expect(await job()).toBeUndefined();
});

test.each([someDay + 1, someDay + days(30)])('a job can start as soon and as late as %d', async (at) => {
  expect((await aScheduledJob(at)).outcome.type).toBe('scheduled');
});

test('a repeat of a request that was made in time finds its job, however late it is', async () => {
  const { scheduleLogout } = await aContactCentre();
  const attempt = { reserved: 7, reserve: async () => 7 };
  const late = { ...request, startsAt: someDay - seconds(1), attempt };
  expect(await scheduleLogout('demo', aSelector({ agentIds: ['ann'] }), late)).toEqual({
    type: 'scheduled',
    job: { ...jobKey, jobId: 7 },
  });
});

test.each([
  ['team', { teamIds: ['t1'] }],
  ['address', { ipRanges: [aRange('10.0.0.0', '10.0.0.255')] }],
])(
  'a scheduled job finds by %s whoever signs in just before it begins, while the index does not show it yet',
  async (_, by) => {
    const time = { at: someDay };
    const agent = anAgent({ ...ann, profile: { ...anAgent().profile, teamIds: ['t1'] } });
    const ports = await memoryPorts([agent], { now: () => time.at }, seconds(2));
    const useCases = makeUseCases(ports);
    const advanceTo = async (end: number) => {
      for (; time.at <= end; time.at += seconds(1)) {
        for (const due of ports.wakeUps.wake(time.at)) await useCases.wake(due);
        for (let next = ports.queue.take(time.at); next; next = ports.queue.take(time.at))
          await useCases.workLogout(next, { lastAttempt: false });
      }
    };
    await useCases.scheduleLogout('demo', aSelector(by), { ...request, startsAt: someDay + minutes(30) });
    await advanceTo(someDay + minutes(30) - seconds(2));
    const ipAddress = anAddress('10.0.0.7');
    await useCases.changeAgent(ann, (found, now) =>
      signIn(found, { sessionId: 's', status: 'Available', statusType: 'ROUTABLE', ipAddress, takeOver: false }, now),
    );
    await advanceTo(someDay + minutes(31));
    expect((await ports.agents.load(ann))?.state.session).toBeUndefined();
    expect((await ports.jobs.load(jobKey))?.state.progress).toMatchObject({
      status: 'completed',
      counts: { loggedOut: 1 },
    });
  },
);
