import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seconds } from '#core/instant.ts';
import { expireLease, lookAt } from '#core/sessions/lease.ts';
import { aContact, aPendingLogout, someDay } from '#test/support/agents.ts';
import { aGateway, ann, annSignedIn, entry } from './a-gateway.ts';

/** On a call, with a lease of two minutes from some day on and a grace for the call. */
const onCall = (contactGraceSeconds: number, says: Parameters<typeof annSignedIn>[0] = {}) =>
  annSignedIn({
    contacts: [aContact('c1')],
    lease: { seconds: 120, heardAt: someDay, contactGraceSeconds },
    ...says,
  });

describe('where an instance wants contacts released whose agent is lost', () => {
  test('the contact holds off the end of the lease for the grace, then it is released and the session ends', async () => {
    const { wake, passUntil, agent, facts } = await aGateway([onCall(30)]);
    await wake(ann);
    await passUntil(someDay + seconds(150) - 1);
    expect((await agent())?.session).toBeDefined();
    await passUntil(someDay + seconds(150));
    expect((await agent())?.session).toBeUndefined();
    expect(facts()).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1' },
      { type: 'AgentLoggedOut', cause: 263, previousStatus: 'In-call', releasedContactIds: ['c1'] },
    ]);
  });

  test('word of the client within the grace is in time', async () => {
    const { wake, heartbeat, passUntil, agent } = await aGateway([onCall(30)]);
    await wake(ann);
    await passUntil(someDay + seconds(149));
    await heartbeat(ann, { sessionId: 'session-1' });
    await passUntil(someDay + seconds(298));
    expect((await agent())?.session?.contacts).toHaveLength(1);
  });

  test('a client that goes has the grace too', async () => {
    const { wake, leave, passUntil, agent, facts } = await aGateway([onCall(30)]);
    await wake(ann);
    await leave(ann, { sessionId: 'session-1', saidAt: 1, withinSeconds: 1 });
    await passUntil(someDay + seconds(31) - 1);
    expect((await agent())?.session).toBeDefined();
    await passUntil(someDay + seconds(31));
    expect(facts().at(-1)).toMatchObject({ type: 'AgentLoggedOut', cause: 258, releasedContactIds: ['c1'] });
  });

  test('a logout that waited says by whom it was ordered', () => {
    const pendingLogout = aPendingLogout({ reason: 'end of shift' });
    const { events } = expireLease(onCall(0, { pendingLogout }), someDay + seconds(120));
    expect(events.at(-1)).toMatchObject({ cause: 263, requestedBy: 'supervisor', reason: 'end of shift' });
  });

  test('a session of the agent gateway has the grace of its instance', async () => {
    const { signIn, agent } = await aGateway(undefined, { contactGraceSeconds: 45 });
    await signIn(ann, entry);
    expect((await agent())?.session?.lease).toMatchObject({ seconds: 120, contactGraceSeconds: 45 });
  });
});

test('an alarm is wanted for the end of the grace, and no further ahead than a lease', () => {
  fc.assert(
    fc.property(fc.nat(3600), fc.nat(seconds(4000)), (grace, passed) => {
      const now = someDay + passed;
      const agent = onCall(grace);
      const [end, released] = [someDay + seconds(120), someDay + seconds(120 + grace)];
      const { state } = expireLease(agent, now);
      expect(state?.session === undefined).toBe(now >= released);
      const wanted = lookAt(state, now);
      if (now < end) expect(wanted).toBe(end);
      else if (now < released) expect(wanted).toBe(Math.min(released, now + seconds(120)));
      else expect(wanted).toBeUndefined();
    }),
  );
});
