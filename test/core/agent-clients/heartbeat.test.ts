import { describe, expect, test } from '@jest/globals';
import { unknownAddress } from '#core/agents/ip-range.ts';
import { forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { seconds } from '#core/instant.ts';
import { anAddress, anAgent, anEndedSession, ann, anOrder, aSession, someDay } from '#test/support/agents.ts';
import { aContactCentre, aLeasedCentre, annSignedIn } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';

describe('a heartbeat', () => {
  test('keeps the session alive with one write and nothing else', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    const calls: string[] = [];
    const { heartbeat } = centre.through((port) =>
      intercept(port, (method, call) => {
        calls.push(method);
        return call();
      }),
    );
    centre.time.at = someDay + seconds(100);
    expect(await heartbeat(ann, { sessionId: 'session-1', sentAt: 5 })).toEqual({ type: 'goesOn' });
    expect(calls).toEqual(['recordHeartbeat']);
    expect((await centre.agent())?.session?.lease).toEqual({
      seconds: 120,
      lastSeenAt: someDay + seconds(100),
      previouslySeenAt: someDay,
      sentAt: 5,
    });
  });

  test('brings the address of a session that has none, once', async () => {
    const { session } = annSignedIn();
    const { heartbeat, agent } = await aContactCentre([
      anAgent({ ...ann, session: { ...session, ipAddress: unknownAddress } }),
    ]);
    const sent = (host: number, sentAt: number) => ({
      sessionId: 'session-1',
      sentAt,
      from: anAddress(`198.51.100.${host}`),
    });
    await heartbeat(ann, { sessionId: 'session-1', sentAt: 4 });
    expect((await agent())?.session?.ipAddress).toBe(unknownAddress);
    expect(await heartbeat(ann, sent(7, 5))).toEqual({ type: 'goesOn' });
    expect(await heartbeat(ann, sent(8, 6))).toEqual({ type: 'goesOn' });
    expect((await agent())?.session).toMatchObject({ ipAddress: anAddress('198.51.100.7') });
  });

  test('that has been overtaken brings the address too', async () => {
    const { session } = annSignedIn();
    const { heartbeat, agent } = await aContactCentre([
      anAgent({ ...ann, session: { ...session, ipAddress: unknownAddress } }),
    ]);
    await heartbeat(ann, { sessionId: 'session-1', sentAt: 5 });
    await heartbeat(ann, { sessionId: 'session-1', sentAt: 4, from: anAddress('198.51.100.7') });
    expect((await agent())?.session).toMatchObject({ ipAddress: anAddress('198.51.100.7'), lease: { sentAt: 5 } });
  });

  test('keeps the session alive if the client’s clock was set back, but not if the client has left since', async () => {
    const { heartbeat, leave, advanceTo, agent } = await aContactCentre([annSignedIn()]);
    await heartbeat(ann, { sessionId: 'session-1', sentAt: 5_000 });
    await advanceTo(someDay + seconds(60));
    expect(await heartbeat(ann, { sessionId: 'session-1', sentAt: 4_000 })).toEqual({ type: 'goesOn' });
    const seen = { lastSeenAt: someDay + seconds(60), previouslySeenAt: someDay };
    const lease = { seconds: 120, ...seen, sentAt: 5_000 };
    expect((await agent())?.session?.lease).toEqual(lease);
    await leave(ann, { sessionId: 'session-1', sentAt: 6_000, withinSeconds: 2 });
    await advanceTo(someDay + seconds(61));
    await heartbeat(ann, { sessionId: 'session-1', sentAt: 5_999 });
    expect((await agent())?.session?.lease).toEqual({ ...lease, sentAt: 6_000, leavesAt: someDay + seconds(62) });
  });

  test('of a flood changes nothing, and whatever its times are keeps nobody from ending the session', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    const { heartbeat, time, agents, changeAgent } = centre;
    const version = async () => (await agents.load(ann))?.version ?? 0;
    const before = await version();
    for (let n = 0; n < 1_000; n += 1) {
      time.at = someDay + n;
      const sentAt = [undefined, 5_000 + n, 5_000 - n][n % 3];
      const flood = { sessionId: 'session-1', ...(sentAt !== undefined && { sentAt }) };
      expect(await heartbeat(ann, flood)).toEqual({ type: 'goesOn' });
    }
    expect((await version()) - before).toBeLessThanOrEqual(2);
    await changeAgent(ann, (agent, now) => forceLogout(agent, { timing: 'immediate', order: anOrder() }, now));
    expect(await heartbeat(ann, { sessionId: 'session-1' })).toMatchObject({
      type: 'over',
      ended: { cause: 'forced' },
    });
  });

  test('that is not recorded costs the session three seconds at most', async () => {
    const centre = await aLeasedCentre();
    for (let second = 1; second <= 60; second += 1) {
      await centre.advanceTo(someDay + seconds(second));
      await centre.heartbeat(ann, { sessionId: 'session-1' });
    }
    await centre.advanceTo(someDay + seconds(60 + 120 - 3) - 1);
    expect((await centre.agent())?.session).toBeDefined();
  });

  test('for a session that is over is answered with how it ended, every time', async () => {
    const ended = anEndedSession({ order: anOrder({ reason: 'maintenance', message: 'We are back at six' }) });
    const { heartbeat } = await aContactCentre([anAgent({ ...ann, endedSessions: [ended] })]);
    for (const _ of ['once', 'again']) {
      expect(await heartbeat(ann, { sessionId: 'session-1' })).toEqual({ type: 'over', ended });
    }
  });

  test('is answered with the end of its own session, not of the one after it', async () => {
    const later = anEndedSession({ sessionId: 'session-2', cause: 'replaced' });
    const ended = anEndedSession({ cause: 'leaseExpired' });
    const { heartbeat } = await aContactCentre([anAgent({ ...ann, endedSessions: [later, ended] })]);
    expect(await heartbeat(ann, { sessionId: 'session-1' })).toEqual({ type: 'over', ended });
  });

  test('of a session before keeps the current one alive no longer', async () => {
    const { heartbeat, agents, time } = await aContactCentre([annSignedIn()]);
    const before = agents.all();
    time.at = someDay + seconds(60);
    expect(await heartbeat(ann, { sessionId: 'session-0' })).toEqual({ type: 'over' });
    expect(agents.all()).toEqual(before);
  });

  test.each([
    ['without an address, of a session that has none', { ipAddress: unknownAddress }, undefined],
    ['with an address, of a session that has one', {}, anAddress('198.51.100.7')],
  ])('%s, changes nothing if it follows two others closely', async (_, session, from) => {
    const { heartbeat, agents, time } = await aContactCentre([annSignedIn(session)]);
    const sent = { sessionId: 'session-1', ...(from !== undefined && { from }) };
    await heartbeat(ann, sent);
    time.at = someDay + seconds(2);
    await heartbeat(ann, sent);
    const before = agents.all();
    time.at = someDay + seconds(3) - 1;
    expect(await heartbeat(ann, sent)).toEqual({ type: 'goesOn' });
    expect(agents.all()).toEqual(before);
  });

  test('that has been overtaken is a sign of life, unless another was seen within three seconds', async () => {
    const { heartbeat, agents, agent, time } = await aContactCentre([annSignedIn()]);
    time.at = someDay + seconds(60);
    await heartbeat(ann, { sessionId: 'session-1', sentAt: 5_000 });
    const before = agents.all();
    const overtaken = { sessionId: 'session-1', sentAt: 4_000 };
    time.at = someDay + seconds(63) - 1;
    expect(await heartbeat(ann, overtaken)).toEqual({ type: 'goesOn' });
    expect(agents.all()).toEqual(before);
    time.at = someDay + seconds(63);
    await heartbeat(ann, overtaken);
    expect((await agent())?.session?.lease).toMatchObject({ lastSeenAt: someDay + seconds(63), sentAt: 5_000 });
  });

  test('that has been overtaken by the leave is no sign of life', async () => {
    const { heartbeat, leave, agents, time } = await aContactCentre([annSignedIn()]);
    await leave(ann, { sessionId: 'session-1', sentAt: 6_000, withinSeconds: 30 });
    const before = agents.all();
    time.at = someDay + seconds(10);
    await heartbeat(ann, { sessionId: 'session-1', sentAt: 5_999 });
    expect(agents.all()).toEqual(before);
  });

  test('for a session that is long over is answered without how it ended', async () => {
    const { heartbeat } = await aContactCentre([annSignedIn()]);
    expect(await heartbeat(ann, { sessionId: 'session-0' })).toEqual({ type: 'over' });
  });

  test('for a session without a lease changes nothing', async () => {
    const { heartbeat, agents } = await aContactCentre([anAgent({ ...ann, session: aSession() })]);
    const before = agents.all();
    expect(await heartbeat(ann, { sessionId: 'session-1' })).toEqual({ type: 'goesOn' });
    expect(agents.all()).toEqual(before);
  });

  test('for an unknown agent is answered with `unknownAgent`', async () => {
    const { heartbeat } = await aContactCentre();
    expect(await heartbeat({ ...ann, agentId: 'bob' }, { sessionId: 's' })).toEqual({ type: 'unknownAgent' });
  });
});
