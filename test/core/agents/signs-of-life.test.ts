import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unknownAddress } from '#core/agents/ip-range.ts';
import {
  expireLease,
  isLateHeartbeat,
  isOvertaken,
  mayReturn,
  withHeartbeat,
  withSignOfLife,
} from '#core/agents/lease.ts';
import { seconds } from '#core/instant.ts';
import { aContact, anAddress, anAgent, ann, aSession, someDay } from '#test/support/agents.ts';
import { aLeasedSession, annSignedIn } from '#test/support/contact-centre.ts';

test('a sign of life that arrives late never moves the lease back', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.option(fc.nat(), { nil: undefined }), (lastSeenAt, at, sentAt) => {
      const session = aLeasedSession({ lease: { seconds: 120, lastSeenAt } });
      const latest = Math.max(lastSeenAt, at);
      expect(withHeartbeat(session, { at, sentAt }).lease).toMatchObject({ lastSeenAt: latest, seconds: 120 });
      expect(withSignOfLife(session, at).lease).toStrictEqual({ lastSeenAt: latest, seconds: 120 });
    }),
  );
});

test('a heartbeat gives no lease to a session that has none, and no other address to one whose address is known', () => {
  const session = aSession();
  expect(withHeartbeat(session, { at: someDay })).toBe(session);
  const from = anAddress('10.0.0.2');
  const { ipAddress } = aLeasedSession();
  expect(withHeartbeat(aLeasedSession(), { at: someDay, from })).toMatchObject({ ipAddress });
  expect(withHeartbeat(aLeasedSession({ ipAddress: unknownAddress }), { at: someDay, from })).toMatchObject({
    ipAddress: from,
  });
});

test('a client may return for ten seconds after it has left', () => {
  const leftSession = { session: { ...aSession(), lease: { seconds: 120, lastSeenAt: someDay } }, endedAt: someDay };
  const agent = anAgent({ ...ann, leftSession });
  expect(mayReturn(agent, someDay + seconds(10))).toBe(true);
  expect(mayReturn(agent, someDay + seconds(10) + 1)).toBe(false);
  expect(mayReturn(anAgent(ann), someDay)).toBe(false);
});

test.each<[string, 'is' | 'is not', number | undefined]>([
  ['sent at the same instant as the latest', 'is not', 100_000],
  ['sent a millisecond earlier', 'is', 99_999],
  ['sent a minute earlier', 'is', 40_000],
  ['sent more than a minute earlier, by a clock that was set back,', 'is not', 39_999],
  ['that does not say when it was sent', 'is not', undefined],
])('a heartbeat %s %s late', (_, verb, sentAt) => {
  expect(isLateHeartbeat({ seconds: 120, lastSeenAt: someDay, sentAt: 100_000 }, sentAt)).toBe(verb === 'is');
  expect(isLateHeartbeat({ seconds: 120, lastSeenAt: someDay }, sentAt)).toBe(false);
});

test('a message that was sent earlier than the latest is overtaken, however much earlier', () => {
  const lease = { seconds: 120, lastSeenAt: someDay, sentAt: 100_000 };
  expect([39_999, 99_999, 100_000, undefined].map((sentAt) => isOvertaken(lease, sentAt))).toStrictEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('the session that a client may resume has no contacts, and its connections are with the ended session', () => {
  const lease = { seconds: 120, lastSeenAt: someDay, leavesAt: someDay + 1, contactGraceSeconds: 0 };
  const leaving = annSignedIn({ lease, contacts: [aContact('c1')], connections: ['w1'] });
  const { state } = expireLease(leaving, someDay + 1);
  const { connections, ...rest } = leaving.session;
  expect(state?.leftSession).toStrictEqual({ session: { ...rest, contacts: [] }, endedAt: someDay + 1 });
  expect(state?.endedSessions).toMatchObject([{ connections }]);
});
