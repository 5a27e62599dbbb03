import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAddress, ann, anOrder, aSession, online, someDay } from '#test/support/agents.ts';
import { aContactCentre, aLeasedSession } from '#test/support/contact-centre.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';

const onlyAnn = { agentIds: ['ann'], teamIds: [], ipRanges: [] };
const order = anOrder({ reason: 'audit', holdMinutes: 30 });
const page = {
  status: 'Available',
  statusType: 'ROUTABLE',
  ipAddress: anAddress('10.0.0.1'),
  takeOver: true,
  leaseSeconds: 60,
} as const;
const until = someDay + minutes(30);

describe('after a forced logout with a hold', () => {
  test('the agent cannot sign in before it ends, by whatever way', async () => {
    const centre = await aContactCentre([online('ann')]);
    await centre.forceLogouts('demo', onlyAnn, { timing: 'immediate', order });
    expect(centre.facts()).toMatchObject([{ type: 'AgentSignedOut', cause: 'forced', holdEndsAt: until }]);
    centre.time.at = until - 1;
    expect(await centre.signIn(ann, page)).toMatchObject({ type: 'held', heldUntil: until });
    expect(
      await centre.passwordSignIn(ann, { password: 'secret', ipAddress: page.ipAddress, takeOver: true }),
    ).not.toMatchObject({ type: 'signedIn' });
    centre.time.at = until;
    expect(await centre.signIn(ann, page)).toMatchObject({ type: 'done' });
  });

  test('it is kept by whose order, and not where that came from', async () => {
    const centre = await aContactCentre([online('ann', { session: aLeasedSession() })]);
    const asked = { ...order, from: { via: 'apiKey', ipAddress: '203.0.113.9' } } as const;
    await centre.forceLogouts('demo', onlyAnn, { timing: 'immediate', order: asked });
    expect(centre.facts()).toMatchObject([{ order: asked }]);
    expect((await centre.agent())?.hold?.order).toStrictEqual(order);
    expect(JSON.stringify(await centre.agent())).not.toContain('203.0.113.9');
  });

  test('a heartbeat of the session says until when the agent is held, and no longer when that is over', async () => {
    const centre = await aContactCentre([online('ann', { session: aLeasedSession() })]);
    await centre.forceLogouts('demo', onlyAnn, { timing: 'immediate', order });
    const ended = { cause: 'forced', order: { reason: 'audit' } };
    centre.time.at = until - 1;
    expect(await centre.heartbeat(ann, { sessionId: 'session-1' })).toMatchObject({
      type: 'over',
      ended,
      heldUntil: until,
    });
    centre.time.at = until;
    const late = await centre.heartbeat(ann, { sessionId: 'session-1' });
    expect(late).toMatchObject({ type: 'over', ended });
    expect(late).not.toHaveProperty('heldUntil');
  });

  test('a page that has just left does not come back to its session', async () => {
    const centre = await aContactCentre([online('ann', { session: aLeasedSession() })]);
    await centre.leave(ann, { sessionId: 'session-1', sentAt: someDay, withinSeconds: 1 });
    await centre.advanceTo(someDay + seconds(2));
    expect((await centre.agent())?.leftSession).toBeDefined();
    await centre.forceLogouts('demo', onlyAnn, { timing: 'immediate', order });
    expect(await centre.heartbeat(ann, { sessionId: 'session-1', sentAt: someDay + 1 })).toMatchObject({
      type: 'over',
      heldUntil: until + seconds(2),
    });
    expect(await centre.signIn(ann, page)).toMatchObject({ type: 'held', heldUntil: until + seconds(2) });
  });

  test('an agent who closes the window while the logout waits is held as well', async () => {
    const centre = await aContactCentre([online('ann', { session: aLeasedSession({ contacts: [aContact('c1')] }) })]);
    await centre.forceLogouts('demo', onlyAnn, { timing: 'afterContact', order });
    await centre.leave(ann, { sessionId: 'session-1', sentAt: someDay, withinSeconds: 0 });
    await centre.endContact(ann, 'c1');
    expect((await centre.agent())?.session).toBeUndefined();
    expect(await centre.signIn(ann, page)).toMatchObject({ type: 'held' });
  });

  test.each([10, 60])(
    'of two logouts that wait the longer hold stays, the other with %d minutes',
    async (holdMinutes) => {
      const centre = await aContactCentre([online('ann', { session: aSession({ contacts: [aContact('c1')] }) })]);
      await centre.forceLogouts('demo', onlyAnn, { timing: 'afterContact', order });
      await centre.forceLogouts('demo', onlyAnn, { timing: 'afterContact', order: anOrder({ holdMinutes }) });
      await centre.endContact(ann, 'c1');
      const longer = someDay + minutes(Math.max(30, holdMinutes));
      expect(await centre.signIn(ann, page)).toMatchObject({ type: 'held', heldUntil: longer });
    },
  );

  test('one for at once does not shorten the hold of one that waited', async () => {
    const centre = await aContactCentre([online('ann', { session: aSession({ contacts: [aContact('c1')] }) })]);
    await centre.forceLogouts('demo', onlyAnn, { timing: 'afterContact', order });
    await centre.forceLogouts('demo', onlyAnn, { timing: 'immediate', order: anOrder({ holdMinutes: 5 }) });
    expect(await centre.signIn(ann, page)).toMatchObject({ type: 'held', heldUntil: until });
  });

  test('somebody ends the hold, and the agent may sign in', async () => {
    const centre = await aContactCentre([online('ann', { session: aSession() })]);
    await centre.forceLogouts('demo', onlyAnn, { timing: 'immediate', order });
    const boss = { cancelledBy: 'boss', cancelledFrom: { via: 'apiKey' } } as const;
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
    expect(centre.facts().at(-1)).toMatchObject({
      type: 'AgentHoldEnded',
      sessionId: 'session-1',
      ...boss,
    });
    expect(await centre.signIn(ann, page)).toMatchObject({ type: 'done' });
  });
});

describe('an agent of a backend who is back during a hold', () => {
  async function aHeldCentre() {
    const centre = await anOwnedCentre();
    centre.works(ann);
    await centre.advance(seconds(60));
    await centre.logOut('immediate', order);
    const back = async () => {
      centre.time.at += 1;
      centre.works(ann);
      await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
    };
    return { ...centre, back };
  }

  test('is taken out again by the same order, and the hold is no longer for it', async () => {
    const centre = await aHeldCentre();
    await centre.back();
    await centre.advance(seconds(5));
    expect(centre.shown('ann')?.status).toBe('Offline');
    expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentSignedOut', 'AgentSignedIn', 'AgentSignedOut']);
    const events = centre.bus.published().map(({ fact }) => fact);
    expect(events.at(-1)).toMatchObject({ cause: 'forced', order: { reason: 'audit' } });
    const ends = events.flatMap((fact) => ('holdEndsAt' in fact ? [fact.holdEndsAt] : []));
    expect(new Set(ends).size).toBe(1);
    await centre.advance(minutes(40));
    await centre.back();
    await centre.advance(minutes(10));
    expect(centre.shown('ann')?.status).toBe('Available');
    expect(centre.wakeUps.pending()).toEqual([]);
  });

  test('is taken out ever less often if the agent is back each time', async () => {
    const centre = await aHeldCentre();
    const told = () => centre.calls.filter((call) => call === 'goOffline ann').length;
    const before = told();
    for (let second = 0; second < 600; second += 1) {
      if (centre.shown('ann')?.status === 'Offline') await centre.back();
      await centre.advance(seconds(1));
    }
    expect(told() - before).toBeGreaterThan(2);
    expect(told() - before).toBeLessThan(8);
  });

  test('keeps a call until it ends', async () => {
    const centre = await aHeldCentre();
    centre.time.at += 1;
    centre.works(ann, [{}]);
    await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
    await centre.advance(minutes(2));
    expect(centre.shown('ann')).toMatchObject({ isGoingOffline: true, contacts: [{ phase: 'connected' }] });
    expect(centre.ended).toEqual([]);
  });
});
