import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '#core/agents/agent.ts';
import { endContact } from '#core/agents/contacts.ts';
import { deadlineOf, meetDeadline, nextOfDeadline, prevails } from '#core/agents/deadline.ts';
import type { LogoutDeadline, LogoutOrder } from '#core/agents/logout-order.ts';
import { forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, ann, anOrder, online, someDay } from '#test/support/agents.ts';
import { aContactCentre } from '#test/support/contact-centre.ts';

const withDeadline = (onDeadline: LogoutDeadline['onDeadline'], span = 10): LogoutOrder =>
  anOrder({ reason: 'fire drill', deadline: { minutes: span, onDeadline } });

const onCall = () => online('ann', { session: { ...onlineSession(), contacts: [aContact('c1')] } });
const onlineSession = () => {
  const { session } = online('ann');
  if (!session) throw new Error('Ann is signed in');
  return session;
};

/** Ann is on a call, and her logout waits for its end or the deadline. */
async function aWaitingCentre(order: LogoutOrder) {
  const centre = await aContactCentre([onCall()]);
  const outcome = await centre.forceLogouts(
    'demo',
    { agentIds: ['ann'], teamIds: [], ipRanges: [] },
    { timing: 'afterContact', order },
  );
  expect(outcome).toMatchObject({ type: 'done', rows: [{ outcome: 'deferred' }] });
  return { ...centre, types: () => centre.facts().map(({ type }) => type) };
}

describe('the deadline of a logout that waits', () => {
  test('ends the session, after a warning a minute before', async () => {
    const centre = await aWaitingCentre(withDeadline('force'));
    await centre.advanceTo(someDay + minutes(9) - 1);
    expect(centre.facts()).toMatchObject([{ type: 'AgentLogoutDeferred', deadlineAt: someDay + minutes(10) }]);
    await centre.advanceTo(someDay + minutes(9));
    expect(centre.facts().at(-1)).toMatchObject({
      type: 'AgentLogoutDeadlineNear',
      deadlineAt: someDay + minutes(10),
      order: { reason: 'fire drill' },
    });
    await centre.advanceTo(someDay + minutes(10) - 1);
    expect((await centre.agent())?.session).toBeDefined();
    await centre.advanceTo(someDay + minutes(10));
    expect(centre.facts().slice(2)).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1' },
      { type: 'AgentSignedOut', cause: 'forced', atDeadline: true, order: { reason: 'fire drill' } },
    ]);
    expect(centre.bus.published().at(-1)?.at).toBe(someDay + minutes(10));
    await centre.advanceTo(someDay + minutes(60));
    expect(centre.facts()).toHaveLength(4);
    expect(centre.wakeUps.pending()).toEqual([]);
  });

  test('gives the logout up if that was ordered, and the session goes on', async () => {
    const centre = await aWaitingCentre(withDeadline('giveUp'));
    await centre.advanceTo(someDay + minutes(10));
    expect(centre.types()).toEqual(['AgentLogoutDeferred', 'AgentLogoutDeadlineNear', 'AgentLogoutCancelled']);
    expect(centre.facts().at(-1)).toMatchObject({ cause: 'deadline' });
    expect((await centre.agent())?.session).toMatchObject({ contacts: [{ contactId: 'c1' }] });
    await centre.endContact(ann, 'c1');
    expect((await centre.agent())?.session).toBeDefined();
    await centre.advanceTo(someDay + minutes(60));
    expect(centre.wakeUps.pending()).toEqual([]);
  });

  test('is approached step by step if it is far, for a wake-up reaches a quarter of an hour', async () => {
    const centre = await aWaitingCentre(withDeadline('force', 120));
    await centre.advanceTo(someDay + minutes(121));
    const [, near] = centre.bus.published();
    expect(near?.at).toBe(someDay + minutes(119));
    expect(centre.bus.published().at(-1)?.at).toBe(someDay + minutes(120));
  });

  test('changes nothing if the last contact ends before', async () => {
    const centre = await aWaitingCentre(withDeadline('force'));
    centre.time.at += minutes(5);
    await centre.endContact(ann, 'c1');
    await centre.advanceTo(someDay + minutes(60));
    expect(centre.types()).toEqual(['AgentLogoutDeferred', 'AgentSignedOut']);
    expect(centre.facts().at(-1)).not.toHaveProperty('atDeadline');
  });

  test('is met by the end of a contact that comes before a late wake-up', () => {
    const waiting = forceLogout(onCall(), { timing: 'afterContact', order: withDeadline('giveUp') }, someDay).state;
    const { state, events } = endContact(waiting, 'c1', someDay + minutes(11));
    expect(state?.session).toBeDefined();
    expect(events.map(({ type }) => type)).toEqual([
      'AgentLogoutDeadlineNear',
      'AgentLogoutCancelled',
      'AgentStatusChanged',
    ]);
  });
});

test('what only a newer version knows to do at a deadline is left to it', () => {
  // This version has no name for it.
  const deadline = { minutes: 10, onDeadline: 'askAgain' as never };
  const waiting = forceLogout(onCall(), { timing: 'afterContact', order: anOrder({ deadline }) }, someDay).state;
  const { state: warned } = meetDeadline(waiting, someDay + minutes(9));
  expect(warned?.session?.pendingLogout?.stage).toBe('warned');
  const met = meetDeadline(warned, someDay + minutes(10));
  expect(met).toStrictEqual({ state: warned, events: [], givesUp: false });
});

const anyDeadline = fc.record({
  minutes: fc.integer({ min: 1, max: 1440 }),
  onDeadline: fc.constantFrom('force' as const, 'giveUp' as const),
});
const anyLooks = fc
  .array(fc.nat(minutes(1500)), { minLength: 1, maxLength: 8 })
  .map((looks) => looks.toSorted((a, b) => a - b));

test('whenever it is looked at, nothing is early, each happens once, and the warning comes first', () => {
  fc.assert(
    fc.property(anyDeadline, anyLooks, (deadline, looks) => {
      const order = anOrder({ deadline });
      let agent: Agent | undefined = forceLogout(onCall(), { timing: 'afterContact', order }, someDay).state;
      const seen: { readonly type: string; readonly after: number }[] = [];
      for (const after of looks) {
        const { state, events } = meetDeadline(agent, someDay + after);
        agent = state;
        for (const { type } of events) seen.push({ type, after });
      }
      const last = looks.at(-1) ?? 0;
      const span = minutes(deadline.minutes);
      const warning = span - Math.min(minutes(1), span / 2);
      const end = deadline.onDeadline === 'force' ? ['ContactReleased', 'AgentSignedOut'] : ['AgentLogoutCancelled'];
      const expected = [...(last >= warning ? ['AgentLogoutDeadlineNear'] : []), ...(last >= span ? end : [])];
      expect(seen.map(({ type }) => type)).toEqual(expected);
      for (const { type, after } of seen) expect(after).toBeGreaterThanOrEqual(type.endsWith('Near') ? warning : span);
    }),
  );
});

test('there is a next look until the deadline has passed, and none after it', () => {
  fc.assert(
    fc.property(anyDeadline, fc.nat(minutes(1440)), (deadline, after) => {
      const order = anOrder({ deadline });
      const waiting = forceLogout(onCall(), { timing: 'afterContact', order }, someDay).state;
      const now = someDay + after;
      const { state } = meetDeadline(waiting, now);
      const isOver = after >= minutes(deadline.minutes);
      const next = nextOfDeadline(state, now);
      expect(next !== undefined).toBe(!isOver);
      if (next !== undefined) {
        expect(next).toBeGreaterThan(now);
        expect(next).toBeLessThanOrEqual(Math.min(now + minutes(14), someDay + minutes(deadline.minutes)));
      }
    }),
  );
});

test('of two logouts the one stays that has the agent out sooner or more surely', () => {
  const at = (deadline?: LogoutDeadline, requestedAt = someDay) => ({
    order: anOrder({ ...(deadline && { deadline }) }),
    requestedAt,
  });
  const fromStrongest = [
    at({ minutes: 5, onDeadline: 'force' }),
    at({ minutes: 9, onDeadline: 'force' }),
    at(),
    at({ minutes: 9, onDeadline: 'giveUp' }),
    at({ minutes: 5, onDeadline: 'giveUp' }),
  ];
  for (const [n, one] of fromStrongest.entries())
    for (const [m, other] of fromStrongest.entries()) expect([n, m, prevails(one, other)]).toEqual([n, m, n < m]);
});

test('a logout with a deadline takes the place of one without, and the agent is told again', () => {
  const first = forceLogout(onCall(), { timing: 'afterContact', order: anOrder() }, someDay).state;
  const order = withDeadline('force');
  const second = forceLogout(first, { timing: 'afterContact', order }, someDay + seconds(1));
  expect(second.events).toMatchObject([{ type: 'AgentLogoutDeferred', order }]);
  const pending = second.state?.session?.pendingLogout;
  expect(pending && deadlineOf(pending)).toBe(someDay + seconds(1) + minutes(10));
  expect(forceLogout(second.state, { timing: 'afterContact', order: anOrder() }, someDay).events).toEqual([]);
});
