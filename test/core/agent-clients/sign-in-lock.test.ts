import { describe, expect, test } from '@jest/globals';
import { signOutOwn } from '#core/agent-clients/own-session.ts';
import type { Agent } from '#core/agents/agent.ts';
import { StaleVersionError } from '#core/change.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAgent, ann, someDay, stored } from '#test/support/agents.ts';
import {
  aContactCentre,
  aLeasedSession,
  annSignedIn,
  type ContactCentre,
  passwordSignIn,
} from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';

const byForce = { secretHash: 'hash of secret-0', byForce: true };
const signOut = (agent: Agent | undefined) => signOutOwn(agent, byForce);

/** Use cases during one of whose calls, before or after it takes effect, something else is done. */
async function meanwhile(
  centre: ContactCentre,
  { method, when }: { method: string; when: 'before' | 'after' },
  action: () => Promise<{ type: string }>,
) {
  const types: string[] = [];
  const useCases = centre.through((port) =>
    intercept(port, async (name, call) => {
      const isIt = name === method && types.length === 0;
      if (isIt && when === 'before') types.push((await action()).type);
      const answer = await call();
      if (isIt && when === 'after') types.push((await action()).type);
      return answer;
    }),
  );
  return { useCases, types };
}

const takeOver = (centre: ContactCentre) => () => centre.passwordSignIn(ann, { ...passwordSignIn, takeOver: true });

describe('another sign-in or sign-out', () => {
  test('is refused while one that has changed the agent is not answered yet', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    const { useCases, types } = await meanwhile(centre, { method: 'publish', when: 'before' }, takeOver(centre));
    expect(await useCases.signOutOwn(ann, 'secret-0', { byForce: true })).toEqual({
      type: 'signedOut',
      wasBefore: false,
    });
    expect(types).toEqual(['overlapping']);
    expect((await centre.agent())?.session).toBeUndefined();
  });

  test('succeeds once it is answered, by any clock', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    await centre.signOutOwn(ann, 'secret-0', { byForce: true });
    centre.time.at = someDay - seconds(10);
    expect((await centre.passwordSignIn(ann, passwordSignIn)).type).toBe('signedIn');
  });

  test('that is quicker succeeds, and the one that checks a password meanwhile is refused', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    const signOutMeanwhile = () => centre.signOutOwn(ann, 'secret-0', { byForce: true });
    const { useCases, types } = await meanwhile(centre, { method: 'find', when: 'after' }, signOutMeanwhile);
    expect(await useCases.passwordSignIn(ann, { ...passwordSignIn, takeOver: true })).toEqual({ type: 'overlapping' });
    expect(types).toEqual(['signedOut']);
    expect((await centre.agent())?.session).toBeUndefined();
    expect(centre.facts().map(({ type }) => type)).toStrictEqual(['AgentSignedOut']);
  });

  test('that changes nothing locks nobody out, and writes nothing', async () => {
    const busy = annSignedIn({ contacts: [aContact('c1')] });
    const centre = await aContactCentre([busy]);
    const signOutMeanwhile = () => centre.signOutOwn(ann, 'secret-0', { byForce: false });
    const { useCases, types } = await meanwhile(centre, { method: 'find', when: 'after' }, signOutMeanwhile);
    expect((await useCases.passwordSignIn(ann, { ...passwordSignIn, takeOver: true })).type).toBe('signedIn');
    expect(types).toEqual(['busy']);
    await centre.passwordSignIn(ann, { ...passwordSignIn, password: 'wrong' });
    const savesOfSignIn = ['the change', 'the outbox that is cleared', 'the lock that is released'];
    expect((await centre.agents.load(ann))?.version).toBe(1 + savesOfSignIn.length);
  });
});

describe('a lock', () => {
  test('whose holder broke off after its change locks the agent for 15 seconds', async () => {
    const signInLock = { lockId: 'broken', until: someDay + seconds(15) };
    const centre = await aContactCentre([anAgent({ ...ann, signInLock, session: aLeasedSession() })]);
    centre.time.at = someDay + seconds(15) - 1;
    expect(await centre.signOutOwn(ann, 'secret-0', { byForce: true })).toEqual({ type: 'overlapping' });
    centre.time.at = someDay + seconds(15);
    expect(await centre.signOutOwn(ann, 'secret-0', { byForce: true })).toMatchObject({ type: 'signedOut' });
  });

  test('that cannot be released does not fail the request, and is reported', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    let saves = 0;
    const { signOutOwn: signOutByForce } = centre.through((port) =>
      intercept(port, async (method, call) => {
        if (method === 'save') saves += 1;
        if (saves === 2) throw new Error('throttled');
        return call();
      }),
    );
    expect(await signOutByForce(ann, 'secret-0', { byForce: true })).toEqual({ type: 'signedOut', wasBefore: false });
    expect(centre.reports).toEqual(['A sign-in lock could not be released; it expires in some seconds']);
  });

  test('of an unknown agent is not taken', async () => {
    const { withSignInLock, agents } = await aContactCentre([]);
    expect(await withSignInLock(ann, (change) => change(signOut))).toEqual({ type: 'unknownAgent' });
    expect(agents.all()).toEqual([]);
  });

  test('whose save took effect although it seemed to fail keeps its outcome', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    let isFirst = true;
    const { signOutOwn: signOutByForce } = centre.through((port) =>
      intercept(port, async (method, call) => {
        const answer = await call();
        if (method !== 'save' || !isFirst) return answer;
        isFirst = false;
        return call();
      }),
    );
    expect(await signOutByForce(ann, 'secret-0', { byForce: true })).toEqual({ type: 'signedOut', wasBefore: false });
    expect((await centre.agent())?.signInLock?.until).toBe(0);
    await centre.advanceTo(someDay + minutes(2));
    expect(centre.facts().map(({ type }) => type)).toEqual(['AgentSignedOut']);
  });

  test('is taken at the second attempt, if another change came first', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    const goToLunch = () => centre.changeStatus(ann, { status: 'lunch', statusType: 'CUSTOM' });
    const { useCases, types } = await meanwhile(centre, { method: 'save', when: 'before' }, goToLunch);
    const outcome = await useCases.signOutOwn(ann, 'secret-0', { byForce: true });
    expect([types, outcome]).toEqual([['done'], { type: 'signedOut', wasBefore: false }]);
    expect((await centre.agent())?.signInLock?.until).toBe(0);
  });

  test('is not looked for again if nothing was changed', async () => {
    const centre = await aContactCentre([annSignedIn({ contacts: [aContact('c1')] })]);
    const calls: string[] = [];
    const { signOutOwn: signOutUnlessBusy } = centre.through((port) =>
      intercept(port, (method, call) => {
        calls.push(method);
        return call();
      }),
    );
    expect(await signOutUnlessBusy(ann, 'secret-0', { byForce: false })).toEqual({ type: 'busy' });
    expect(calls).toEqual(['load', 'load']);
  });

  test('of another one, taken after the own one expired, is not released', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    const signInLock = { lockId: 'other', until: someDay + seconds(30) };
    const takeLock = async () => {
      centre.time.at = someDay + seconds(15);
      return centre.changeAgent(ann, (agent) => ({
        state: agent && { ...agent, signInLock },
        events: [],
        outcome: { type: 'taken' },
      }));
    };
    const { useCases } = await meanwhile(centre, { method: 'publish', when: 'after' }, takeLock);
    await useCases.signOutOwn(ann, 'secret-0', { byForce: true });
    expect((await centre.agent())?.signInLock).toEqual(signInLock);
  });

  interface Removal {
    readonly ofLoad: number;
    readonly ofSave?: number;
    readonly type: string;
    readonly found?: ReturnType<typeof stored<Agent>>;
  }
  test.each<[string, Removal]>([
    ['while the password is checked', { ofLoad: 2, type: 'wrongPassword' }],
    ['while the change is made', { ofLoad: 3, ofSave: 1, type: 'wrongPassword' }],
    ['before its lock is released', { ofLoad: 3, type: 'signedIn' }],
    ['and put in again before its lock is released', { ofLoad: 3, type: 'signedIn', found: stored(anAgent(ann)) }],
  ])('of an agent who is removed %s is no fault', async (_, { ofLoad, ofSave, type, found }) => {
    const centre = await aContactCentre();
    const calls = { load: 0, save: 0 };
    const { passwordSignIn: signIn } = centre.through((port) =>
      intercept(port, async (method, call) => {
        if (method === 'load' || method === 'save') calls[method] += 1;
        if (method === 'load' && calls.load === ofLoad) return found;
        if (method === 'save' && calls.save === ofSave) throw new StaleVersionError();
        return call();
      }),
    );
    expect((await signIn(ann, passwordSignIn)).type).toBe(type);
    expect(centre.reports).toEqual([]);
  });
});
