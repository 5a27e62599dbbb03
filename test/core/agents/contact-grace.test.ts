import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expireLease, nextWakeUp } from '#core/agents/lease.ts';
import { seconds } from '#core/instant.ts';
import { aContact, ann, aPendingLogout, someDay } from '#test/support/agents.ts';
import { aContactCentre, annSignedIn, passwordSignIn } from '#test/support/contact-centre.ts';

/** Ann on a call, with a lease of two minutes and a grace for the call. */
const onCall = (contactGraceSeconds: number, overrides: Parameters<typeof annSignedIn>[0] = {}) =>
  annSignedIn({
    contacts: [aContact('c1')],
    lease: { seconds: 120, lastSeenAt: someDay, contactGraceSeconds },
    ...overrides,
  });

describe('in an instance with a contact grace', () => {
  test('a contact keeps the session alive for the grace, then it is released and the session ends', async () => {
    const { wakeAgent, advanceTo, agent, facts } = await aContactCentre([onCall(30)]);
    await wakeAgent(ann);
    await advanceTo(someDay + seconds(150) - 1);
    expect((await agent())?.session).toBeDefined();
    await advanceTo(someDay + seconds(150));
    expect((await agent())?.session).toBeUndefined();
    expect(facts()).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1' },
      { type: 'AgentSignedOut', cause: 'leaseExpired', previousStatus: 'In-call', releasedContactIds: ['c1'] },
    ]);
  });

  test('a heartbeat within the grace is in time', async () => {
    const { wakeAgent, heartbeat, advanceTo, agent } = await aContactCentre([onCall(30)]);
    await wakeAgent(ann);
    await advanceTo(someDay + seconds(149));
    await heartbeat(ann, { sessionId: 'session-1' });
    await advanceTo(someDay + seconds(298));
    expect((await agent())?.session?.contacts).toHaveLength(1);
  });

  test('the grace also applies when the client leaves', async () => {
    const { wakeAgent, leave, advanceTo, agent, facts } = await aContactCentre([onCall(30)]);
    await wakeAgent(ann);
    await leave(ann, { sessionId: 'session-1', sentAt: 1, withinSeconds: 1 });
    await advanceTo(someDay + seconds(31) - 1);
    expect((await agent())?.session).toBeDefined();
    await advanceTo(someDay + seconds(31));
    expect(facts().at(-1)).toMatchObject({ type: 'AgentSignedOut', cause: 'signedOut', releasedContactIds: ['c1'] });
  });

  test('a client that leaves while a logout is pending cannot resume the session after the grace', async () => {
    const { wakeAgent, leave, heartbeat, advanceTo, agent } = await aContactCentre([
      onCall(30, { pendingLogout: aPendingLogout() }),
    ]);
    await wakeAgent(ann);
    await leave(ann, { sessionId: 'session-1', sentAt: 1, withinSeconds: 1 });
    await advanceTo(someDay + seconds(31));
    expect(await heartbeat(ann, { sessionId: 'session-1', sentAt: 2 })).toMatchObject({
      type: 'over',
      ended: { order: { requestedBy: 'supervisor' } },
    });
    expect((await agent())?.session).toBeUndefined();
  });

  test('the end of a session with a pending logout carries its order', () => {
    const pendingLogout = aPendingLogout({ reason: 'end of shift' });
    const { events } = expireLease(onCall(0, { pendingLogout }), someDay + seconds(120));
    expect(events.at(-1)).toMatchObject({
      cause: 'leaseExpired',
      order: { requestedBy: 'supervisor', reason: 'end of shift' },
    });
  });

  test('a session begun by password has the grace of its instance', async () => {
    const { passwordSignIn: signIn, putAgentSettings, agent } = await aContactCentre();
    await putAgentSettings('demo', { contactGraceSeconds: 45 });
    await signIn(ann, passwordSignIn);
    expect((await agent())?.session?.lease).toMatchObject({ contactGraceSeconds: 45 });
  });

  test('a change of the grace takes effect within a minute', async () => {
    const { contactGraceOf, putAgentSettings, advanceTo } = await aContactCentre();
    expect(await contactGraceOf('demo')).toEqual({});
    await putAgentSettings('demo', { contactGraceSeconds: 45 });
    await advanceTo(someDay + seconds(60));
    expect(await contactGraceOf('demo')).toEqual({ contactGraceSeconds: 45 });
    expect(await contactGraceOf('other')).toEqual({});
  });
});

test('the next wake-up is at the end of the grace, and at most ten minutes ahead', () => {
  fc.assert(
    fc.property(fc.nat(3600), fc.nat(seconds(4000)), (grace, elapsed) => {
      const now = someDay + elapsed;
      const agent = onCall(grace);
      const released = someDay + seconds(120 + grace);
      const { state } = expireLease(agent, now);
      expect(state?.session === undefined).toBe(now >= released);
      const next = nextWakeUp(state, now);
      expect(next).toBe(now < released ? Math.min(released, now + seconds(600)) : undefined);
    }),
  );
});
