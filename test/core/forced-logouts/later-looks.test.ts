import { describe, expect, test } from '@jest/globals';
import type { Attempt } from '#core/access/idempotency.ts';
import type { LogoutMessage } from '#core/forced-logouts/ports.ts';
import { seconds } from '#core/instant.ts';
import { anAgent, anOrder, aSession, online, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';

const request = { timing: 'immediate', order: anOrder({ reason: 'storm' }) } as const;
const selector = aSelector({ agentIds: ['ann'], teamIds: ['t1'] });
const now = someDay + seconds(60);
const again = { lastAttempt: false };

async function aCentre() {
  const ports = await memoryPorts([online('ann'), online('bob', { teamIds: ['t1'] })], { now: () => now });
  const sent: (readonly [number, LogoutMessage])[] = [];
  const queue = {
    ...ports.queue,
    async send(messages: readonly LogoutMessage[], notBefore = now) {
      sent.push(...messages.map((message) => [notBefore - now, message] as const));
    },
  };
  return { ...ports, ...makeUseCases({ ...ports, queue }), sent };
}

const aLook = (requestedAt: number): LogoutMessage => ({
  type: 'look',
  instanceId: 'demo',
  selector: aSelector({ teamIds: ['t1'] }),
  ...request,
  requestedAt,
  from: { list: 0 },
});

describe('a forced logout of a team', () => {
  test('is followed by a look three and one thirteen seconds later, for the team alone', async () => {
    const { forceLogouts, sent } = await aCentre();
    await forceLogouts('demo', selector, request);
    expect(sent).toEqual([
      [seconds(3), aLook(now)],
      [seconds(13), aLook(now)],
    ]);
  });

  test('counts from its first attempt: who has signed in since is not affected', async () => {
    const { forceLogouts, sent } = await aCentre();
    const attempt: Attempt = {
      requestId: 'req-1',
      since: someDay - 1,
      isFurther: true,
      reserve: async (number) => number,
    };
    const outcome = await forceLogouts('demo', selector, { ...request, attempt });
    expect(outcome).toMatchObject({
      rows: [
        { agentId: 'ann', outcome: 'signedInLater' },
        { agentId: 'bob', outcome: 'signedInLater' },
      ],
    });
    expect(sent.map(([, message]) => message)).toEqual([aLook(someDay - 1), aLook(someDay - 1)]);
    const first = { ...attempt, isFurther: false };
    expect(await forceLogouts('demo', selector, { ...request, attempt: first })).toMatchObject({
      rows: [{ outcome: 'loggedOut' }, { outcome: 'loggedOut' }],
    });
    expect(sent.slice(2).map(([, message]) => message)).toEqual([aLook(now), aLook(now)]);
  });

  test('is done all the same if the looks cannot be sent, which is reported', async () => {
    const { forceLogouts, ...ports } = await aCentre();
    const queue = intercept(ports.queue, () => Promise.reject(new Error('throttled')));
    const outcome = await makeUseCases({ ...ports, queue }).forceLogouts('demo', selector, request);
    expect(outcome).toMatchObject({ rows: [{ outcome: 'loggedOut' }, { outcome: 'loggedOut' }] });
    expect(ports.reports).toEqual(['A forced logout will not look for agents whom the index did not show']);
  });
});

test('a later look tells a backend of all agents before it looks, a hundred of them at a time', async () => {
  const clock = { now: () => now };
  const owner = makeOwningBackend({ clock });
  const staff = agentIds(103).map((agentId) => anAgent({ agentId, teamIds: ['t1'], session: aSession() }));
  const ports = await memoryPorts(staff, clock);
  for (const agent of staff) owner.works(agent);
  const { workLogout } = makeUseCases({ ...ports, backends: () => owner.backend });
  await workLogout(aLook(now), { lastAttempt: false });
  const calls = owner.calls.map((call) => call.split(' ')[0]);
  const hundred = (name: string) => Array.from({ length: 100 }, () => name);
  expect(calls).toEqual([...hundred('observe'), ...hundred('goOffline'), ...hundred('observe')]);
  const next = ports.queue.take();
  if (next) await workLogout(next, { lastAttempt: false });
  expect(agentIds(103).filter((agentId) => owner.wentOffline(agentId) !== 1)).toEqual([]);
});

test('a later look at a backend waits for nobody who is not told, and asks for nobody out of the caller’s reach', async () => {
  const clock = { now: () => now };
  const owner = makeOwningBackend({ clock });
  const inTeams = (agentId: string, teamIds: readonly string[]) => anAgent({ agentId, teamIds, session: aSession() });
  const sue = inTeams('sue', ['t1', 'own']);
  const isProtected = { ...sue, profile: { ...sue.profile, protected: true } };
  const staff = [inTeams('ann', ['t1', 'own']), isProtected, inTeams('cy', ['t1'])];
  const ports = await memoryPorts(staff, clock);
  for (const agent of staff) owner.works(agent);
  const { workLogout } = makeUseCases({ ...ports, backends: () => owner.backend });
  const limited = aSelector({ teamIds: ['t1'], conditions: { callerTeamIds: ['own'] } });
  await workLogout(
    { ...request, type: 'look', instanceId: 'demo', selector: limited, requestedAt: now, from: { list: 0 } },
    again,
  );
  expect(owner.calls).toEqual(['observe ann', 'observe sue', 'goOffline ann', 'observe ann']);
  expect(owner.wentOffline('ann')).toBe(1);
});
