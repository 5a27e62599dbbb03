import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent, ann, anOrder, someDay } from '#test/support/agents.ts';
import { aContactCentre, aLeasedSession, annSignedIn, passwordSignIn } from '#test/support/contact-centre.ts';
import { aSelector } from '#test/support/logout-jobs.ts';

const heldUntil = someDay + minutes(5);
const heartbeat = { sessionId: 'session-1' };

/** A centre in which Ann has just been forced out, and is held for five minutes. */
async function aCentreThatHolds() {
  const centre = await aContactCentre([annSignedIn()]);
  const order = anOrder({ holdMinutes: 5 });
  await centre.forceLogouts('demo', aSelector({ agentIds: ['ann'] }), { timing: 'immediate', order });
  return centre;
}

describe('an agent who was forced out and is held', () => {
  test('learns from a heartbeat until when, as long as that lasts', async () => {
    const centre = await aCentreThatHolds();
    expect(await centre.heartbeat(ann, heartbeat)).toMatchObject({
      type: 'over',
      ended: { cause: 'forced' },
      heldUntil,
    });
    centre.time.at = heldUntil;
    expect(await centre.heartbeat(ann, heartbeat)).toMatchObject({ type: 'over', ended: { cause: 'forced' } });
    expect(await centre.heartbeat(ann, heartbeat)).not.toHaveProperty('heldUntil');
  });

  test('learns it from a sign-in with the password, and is not locked by that', async () => {
    const centre = await aCentreThatHolds();
    for (const _ of [1, 2])
      expect(await centre.passwordSignIn(ann, passwordSignIn)).toEqual({ type: 'held', heldUntil });
    centre.time.at = heldUntil;
    expect((await centre.passwordSignIn(ann, passwordSignIn)).type).toBe('signedIn');
  });

  test('does not come back to a session that the page has left', async () => {
    const hold = { until: heldUntil, sessionId: 'session-0', order: anOrder(), returns: 1 };
    const lease = { seconds: 120, lastSeenAt: someDay };
    const left = anAgent({ ...ann, leftSession: { session: { ...aLeasedSession(), lease }, endedAt: someDay } });
    for (const [agent, answer] of [
      [left, { type: 'goesOn' }],
      [
        { ...left, hold },
        { type: 'over', heldUntil },
      ],
    ] as const) {
      const centre = await aContactCentre([agent]);
      centre.time.at = someDay + seconds(5);
      expect(await centre.heartbeat(ann, heartbeat)).toEqual(answer);
    }
  });
});
