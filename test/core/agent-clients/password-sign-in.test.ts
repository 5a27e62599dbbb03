import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAgent, ann, aPendingLogout, someDay, stored } from '#test/support/agents.ts';
import { aContactCentre, aLeasedSession, annSignedIn, passwordSignIn as right } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';

const wrong = { ...right, password: 'wrong' };
const takingOver = { ...right, takeOver: true };

describe('with the right password an agent', () => {
  test('is signed in with a lease of two minutes, and gets a secret', async () => {
    const { passwordSignIn, agent, facts } = await aContactCentre();
    expect(await passwordSignIn(ann, right)).toEqual({ type: 'signedIn', secret: 'secret-1' });
    expect((await agent())?.session).toEqual({
      sessionId: 'id-2',
      status: 'Available',
      statusType: 'ROUTABLE',
      ipAddress: right.ipAddress,
      contacts: [],
      signedInAt: someDay,
      statusSince: someDay,
      secretHash: 'hash of secret-1',
      lease: { seconds: 120, lastSeenAt: someDay },
    });
    expect(facts().map(({ type }) => type)).toEqual(['AgentSignedIn']);
  });

  test('is refused if there is a session', async () => {
    const { passwordSignIn, agent } = await aContactCentre([annSignedIn()]);
    expect(await passwordSignIn(ann, right)).toEqual({ type: 'alreadySignedIn' });
    expect((await agent())?.session).toEqual(aLeasedSession());
  });

  test('can take over, which ends that session and releases its contacts', async () => {
    const { passwordSignIn, facts } = await aContactCentre([annSignedIn({ contacts: [aContact('c1')] })]);
    expect((await passwordSignIn(ann, takingOver)).type).toBe('signedIn');
    expect(facts()).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1' },
      { type: 'AgentSignedOut', sessionId: 'session-1', cause: 'replaced' },
      { type: 'AgentSignedIn', sessionId: 'id-2' },
    ]);
  });

  test('cannot take over while a logout is pending', async () => {
    const { passwordSignIn } = await aContactCentre([
      annSignedIn({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() }),
    ]);
    expect(await passwordSignIn(ann, takingOver)).toEqual({ type: 'beingSignedOut' });
  });

  test('has five attempts again after a right one', async () => {
    const { passwordSignIn } = await aContactCentre();
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 4; attempt += 1) await passwordSignIn(ann, wrong);
      expect((await passwordSignIn(ann, takingOver)).type).toBe('signedIn');
    }
  });
});

describe('with a wrong password an agent', () => {
  test('is refused, and locked after five attempts for 15 minutes', async () => {
    const { passwordSignIn, time, agent } = await aContactCentre();
    const types: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) types.push((await passwordSignIn(ann, wrong)).type);
    expect(types).toEqual(Array(5).fill('wrongPassword'));
    expect(await passwordSignIn(ann, right)).toEqual({ type: 'wrongPassword' });
    time.at = someDay + minutes(15) - 1;
    expect(await passwordSignIn(ann, right)).toEqual({ type: 'wrongPassword' });
    expect((await agent())?.session).toBeUndefined();
    time.at = someDay + minutes(15);
    expect((await passwordSignIn(ann, right)).type).toBe('signedIn');
  });

  test('is not told whether there is a session, or a sign-in or sign-out in progress', async () => {
    const signInLock = { lockId: 'other', until: someDay + seconds(15) };
    const { passwordSignIn } = await aContactCentre([{ ...annSignedIn(), signInLock }]);
    expect(await passwordSignIn(ann, wrong)).toEqual({ type: 'wrongPassword' });
    expect(await passwordSignIn(ann, right)).toEqual({ type: 'overlapping' });
  });

  test('is counted before the comparison: many simultaneous attempts get five comparisons', async () => {
    const { passwordSignIn, passwordHash } = await aContactCentre();
    await Promise.all(Array.from({ length: 20 }, () => passwordSignIn(ann, wrong)));
    expect(passwordHash.comparisonsWithHash()).toBe(5);
  });
});

describe('a refusal takes the same steps', () => {
  const nobody = { instanceId: 'demo', agentId: 'nobody' };
  const ben = { instanceId: 'demo', agentId: 'ben' };

  /** The calls of a sign-in, and its comparisons. */
  async function callsOf(signIn: typeof right, key: typeof ann, attemptsBefore = 0) {
    const centre = await aContactCentre([annSignedIn(), anAgent(ben)]);
    for (let attempt = 0; attempt < attemptsBefore; attempt += 1) await centre.passwordSignIn(key, wrong);
    const calls: string[] = [];
    const comparisonsBefore = centre.passwordHash.comparisons();
    const { passwordSignIn } = centre.through((port) =>
      intercept(port, (method, call) => {
        calls.push(method);
        return call();
      }),
    );
    await passwordSignIn(key, signIn);
    return [...calls, ...Array(centre.passwordHash.comparisons() - comparisonsBefore).fill('compare')];
  }

  test.each([
    ['signed in', ann, 0],
    ['signed out', ben, 0],
    ['locked', ann, 5],
    ['unknown', nobody, 0],
    ['unknown and locked', nobody, 5],
  ])('for an agent who is %s: one load, one attempt, one comparison, nothing written', async (_, key, before) => {
    expect(await callsOf(wrong, key, before)).toEqual(['load', 'attempt', 'compare']);
  });

  test('even if the password of a locked agent is right', async () => {
    expect(await callsOf(right, ann, 5)).toEqual(['load', 'attempt', 'compare']);
  });
});

test('an agent without a password is refused, even if the comparison says that it matches', async () => {
  const centre = await aContactCentre([]);
  await centre.agents.save(stored(anAgent(ann)), undefined);
  centre.passwordHash.matches = async () => true;
  expect(await centre.passwordSignIn(ann, right)).toEqual({ type: 'wrongPassword' });
});
