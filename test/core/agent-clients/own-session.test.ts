import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ownSession, signOutOwn } from '#core/agent-clients/own-session.ts';
import { type Agent, isBusy } from '#core/agents/agent.ts';
import { signOut } from '#core/agents/presence.ts';
import { aContact, anAgent, anEndedSession, ann, aPendingLogout } from '#test/support/agents.ts';
import { anyAgent } from '#test/support/any-agent.ts';
import { aLeasedSession, annSignedIn } from '#test/support/contact-centre.ts';

const own = { secretHash: 'hash of secret-0' };
const onCall = annSignedIn({ contacts: [aContact('c1'), aContact('c2', { channel: 'CHAT' })] });
const latestEnded = (agent: Agent | undefined) => agent?.endedSessions[0];

describe('signing out', () => {
  test('ends the session, and the end counts as reported', () => {
    const { state, events, outcome } = signOutOwn(annSignedIn(), { ...own, byForce: false });
    expect(outcome).toEqual({ type: 'signedOut', wasBefore: false });
    expect(events).toMatchObject([
      { type: 'AgentSignedOut', cause: 'signedOut', order: { requestedBy: 'ann' }, releasedContactIds: [] },
    ]);
    expect(latestEnded(state)).toMatchObject({ secretHash: 'hash of secret-0', cause: 'signedOut', isReported: true });
  });

  test('does not count as a report of how another session ended', () => {
    const other = anEndedSession({ secretHash: 'hash of another' });
    const { state } = signOutOwn(anAgent({ ...annSignedIn(), endedSessions: [other] }), { ...own, byForce: false });
    expect(state?.endedSessions).toMatchObject([{ secretHash: 'hash of secret-0', isReported: true }, other]);
  });

  test('with a secret that was never that of a session is refused', () => {
    const decided = signOutOwn(annSignedIn(), { secretHash: 'guessed', byForce: true });
    expect(decided).toEqual({ state: annSignedIn(), events: [], outcome: { type: 'notYours' } });
  });

  test('is refused while the agent is busy', () => {
    const decided = signOutOwn(onCall, { ...own, byForce: false });
    expect(decided).toEqual({ state: onCall, events: [], outcome: { type: 'busy' } });
  });

  test('by force releases the contacts first, and publishes that', () => {
    const { state, events } = signOutOwn(onCall, { ...own, byForce: true, clientCause: 7 });
    expect(state?.session).toBeUndefined();
    expect(events).toMatchObject([
      { type: 'ContactReleased', contactId: 'c1', channel: 'VOICE' },
      { type: 'ContactReleased', contactId: 'c2', channel: 'CHAT' },
      {
        type: 'AgentSignedOut',
        cause: 'client',
        clientCause: 7,
        order: { requestedBy: 'ann' },
        releasedContactIds: ['c1', 'c2'],
      },
    ]);
  });

  test('by force does not wait for the contact of a pending logout', () => {
    const session = aLeasedSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() });
    const { state, events } = signOutOwn(anAgent({ ...ann, session }), { ...own, byForce: true });
    expect(state?.session).toBeUndefined();
    // With the session ends what somebody had ordered.
    expect(events.at(-1)).toMatchObject({ type: 'AgentSignedOut', order: aPendingLogout().order });
  });

  test('a second time changes nothing, however the session ended and even if there is another one', () => {
    const ended = signOut(annSignedIn()).state ?? anAgent(ann);
    const again = anAgent({ ...ended, session: aLeasedSession({ secretHash: 'hash of another' }) });
    for (const agent of [ended, again]) {
      const decided = signOutOwn(agent, { ...own, byForce: true });
      expect(decided).toEqual({ state: agent, events: [], outcome: { type: 'signedOut', wasBefore: true } });
    }
  });
});

describe('for any agent and any secret', () => {
  const anySecret = fc.constantFrom('h1', 'h2', 'h3', 'never');

  test('only the secret of the current session ends it', () => {
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

  test('after the sign-out the secret is still recognized, and nothing is reported', () => {
    fc.assert(
      fc.property(anyAgent, anySecret, (agent, secretHash) => {
        const { state, events } = signOutOwn(agent, { secretHash, byForce: true });
        fc.pre(events.length > 0);
        expect(state?.endedSessions[0]).toMatchObject({ secretHash, isReported: true });
        expect(ownSession(state, secretHash)).toEqual({ type: 'signedOut' });
      }),
    );
  });
});
