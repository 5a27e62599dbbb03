import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { aContact, anAgent, aPendingLogout, someDay } from '#test/support/agents.ts';
import { aGateway, aLeasedSession, ann, annSignedIn, entry } from './a-gateway.ts';

const wrong = { ...entry, password: 'wrong' };
const byForce = { ...entry, takeOver: true };

describe('whoever knows the password', () => {
  test('is signed in, gets a secret, and has two minutes to be heard of', async () => {
    const { signIn, agent, facts } = await aGateway();
    expect(await signIn(ann, entry)).toEqual({ type: 'signedIn', secret: 'secret-1' });
    expect((await agent())?.session).toEqual({
      sessionId: 'id-2',
      status: 'Available',
      statusType: 'ROUTABLE',
      ipAddress: entry.ipAddress,
      contacts: [],
      signedInAt: someDay,
      statusSince: someDay,
      secretHash: 'hash of secret-1',
      lease: { seconds: 120, heardAt: someDay },
    });
    expect(facts().map(({ type }) => type)).toEqual(['AgentSignedIn']);
  });

  test('is told of a session that is there', async () => {
    const { signIn, agent } = await aGateway([annSignedIn()]);
    expect(await signIn(ann, entry)).toEqual({ type: 'alreadySignedIn' });
    expect((await agent())?.session).toEqual(aLeasedSession());
  });

  test('ends that by force, with what is in hand there', async () => {
    const { signIn, facts } = await aGateway([annSignedIn({ contacts: [aContact('c1')] })]);
    expect((await signIn(ann, byForce)).type).toBe('signedIn');
    expect(facts()).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1' },
      { type: 'AgentLoggedOut', sessionId: 'session-1', cause: 264 },
      { type: 'AgentSignedIn', sessionId: 'id-2' },
    ]);
  });

  test('does not shake off a logout that waits', async () => {
    const { signIn } = await aGateway([annSignedIn({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() })]);
    expect(await signIn(ann, byForce)).toEqual({ type: 'beingSignedOut' });
  });

  test('has all attempts again afterwards', async () => {
    const { signIn } = await aGateway();
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 4; attempt += 1) await signIn(ann, wrong);
      expect((await signIn(ann, byForce)).type).toBe('signedIn');
    }
  });
});

describe('whoever does not', () => {
  test('is refused, and locked out after five attempts, until a quarter of an hour has passed', async () => {
    const { signIn, time, agent } = await aGateway();
    const types: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) types.push((await signIn(ann, wrong)).type);
    expect(types).toEqual(Array(5).fill('wrongPassword'));
    expect(await signIn(ann, entry)).toEqual({ type: 'wrongPassword' });
    time.at = someDay + minutes(15) - 1;
    expect(await signIn(ann, entry)).toEqual({ type: 'wrongPassword' });
    expect((await agent())?.session).toBeUndefined();
    time.at = someDay + minutes(15);
    expect((await signIn(ann, entry)).type).toBe('signedIn');
  });

  test('is not told of a session, nor of a sign-in or sign-out that is going on', async () => {
    const turn = { turnId: 'other', until: someDay + seconds(15) };
    const { signIn } = await aGateway([{ ...annSignedIn(), turn }]);
    expect(await signIn(ann, wrong)).toEqual({ type: 'wrongPassword' });
    expect(await signIn(ann, entry)).toEqual({ type: 'overlapping' });
  });

  test('is counted before it is known: many at once get five attempts between them', async () => {
    const { signIn, passwordHash } = await aGateway();
    await Promise.all(Array.from({ length: 20 }, () => signIn(ann, wrong)));
    expect(passwordHash.triedInEarnest()).toBe(5);
  });
});

describe('a refusal takes as long', () => {
  const nobody = { instanceId: 'demo', agentId: 'nobody' };
  const ben = { instanceId: 'demo', agentId: 'ben' };

  /** What is called for a sign-in, with the password tried. */
  async function callsOf(sign: typeof entry, key: typeof ann, attemptsBefore = 0) {
    const gateway = await aGateway([annSignedIn(), anAgent(ben)]);
    for (let attempt = 0; attempt < attemptsBefore; attempt += 1) await gateway.signIn(key, wrong);
    const calls: string[] = [];
    const triedBefore = gateway.passwordHash.tried();
    const { signIn } = gateway.through((port) =>
      intercept(port, (method, call) => {
        calls.push(method);
        return call();
      }),
    );
    await signIn(key, sign);
    return [...calls, ...Array(gateway.passwordHash.tried() - triedBefore).fill('try')];
  }

  test.each([
    ['signed in', ann, 0],
    ['signed out', ben, 0],
    ['locked', ann, 5],
    ['unknown', nobody, 0],
    ['unknown and locked', nobody, 5],
  ])('of an agent who is %s: one look, one attempt, one password tried, nothing written', async (_, key, before) => {
    expect(await callsOf(wrong, key, before)).toEqual(['load', 'attempt', 'try']);
  });

  test('though the password of a locked agent is right', async () => {
    expect(await callsOf(entry, ann, 5)).toEqual(['load', 'attempt', 'try']);
  });
});

test('nobody gets in by a hash that matches where there is no password', async () => {
  const gateway = await aGateway([]);
  await gateway.agents.save({ state: anAgent(ann), version: 1, sequence: 0, outbox: [] }, undefined);
  gateway.passwordHash.matches = async () => true;
  expect(await gateway.signIn(ann, entry)).toEqual({ type: 'wrongPassword' });
});
