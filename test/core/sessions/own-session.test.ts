import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Agent, isBusy } from '#core/sessions/agent.ts';
import { ownSession, signOutOwn } from '#core/sessions/own-session.ts';
import { signOut } from '#core/sessions/presence.ts';
import { aContact, anAgent, aPendingLogout } from '#test/support/agents.ts';
import { aLeasedSession, ann, annSignedIn } from './a-gateway.ts';
import { anyAgent } from './any-agent.ts';

const mine = { secretHash: 'hash of secret-0' };
const onCall = annSignedIn({ contacts: [aContact('c1'), aContact('c2', { channel: 'CHAT' })] });
const after = (agent: Agent | undefined) => agent?.endedSessions[0];

describe('signing out', () => {
  test('ends the session, and the client knows', () => {
    const { state, events, outcome } = signOutOwn(annSignedIn(), { ...mine, byForce: false });
    expect(outcome).toEqual({ type: 'signedOut', wasBefore: false });
    expect(events).toMatchObject([{ type: 'AgentLoggedOut', cause: 258, requestedBy: 'ann', releasedContactIds: [] }]);
    expect(after(state)).toMatchObject({ secretHash: 'hash of secret-0', cause: 258, isTold: true });
  });

  test('is refused to an agent who is busy', () => {
    const decided = signOutOwn(onCall, { ...mine, byForce: false });
    expect(decided).toEqual({ state: onCall, events: [], outcome: { type: 'busy' } });
  });

  test('by force releases what is in hand first, and says so', () => {
    const { state, events } = signOutOwn(onCall, { ...mine, byForce: true, cause: 7 });
    expect(state?.session).toBeUndefined();
    expect(events).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1', channel: 'VOICE' },
      { type: 'ContactReleased', contactId: 'c2', channel: 'CHAT' },
      { type: 'AgentLoggedOut', cause: 7, requestedBy: 'ann', releasedContactIds: ['c1', 'c2'] },
    ]);
  });

  test('by force does not wait for what a logout waits for', () => {
    const session = aLeasedSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() });
    const { state, events } = signOutOwn(anAgent({ ...ann, session }), { ...mine, byForce: true });
    expect(state?.session).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'AgentLoggedOut', requestedBy: 'ann' });
  });

  test('a second time changes nothing, whoever ended the session and whatever came after it', () => {
    const ended = signOut(annSignedIn()).state ?? anAgent(ann);
    const again = anAgent({ ...ended, session: aLeasedSession({ secretHash: 'hash of another' }) });
    for (const agent of [ended, again]) {
      const decided = signOutOwn(agent, { ...mine, byForce: true });
      expect(decided).toEqual({ state: agent, events: [], outcome: { type: 'signedOut', wasBefore: true } });
    }
  });
});

describe('for every agent and every secret', () => {
  const anySecret = fc.constantFrom('h1', 'h2', 'h3', 'never');

  test('only the secret of the session there is does anything', () => {
    fc.assert(
      fc.property(anyAgent, anySecret, fc.boolean(), (agent, secretHash, byForce) => {
        const { state, events } = signOutOwn(agent, { secretHash, byForce });
        const isOwn = agent.session?.secretHash === secretHash;
        const ends = isOwn && (byForce || !(agent.session && isBusy(agent.session)));
        expect(state).toEqual(ends ? expect.not.objectContaining({ session: expect.anything() }) : agent);
        expect(events.length > 0).toBe(ends);
        expect(ownSession(agent, secretHash).type === 'own').toBe(isOwn);
      }),
    );
  });

  test('who has signed out is known by the secret until the next session is over, and told of nothing', () => {
    fc.assert(
      fc.property(anyAgent, anySecret, (agent, secretHash) => {
        const { state, events } = signOutOwn(agent, { secretHash, byForce: true });
        fc.pre(events.length > 0);
        expect(state?.endedSessions[0]).toMatchObject({ secretHash, isTold: true });
        expect(ownSession(state, secretHash)).toEqual({ type: 'signedOut' });
      }),
    );
  });
});
