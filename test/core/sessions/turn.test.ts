import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import type { Agent } from '#core/sessions/agent.ts';
import { signOutOwn } from '#core/sessions/own-session.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { aContact, anAgent, someDay } from '#test/support/agents.ts';
import { aGateway, aLeasedSession, ann, annSignedIn, entry, type Gateway } from './a-gateway.ts';

const byForce = { secretHash: 'hash of secret-0', byForce: true };
const leave = (agent: Agent | undefined) => signOutOwn(agent, byForce);

/** Does something else while a call of the first is on its way: before or after the call takes place. */
async function meanwhile(
  gateway: Gateway,
  { method, when }: { method: string; when: 'before' | 'after' },
  deed: () => Promise<{ type: string }>,
) {
  const types: string[] = [];
  const useCases = gateway.through((port) =>
    intercept(port, async (name, call) => {
      const isIt = name === method && types.length === 0;
      if (isIt && when === 'before') types.push((await deed()).type);
      const answer = await call();
      if (isIt && when === 'after') types.push((await deed()).type);
      return answer;
    }),
  );
  return { useCases, types };
}

const enterByForce = (gateway: Gateway) => () => gateway.signIn(ann, { ...entry, takeOver: true });

describe('another sign-in or sign-out', () => {
  test('is refused while one that has changed the agent has no answer yet', async () => {
    const gateway = await aGateway([annSignedIn()]);
    const { useCases, types } = await meanwhile(gateway, { method: 'publish', when: 'before' }, enterByForce(gateway));
    expect(await useCases.signOut(ann, 'secret-0', { byForce: true })).toEqual({ type: 'signedOut', wasBefore: false });
    expect(types).toEqual(['overlapping']);
    expect((await gateway.agent())?.session).toBeUndefined();
  });

  test('goes through once it has one, by whatever clock', async () => {
    const gateway = await aGateway([annSignedIn()]);
    await gateway.signOut(ann, 'secret-0', { byForce: true });
    gateway.time.at = someDay - seconds(10);
    expect((await gateway.signIn(ann, entry)).type).toBe('signedIn');
  });

  test('that is quicker goes through, and the one that checks a password meanwhile is refused', async () => {
    const gateway = await aGateway([annSignedIn()]);
    const leaves = () => gateway.signOut(ann, 'secret-0', { byForce: true });
    const { useCases, types } = await meanwhile(gateway, { method: 'attempt', when: 'after' }, leaves);
    expect(await useCases.signIn(ann, { ...entry, takeOver: true })).toEqual({ type: 'overlapping' });
    expect(types).toEqual(['signedOut']);
    expect((await gateway.agent())?.session).toBeUndefined();
  });

  test('that changes nothing bars nobody, and writes nothing', async () => {
    const busy = annSignedIn({ contacts: [aContact('c1')] });
    const gateway = await aGateway([busy]);
    const leaves = () => gateway.signOut(ann, 'secret-0', { byForce: false });
    const { useCases, types } = await meanwhile(gateway, { method: 'attempt', when: 'after' }, leaves);
    expect((await useCases.signIn(ann, { ...entry, takeOver: true })).type).toBe('signedIn');
    expect(types).toEqual(['busy']);
    await gateway.signIn(ann, { ...entry, password: 'wrong' });
    const savesOfSignIn = ['the change', 'the outbox that is cleared', 'the end of its turn'];
    expect((await gateway.agents.load(ann))?.version).toBe(1 + savesOfSignIn.length);
  });
});

describe('a turn', () => {
  test('that was broken off after its change bars the agent for 15 seconds', async () => {
    const turn = { turnId: 'broken', until: someDay + seconds(15) };
    const gateway = await aGateway([anAgent({ ...ann, turn, session: aLeasedSession() })]);
    gateway.time.at = someDay + seconds(15) - 1;
    expect(await gateway.signOut(ann, 'secret-0', { byForce: true })).toEqual({ type: 'overlapping' });
    gateway.time.at = someDay + seconds(15);
    expect(await gateway.signOut(ann, 'secret-0', { byForce: true })).toMatchObject({ type: 'signedOut' });
  });

  test('whose end cannot be saved is answered all the same, and somebody is told', async () => {
    const gateway = await aGateway([annSignedIn()]);
    let saves = 0;
    const { signOut } = gateway.through((port) =>
      intercept(port, async (method, call) => {
        if (method === 'save') saves += 1;
        if (saves === 2) throw new Error('throttled');
        return call();
      }),
    );
    expect(await signOut(ann, 'secret-0', { byForce: true })).toEqual({ type: 'signedOut', wasBefore: false });
    expect(gateway.reports).toEqual(['A turn could not be ended; it is over in some seconds']);
  });

  test('of an agent who does not exist comes to nothing', async () => {
    const { takeTurn, agents } = await aGateway([]);
    expect(await takeTurn(ann, (endTurn) => endTurn(leave))).toEqual({ type: 'unknownAgent' });
    expect(agents.all()).toEqual([]);
  });

  test('whose save took place though it seemed to come too late is answered as it was', async () => {
    const gateway = await aGateway([annSignedIn()]);
    let isFirst = true;
    const { signOut } = gateway.through((port) =>
      intercept(port, async (method, call) => {
        const answer = await call();
        if (method !== 'save' || !isFirst) return answer;
        isFirst = false;
        return call();
      }),
    );
    expect(await signOut(ann, 'secret-0', { byForce: true })).toEqual({ type: 'signedOut', wasBefore: false });
    expect((await gateway.agent())?.turn?.until).toBe(0);
  });
});
