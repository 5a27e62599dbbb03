import { describe, expect, test } from '@jest/globals';
import { makeMemoryRateLimits } from '#adapters/memory/access.ts';
import { makeAdmit } from '#core/access/rate-limit.ts';
import { seconds } from '#core/instant.ts';
import { aContact, anAddress, anAgent, ann, aPendingLogout, someDay, stored } from '#test/support/agents.ts';
import {
  aContactCentre,
  aLeasedSession,
  annSignedIn,
  makeUseCases,
  passwordSignIn as right,
  type UseCases,
} from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';

const wrong = { ...right, password: 'wrong' };
const takingOver = { ...right, takeOver: true };

describe('with the right password an agent', () => {
  test('is signed in with a lease of two minutes and a quarter, and gets a secret', async () => {
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
      lease: { seconds: 135, lastSeenAt: someDay },
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

  test('has all attempts again after a right one', async () => {
    const { passwordSignIn } = await aContactCentre();
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 4; attempt += 1) await passwordSignIn(ann, wrong);
      expect((await passwordSignIn(ann, takingOver)).type).toBe('signedIn');
    }
  });
});

describe('whoever guesses', () => {
  const elsewhere = { ...right, ipAddress: anAddress('10.0.0.2') };

  test('waits after five wrong passwords, for 15 seconds first; the owner signs in from elsewhere, by force too', async () => {
    const { passwordSignIn, time, agent } = await aContactCentre();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await passwordSignIn(ann, wrong)).toEqual({ type: 'wrongPassword' });
    }
    time.at = someDay + seconds(15) - 1;
    expect(await passwordSignIn(ann, right)).toEqual({ type: 'wrongPassword' });
    expect((await agent())?.session).toBeUndefined();
    expect((await passwordSignIn(ann, elsewhere)).type).toBe('signedIn');
    expect((await passwordSignIn(ann, { ...elsewhere, takeOver: true })).type).toBe('signedIn');
    time.at = someDay + seconds(15);
    expect((await passwordSignIn(ann, takingOver)).type).toBe('signedIn');
  });

  test('from ten thousand addresses does not keep the owner out', async () => {
    const { passwordSignIn } = await aContactCentre();
    for (let n = 0; n < 10_000; n += 1) {
      await passwordSignIn(ann, { ...wrong, ipAddress: anAddress(`11.0.${n >> 8}.${n & 255}`) });
    }
    expect((await passwordSignIn(ann, right)).type).toBe('signedIn');
  });

  test('with a subnet of IPv6 is one source', async () => {
    const { passwordSignIn, passwordHash } = await aContactCentre();
    for (let n = 0; n < 20; n += 1) {
      await passwordSignIn(ann, { ...wrong, ipAddress: anAddress(`2001:db8:1:2::${n}`) });
    }
    expect(passwordHash.comparisons()).toBe(5);
  });

  test('behind the same address as others does not make these wait', async () => {
    const ben = { instanceId: 'demo', agentId: 'ben' };
    const { passwordSignIn } = await aContactCentre([anAgent(ann), anAgent(ben)]);
    for (let attempt = 0; attempt < 20; attempt += 1) await passwordSignIn(ann, wrong);
    expect((await passwordSignIn(ben, right)).type).toBe('signedIn');
  });
});

describe('comparisons from one source', () => {
  /** A centre in which each source has five comparisons. */
  async function withFive(staff?: Parameters<typeof aContactCentre>[0]) {
    const centre = await aContactCentre(staff);
    const limits = makeMemoryRateLimits({ perSecond: 1, burst: 5 });
    const admitComparison = makeAdmit({ limits, clock: centre.clock, report: centre.report });
    return { ...centre, ...makeUseCases({ ...centre, admitComparison }) };
  }
  const spray = async ({ passwordSignIn }: Pick<UseCases, 'passwordSignIn'>, count = 30) => {
    const types = [];
    for (let n = 0; n < count; n += 1) {
      types.push((await passwordSignIn({ instanceId: 'demo', agentId: `guess-${n}` }, wrong)).type);
    }
    return types;
  };

  test('have a rate, all ids together, whether the agents exist or not', async () => {
    const centre = await withFive();
    expect(await spray(centre)).toEqual([...Array(5).fill('wrongPassword'), ...Array(25).fill('tooManyRequests')]);
    expect(centre.passwordHash.comparisons()).toBe(5);
    expect(await centre.passwordSignIn(ann, right)).toEqual({ type: 'tooManyRequests', retryAfterSeconds: 1 });
    expect((await centre.passwordSignIn(ann, { ...right, ipAddress: anAddress('10.0.0.2') })).type).toBe('signedIn');
  });

  test('have that rate whatever instances the requests name, which need not exist', async () => {
    const { passwordSignIn, passwordHash } = await withFive();
    const types = [];
    for (let n = 0; n < 20; n += 1) types.push((await passwordSignIn({ ...ann, instanceId: `any-${n}` }, wrong)).type);
    expect(types).toEqual([...Array(5).fill('wrongPassword'), ...Array(15).fill('tooManyRequests')]);
    expect(passwordHash.comparisons()).toBe(5);
    expect((await passwordSignIn(ann, { ...right, ipAddress: anAddress('10.0.0.2') })).type).toBe('signedIn');
  });

  test('of an agent who is known there use up nothing of one with the same id elsewhere', async () => {
    const elsewhere = { ...ann, instanceId: 'other' };
    const { passwordSignIn } = await withFive([anAgent(ann), anAgent(elsewhere)]);
    for (const key of [ann, elsewhere]) await passwordSignIn(key, right);
    for (let n = 0; n < 6; n += 1) await passwordSignIn(ann, takingOver);
    expect((await passwordSignIn(elsewhere, takingOver)).type).toBe('signedIn');
  });

  test('are free for an agent who has signed in from there before', async () => {
    const centre = await withFive();
    await centre.passwordSignIn(ann, right);
    await spray(centre);
    expect((await centre.passwordSignIn(ann, takingOver)).type).toBe('signedIn');
  });

  test('of an agent who is known there use up nothing of another one’s', async () => {
    const ben = { instanceId: 'demo', agentId: 'ben' };
    const { passwordSignIn } = await withFive([anAgent(ann), anAgent(ben)]);
    for (const key of [ann, ben]) await passwordSignIn(key, right);
    for (let n = 0; n < 5; n += 1) await passwordSignIn(ann, takingOver);
    expect((await passwordSignIn(ann, takingOver)).type).toBe('tooManyRequests');
    expect((await passwordSignIn(ben, takingOver)).type).toBe('signedIn');
  });

  test('that are refused for the rate do not count as wrong passwords', async () => {
    const centre = await withFive();
    await spray(centre);
    for (let n = 0; n < 10; n += 1) await centre.passwordSignIn(ann, right);
    centre.time.at = someDay + seconds(1);
    expect((await centre.passwordSignIn(ann, right)).type).toBe('signedIn');
  });
});

describe('with a wrong password an agent', () => {
  test('is not told whether there is a session, or a sign-in or sign-out in progress', async () => {
    const signInLock = { lockId: 'other', until: someDay + seconds(15) };
    const { passwordSignIn } = await aContactCentre([{ ...annSignedIn(), signInLock }]);
    expect(await passwordSignIn(ann, wrong)).toEqual({ type: 'wrongPassword' });
    expect(await passwordSignIn(ann, right)).toEqual({ type: 'overlapping' });
  });

  test('is counted before the comparison: many simultaneous attempts get five comparisons', async () => {
    const { passwordSignIn, passwordHash } = await aContactCentre();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => passwordSignIn(ann, wrong)));
    expect(outcomes).toEqual(Array(20).fill({ type: 'wrongPassword' }));
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
    ['signed in', ann],
    ['signed out', ben],
    ['unknown', nobody],
  ])('for an agent who is %s: the attempt, one load, one comparison, nothing written to the agent', async (_, key) => {
    expect(await callsOf(wrong, key)).toEqual(['attemptsOf', 'count', 'load', 'find', 'compare']);
  });

  test.each([
    ['known', ann],
    ['unknown', nobody],
  ])('during a pause, for an agent who is %s, even if the password is right: nothing but one read', async (_, key) => {
    expect(await callsOf(wrong, key, 5)).toEqual(['attemptsOf']);
    expect(await callsOf(right, key, 5)).toEqual(['attemptsOf']);
  });
});

test('an agent without a password is refused, even if the comparison says that it matches', async () => {
  const centre = await aContactCentre([]);
  await centre.agents.save(stored(anAgent(ann)), undefined);
  centre.passwordHash.matches = async () => true;
  expect(await centre.passwordSignIn(ann, right)).toEqual({ type: 'wrongPassword' });
});

test('whoever has a password and is no agent any more is refused like a wrong password', async () => {
  const { passwordSignIn, putPassword, agents } = await aContactCentre([]);
  await putPassword(ann, right.password);
  expect(await passwordSignIn(ann, right)).toEqual({ type: 'wrongPassword' });
  expect(agents.all()).toEqual([]);
});

test('a new password takes the place of the one before', async () => {
  const { passwordSignIn, putPassword } = await aContactCentre();
  await putPassword(ann, 'changed');
  expect(await passwordSignIn(ann, right)).toEqual({ type: 'wrongPassword' });
  expect((await passwordSignIn(ann, { ...right, password: 'changed' })).type).toBe('signedIn');
});
