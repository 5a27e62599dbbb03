import { describe, expect, test } from '@jest/globals';
import { expireLease } from '#core/agents/lease.ts';
import { seconds } from '#core/instant.ts';
import { aContact, anAgent, ann, someDay } from '#test/support/agents.ts';
import { annSignedIn } from '#test/support/contact-centre.ts';

const end = someDay + seconds(120);
const leaving = { seconds: 120, lastSeenAt: someDay, leavesAt: someDay + seconds(60) };

/** When the client was last seen, after the lease of Ann's session was looked at; `undefined` if the session has ended. */
const lastSeen = (agent: ReturnType<typeof annSignedIn>, now: number, crowdedOutUntil?: number) =>
  expireLease(agent, now, crowdedOutUntil).state?.session?.lease?.lastSeenAt;

describe('a session whose heartbeats may have been crowded out', () => {
  test('lasts for a lease from then on', () => {
    const { state, events } = expireLease(annSignedIn(), end, someDay + seconds(100));
    expect(state?.session?.lease).toStrictEqual({ seconds: 120, lastSeenAt: someDay + seconds(100) });
    expect(events).toStrictEqual([]);
    expect(expireLease(state, someDay + seconds(220) - 1, someDay + seconds(100)).state).toBe(state);
    expect(expireLease(state, someDay + seconds(220), someDay + seconds(100)).state?.session).toBeUndefined();
  });

  test('lasts for a lease from now on, while that may go on', () => {
    expect(lastSeen(annSignedIn(), end + 7, end + seconds(30))).toBe(end + 7);
  });

  test('ends if that was before the last heartbeat', () => {
    expect(lastSeen(annSignedIn(), end, someDay)).toBeUndefined();
    expect(lastSeen(annSignedIn(), end, someDay + 1)).toBe(someDay + 1);
    expect(lastSeen(annSignedIn(), end)).toBeUndefined();
  });

  test('ends if its client has announced that it leaves', () => {
    expect(lastSeen(annSignedIn({ lease: leaving }), someDay + seconds(60), someDay + seconds(59))).toBeUndefined();
    const later = { ...leaving, leavesAt: end + 1 };
    expect(lastSeen(annSignedIn({ lease: later }), end, end - 1)).toBeUndefined();
  });

  test('is not touched before its lease has expired', () => {
    const agent = annSignedIn();
    expect(expireLease(agent, end - 1, end).state).toBe(agent);
  });

  test('is not touched without a lease, nor is an agent who is signed out', () => {
    const { lease: _, ...session } = annSignedIn({ contacts: [aContact('c1')] }).session;
    for (const agent of [anAgent({ ...ann, session }), anAgent(ann), undefined]) {
      expect(expireLease(agent, end, end)).toStrictEqual({ state: agent, events: [], outcome: undefined });
    }
  });
});
