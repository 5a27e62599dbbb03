import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import type { ObservedContact } from '#core/agents/backend.ts';
import type { PendingLogout, Timing } from '#core/agents/logout-order.ts';
import { BackendError, type BackendFault } from '#core/backend-calls.ts';
import { foreseeInBackend } from '#core/forced-logouts/foresee.ts';
import { seconds } from '#core/instant.ts';
import { aContact, anAgent, ann, anOrder, aSession, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';

const clock = { now: () => someDay };
const known = (session: Partial<Agent['session']> = {}) => anAgent({ ...ann, session: aSession(session) });

/** What would become of Ann, whom the backend is asked about or not. */
async function foreseen(
  agent: Agent | undefined,
  {
    shown,
    timing = 'afterContact',
    isAsked = true,
    fault,
  }: {
    readonly shown?: readonly Partial<ObservedContact>[];
    readonly timing?: Timing;
    readonly isAsked?: boolean;
    readonly fault?: Error;
  } = {},
) {
  const { backend, works, calls } = makeOwningBackend({ clock });
  if (shown) works(ann, shown);
  if (fault) backend.observe = () => Promise.reject(fault);
  const command = { timing, order: anOrder(), selector: aSelector({ agentIds: ['ann'] }) };
  const until = someDay + seconds(5);
  const result = await foreseeInBackend({ backend, ...(isAsked && { until }) }, ann, agent, { command, now: someDay });
  return { ...result, calls };
}

describe('a preview of an agent whom a backend owns', () => {
  test('says what the backend shows now', async () => {
    expect(await foreseen(known(), { shown: [{}] })).toMatchObject({
      outcome: { type: 'deferred', previousStatus: 'In-call', contacts: 1 },
      agent: { session: { contacts: [{ contactId: 'c1' }] } },
      calls: ['observe ann'],
    });
    expect(await foreseen(undefined)).toMatchObject({ outcome: { type: 'unknownAgent' } });
  });

  test('says what is known if the backend is not asked or has no time', async () => {
    const busy = known({ contacts: [aContact('c1', { channel: 'CHAT' })] });
    for (const unasked of [
      { isAsked: false },
      { fault: new BackendError('busy', 'No time') },
      { fault: new BackendError('unavailable', 'No answer') },
    ]) {
      const deferred = { type: 'deferred', previousStatus: 'In-chat', contacts: 1 };
      expect(await foreseen(busy, unasked)).toEqual({ outcome: deferred, agent: busy, calls: [] });
      const atOnce = await foreseen(busy, { ...unasked, timing: 'immediate' });
      expect(atOnce.outcome).toEqual({ type: 'loggedOut', previousStatus: 'In-chat', contacts: 1 });
      const idle = await foreseen(known(), unasked);
      expect(idle.outcome).toEqual({ type: 'loggedOut', previousStatus: 'Available', contacts: 0 });
      expect((await foreseen(anAgent(), unasked)).outcome).toEqual({ type: 'alreadySignedOut' });
    }
  });

  test.each<BackendFault>(['denied', 'refused', 'unknown'])(
    'fails if the backend refuses to show the agent: %s',
    async (fault) => {
      const agent = known();
      expect(await foreseen(agent, { fault: new BackendError(fault, 'No') })).toEqual({
        outcome: { type: 'failed' },
        agent,
        calls: [],
      });
    },
  );

  test('fails as a whole if it fails for another reason', async () => {
    await expect(foreseen(known(), { fault: new Error('no such host') })).rejects.toThrow('no such host');
  });

  test('says that a call which cannot be ended goes on, and what is shown then', async () => {
    const shown = [
      { canBeStopped: false },
      { contactId: 'c2', channel: 'CHAT' },
      { contactId: 'c3', phase: 'missed' },
    ] as const;
    expect((await foreseen(known(), { shown, timing: 'immediate' })).outcome).toEqual({
      type: 'unconfirmed',
      previousStatus: 'In-call',
      contacts: 2,
      notStopped: ['c1'],
      seenStatus: 'In-call',
    });
    const chat = [{ channel: 'CHAT', canBeStopped: false }, { contactId: 'c2' }] as const;
    expect((await foreseen(known(), { shown: chat, timing: 'immediate' })).outcome).toMatchObject({
      previousStatus: 'In-call',
      seenStatus: 'In-chat',
    });
  });

  test('shows the status of calls that go on, however many there are', async () => {
    const shown = [{ canBeStopped: false }, { contactId: 'c2', canBeStopped: false }, { contactId: 'c3' }] as const;
    expect((await foreseen(known(), { shown, timing: 'immediate' })).outcome).toMatchObject({
      contacts: 3,
      notStopped: ['c1', 'c2'],
      seenStatus: 'In-call',
    });
  });

  test('is asked of the backend before all that can wait, and until it has to be answered', async () => {
    const { backend } = makeOwningBackend({ clock });
    const asked: unknown[] = [];
    backend.observe = async (...call) => {
      asked.push(call);
      return { type: 'absent', at: someDay };
    };
    const command = { timing: 'immediate', order: anOrder(), selector: aSelector({ agentIds: ['ann'] }) } as const;
    const until = someDay + seconds(5);
    await foreseeInBackend({ backend, until }, ann, known(), { command, now: someDay });
    expect(asked).toEqual([[ann, { lane: 'urgent', until }]]);
  });

  test('says what is lost of contacts that are over', async () => {
    const shown = [{ phase: 'afterContactWork' }] as const;
    const lost = { type: 'loggedOut', losesAfterContactWork: true };
    expect((await foreseen(known(), { shown })).outcome).toMatchObject(lost);
    const both = [...shown, { contactId: 'c2', phase: 'ringing' }] as const;
    expect((await foreseen(known(), { shown: both })).outcome).toMatchObject({ ...lost, type: 'deferred' });
    const missed = [{ phase: 'missed' }] as const;
    expect((await foreseen(known(), { shown: missed })).outcome).not.toHaveProperty('losesAfterContactWork');
  });

  test('follows a logout for at once that waits already', async () => {
    const pendingLogout: PendingLogout = {
      order: anOrder(),
      requestedAt: someDay,
      inBackend: { timing: 'immediate', checkAt: someDay, checks: 0 },
    };
    const waiting = known({ contacts: [aContact('c1')], pendingLogout });
    expect((await foreseen(waiting, { isAsked: false })).outcome.type).toBe('loggedOut');
  });
});

test('a preview asks a backend for five hundred agents, and of the others says what is known', async () => {
  const staff = agentIds(503).map((agentId) => anAgent({ agentId, session: aSession() }));
  const owner = makeOwningBackend({ clock });
  const ports = await memoryPorts(staff, clock);
  for (const agent of staff) owner.works(agent, [{}]);
  const { previewLogouts } = makeUseCases({ ...ports, backends: () => owner.backend });
  const request = { timing: 'afterContact', order: anOrder() } as const;
  const { counts } = await previewLogouts('demo', aSelector({ agentIds: agentIds(503) }), request);
  expect(counts).toMatchObject({ matched: 503, deferred: 500, loggedOut: 3 });
  expect(owner.calls).toHaveLength(500);
});

test('a preview says that everybody would be logged out, also if some have calls that cannot be ended', async () => {
  const owner = makeOwningBackend({ clock });
  const staff = agentIds(2).map((agentId) => anAgent({ agentId, session: aSession() }));
  const ports = await memoryPorts(staff, clock);
  for (const agent of staff) owner.works(agent, [{ canBeStopped: false }]);
  const { previewLogouts } = makeUseCases({ ...ports, backends: () => owner.backend });
  const request = { timing: 'immediate', order: anOrder(), guard: { confirmsEveryone: false } } as const;
  const { counts, refusal } = await previewLogouts('demo', aSelector({ agentIds: agentIds(2) }), request);
  expect([counts, refusal]).toMatchObject([
    { matched: 2, unconfirmed: 2 },
    { why: 'everybody', found: 2 },
  ]);
});
