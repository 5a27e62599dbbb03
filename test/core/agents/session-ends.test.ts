import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { beginContact } from '#core/agents/contacts.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { Decision } from '#core/change.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAddress, ann, anOrder, aPendingLogout, aSession, online, someDay } from '#test/support/agents.ts';
import { aContactCentre, aLeasedSession } from '#test/support/contact-centre.ts';
import { aSelector } from '#test/support/logout-jobs.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';

const page = {
  status: 'Available',
  statusType: 'ROUTABLE',
  ipAddress: anAddress('10.0.0.1'),
  takeOver: true,
  leaseSeconds: 60,
} as const;

const becomes =
  (change: (agent: Agent) => Agent) =>
  (agent: Agent | undefined): Decision<Agent | undefined, AgentEvent, undefined> => ({
    state: agent && change(agent),
    events: [],
    outcome: undefined,
  });
const out = ({ session: _, ...agent }: Agent): Agent => agent;

describe('when a session ended', () => {
  test('is recorded, whoever ended it', async () => {
    const centre = await aContactCentre([online('ann', { signedOutAt: someDay - 5 })]);
    centre.time.at = someDay + 9;
    await centre.signOut(ann);
    expect(await centre.agent()).toMatchObject({ signedOutAt: someDay + 9 });
    expect(await centre.agent()).not.toHaveProperty('owedOffline');
  });

  test('is recorded when another one takes its place', async () => {
    const centre = await aContactCentre([online('ann', { session: aLeasedSession() })]);
    centre.time.at = someDay + 9;
    await centre.signIn(ann, page);
    expect(await centre.agent()).toMatchObject({ signedOutAt: someDay + 9, session: { signedInAt: someDay + 9 } });
  });

  test('stays as it was while the session goes on, and as long as there is none', async () => {
    const centre = await aContactCentre([online('ann')]);
    await centre.changeAgent(
      ann,
      becomes((agent) => ({ ...agent, deletedAt: 1 })),
    );
    expect(await centre.agent()).not.toHaveProperty('signedOutAt');
    await centre.changeAgent(ann, becomes(out));
    centre.time.at += 5;
    await centre.changeAgent(
      ann,
      becomes((agent) => ({ ...agent, deletedAt: 2 })),
    );
    expect(await centre.agent()).toMatchObject({ signedOutAt: someDay });
  });

  test.each([
    ['who has ended it, if they know', false, { signedOutAt: someDay - 7 }, someDay - 7],
    ['the clock, if who has ended it does not know', false, {}, someDay],
    ['the backend that has shown it', true, { signedOutAt: someDay - 9 }, someDay - 9],
    ['the clock, if the backend does not say it', true, {}, someDay],
  ] as const)('is said by %s', async (_, isObserved, known, signedOutAt) => {
    const centre = await aContactCentre([online('ann')]);
    await centre.changeAgent(
      ann,
      becomes((agent) => ({ ...out(agent), ...known })),
      { isObserved },
    );
    expect((await centre.agent())?.signedOutAt).toBe(signedOutAt);
  });

  test('is also known to be the end of the one before it, if a backend shows it', async () => {
    const centre = await aContactCentre([online('ann', { signedOutAt: someDay - 9 })]);
    await centre.changeAgent(ann, becomes(out), { isObserved: true });
    expect((await centre.agent())?.signedOutAt).toBe(someDay - 9);
  });
});

describe('a backend', () => {
  test('has to be told of the end of a session at once, and not of one that it has shown', async () => {
    for (const isObserved of [true, false]) {
      const centre = await anOwnedCentre();
      await centre.signIn(ann, page);
      await centre.changeAgent(ann, becomes(out), { isObserved });
      const owedOffline = isObserved ? undefined : { checkAt: someDay, checks: 0 };
      expect((await centre.getAgent(ann))?.owedOffline).toEqual(owedOffline);
      const atOnce = centre.wakeUps.pending().filter(({ at }) => at === someDay);
      expect(atOnce.length > 0).toBe(!isObserved);
    }
  });

  test('need not be told of an end any more once the agent has signed in again', async () => {
    const centre = await anOwnedCentre();
    await centre.signIn(ann, page);
    await centre.signOut(ann);
    expect(await centre.getAgent(ann)).toHaveProperty('owedOffline');
    await centre.signIn(ann, page);
    expect(await centre.getAgent(ann)).not.toHaveProperty('owedOffline');
  });

  test('need not be told if another session has taken the place of one', async () => {
    const centre = await anOwnedCentre();
    await centre.signIn(ann, page);
    await centre.signIn(ann, page);
    expect(await centre.getAgent(ann)).not.toHaveProperty('owedOffline');
  });

  test('that owns agents shows what they do, so nobody else reports it', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann);
    await centre.followBackend(ann, await centre.backend.observe(ann, 'urgent'));
    const reports = [
      centre.changeStatus(ann, { status: 'Lunch', statusType: 'CUSTOM' }),
      centre.beginContact(ann, { contactId: 'c2', channel: 'CHAT' }),
    ];
    const owned = { type: 'ownedByBackend' };
    expect(await Promise.all(reports)).toEqual([owned, owned]);
    expect((await centre.getAgent(ann))?.session).toMatchObject({ status: 'Available', contacts: [] });
  });
});

describe('the wake-up of an agent', () => {
  test('is the earliest of all that is awaited', async () => {
    const deadline = { minutes: 10, onDeadline: 'force' } as const;
    const session = aSession({
      contacts: [aContact('c1')],
      pendingLogout: aPendingLogout({ deadline }),
      lease: { seconds: 120, lastSeenAt: someDay, contactGraceSeconds: 30 },
      rules: { told: [], ending: [], lookAt: someDay + seconds(200) },
    });
    const wakeUpOf = async (agent: Agent) => {
      const centre = await aContactCentre([agent]);
      await centre.changeAgent(
        ann,
        becomes((before) => ({ ...before, deletedAt: 1 })),
      );
      return Math.max(...centre.wakeUps.pending().map(({ at }) => at)) - someDay;
    };
    const { lease: _, ...unleased } = session;
    const { rules: __, ...unruled } = unleased;
    expect(await wakeUpOf(online('ann', { session }))).toBe(seconds(150));
    expect(await wakeUpOf(online('ann', { session: unleased }))).toBe(seconds(200));
    expect(await wakeUpOf(online('ann', { session: unruled }))).toBe(minutes(9));
  });

  test('is not set by a request that changes nothing, and is by a delivery, which may be that wake-up', async () => {
    const agent = online('ann', { session: aLeasedSession() });
    const same = becomes((before) => before);
    const asked = await aContactCentre([agent]);
    await asked.changeAgent(ann, same);
    expect(asked.wakeUps.pending()).toEqual([]);
    const delivered = await aContactCentre([agent]);
    await delivered.changeAgent(ann, same, { delivery: 'repeated' });
    expect(delivered.wakeUps.pending()).toMatchObject([{ at: someDay + seconds(120) }]);
  });

  test('has a backend told at once, for people, that a lease has expired', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann);
    await centre.signIn(ann, page);
    const { observe } = centre.backend;
    const asked: unknown[] = [];
    centre.backend.observe = (key, how) => {
      asked.push(how);
      return observe(key, how);
    };
    centre.time.at += seconds(60);
    await centre.wakeAgent(ann);
    expect(asked[0]).toBe('urgent');
    expect(centre.shown('ann')?.status).toBe('Offline');
  });

  test('ends the lease, meets the deadline, and publishes both in that order', async () => {
    const deadline = { minutes: 1, onDeadline: 'giveUp' } as const;
    const pendingLogout = aPendingLogout({ deadline });
    const session = aSession({
      contacts: [aContact('c1')],
      pendingLogout,
      lease: { seconds: 120, lastSeenAt: someDay, contactGraceSeconds: 0 },
    });
    const centre = await aContactCentre([online('ann', { session })]);
    centre.time.at = someDay + minutes(3);
    await centre.wakeAgent(ann);
    expect(centre.facts()).toMatchObject([
      { type: 'ContactReleased' },
      { type: 'AgentSignedOut', cause: 'leaseExpired', order: anOrder({ deadline }) },
    ]);
  });
});

describe('contacts that the end of a session releases', () => {
  const ways: Record<string, (centre: Awaited<ReturnType<typeof aContactCentre>>) => Promise<unknown>> = {
    'a forced logout': async ({ forceLogouts, signIn }) => {
      const request = { timing: 'immediate', order: anOrder() } as const;
      await forceLogouts('demo', aSelector({ agentIds: ['ann'] }), request);
      await signIn(ann, page);
    },
    'a sign-in that takes over': ({ signIn }) => signIn(ann, page),
    'the grace of a lease': async ({ time, wakeAgent, signIn }) => {
      time.at += minutes(5);
      await wakeAgent(ann);
      await signIn(ann, page);
    },
  };

  test.each(Object.entries(ways))('do not begin again by a late repeat, by %s', async (_, end) => {
    const lease = { seconds: 120, lastSeenAt: someDay, contactGraceSeconds: 30 };
    const contacts = ['c1', 'c2', 'c3'].map((contactId) => aContact(contactId));
    const centre = await aContactCentre([online('ann', { session: aLeasedSession({ lease, contacts }) })]);
    await end(centre);
    for (const contactId of ['c1', 'c2', 'c3', 'c4']) await centre.beginContact(ann, { contactId, channel: 'VOICE' });
    const begun = (await centre.agent())?.session?.contacts.map(({ contactId }) => contactId);
    expect(begun).toEqual(['c1', 'c4']);
  });

  test('begin again if they are chats that the agent has joined since', async () => {
    const contacts = [aContact('c1', { channel: 'CHAT', asOf: 4 })];
    const centre = await aContactCentre([online('ann', { session: aLeasedSession({ contacts }) })]);
    await centre.signIn(ann, page);
    const begin = (asOf: number) =>
      centre.changeAgent(ann, (agent, now) => beginContact(agent, { contactId: 'c1', channel: 'CHAT' }, now, asOf));
    await begin(4);
    expect((await centre.agent())?.session?.contacts).toEqual([]);
    await begin(5);
    expect((await centre.agent())?.session?.contacts).toHaveLength(1);
  });
});
