import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { endSession } from '#core/agents/end-session.ts';
import { expireLease } from '#core/agents/lease.ts';
import { signIn, signOut } from '#core/agents/presence.ts';
import { minutes } from '#core/instant.ts';
import { anAgent, anOrder, aSession } from '#test/support/agents.ts';

const available = { status: 'Available', statusType: 'ROUTABLE' } as const;
const defaultStatus = { ...available, isDefaultStatus: true } as const;

const withLease = (agent: Agent, lease: { readonly leavesAt: number }): Agent => ({
  ...agent,
  ...(agent.session?.lease && { session: { ...agent.session, lease: { ...agent.session.lease, ...lease } } }),
});

describe('signing in without a choice of status', () => {
  const arrival = { ...defaultStatus, sessionId: 'new', ipAddress: aSession().ipAddress, takeOver: false } as const;
  const lunch = { status: 'Lunch', statusType: 'CUSTOM' } as const;
  const atLunch = () => {
    const session = aSession({ ...lunch, lease: { seconds: 60, lastSeenAt: 0 } });
    return { ...anAgent(), session };
  };

  test.each([
    ['whose lease has expired', atLunch(), lunch],
    ['that ended because its client had left', withLease(atLunch(), { leavesAt: 1 }), lunch],
    [
      'that ended with the lease, having been Available',
      anAgent({ session: aSession({ lease: { seconds: 60, lastSeenAt: 0 } }) }),
      available,
    ],
  ])('the agent has the status chosen in the session before, %s', (_, agent, status) => {
    const { state } = expireLease(agent, minutes(2));
    const { state: back, events } = signIn(state, arrival, minutes(3));
    expect(back?.session).toMatchObject(status);
    expect(events).toMatchObject([{ type: 'AgentSignedIn', ...status }]);
    const { isDefaultStatus: __, ...choice } = { ...arrival, ...available };
    for (const command of [choice, { ...choice, isDefaultStatus: false }]) {
      expect(signIn(state, command, minutes(3)).state?.session).toMatchObject(available);
    }
  });

  test('the agent is Available after signing out, and is not in a status of an earlier session', () => {
    expect(signIn(signOut(atLunch()).state, arrival, 5).state?.session).toMatchObject(available);
    const { state: expired } = expireLease(atLunch(), minutes(2));
    const { state: back } = signIn(
      expired,
      { ...arrival, ...available, isDefaultStatus: false, leaseSeconds: 60 },
      minutes(3),
    );
    expect(signIn(signOut(back).state, arrival, minutes(4)).state?.session).toMatchObject(available);
  });

  test('the agent has the default status at the first time', () => {
    expect(signIn(anAgent(), arrival, 5).state?.session).toMatchObject(available);
  });

  describe('of a page that signs in by itself', () => {
    const automatic = { ...arrival, isAutomatic: true, leaseSeconds: 60 } as const;
    const unavailable = { status: 'Unavailable', statusType: 'CUSTOM' } as const;
    const statusAfter = (agent: Agent | undefined, takeOver = false) =>
      signIn(agent, { ...automatic, takeOver }, minutes(4)).state?.session;
    const lapsed = () => expireLease(atLunch(), minutes(2)).state;

    test('the agent has the status chosen last, however the session before has ended without the agent', () => {
      expect(statusAfter(lapsed())).toMatchObject(lunch);
      const { state: forced } = endSession(atLunch(), { cause: 'forced', order: anOrder({ holdMinutes: 1 }) });
      expect(statusAfter(forced)).toMatchObject(lunch);
      expect(signIn(forced, arrival, 5).state?.session).toMatchObject(lunch);
    });

    test('the agent goes on in the status of the session that is taken over', () => {
      const elsewhere = signIn(lapsed(), arrival, minutes(3)).state;
      expect(statusAfter(elsewhere, true)).toMatchObject(lunch);
    });

    test('the agent is offered no contact if the status chosen last is not known', () => {
      const signedOut = signOut(signIn(lapsed(), { ...arrival, leaseSeconds: 60 }, minutes(3)).state).state;
      expect(statusAfter(signedOut)).toMatchObject(unavailable);
      const { state: forced } = endSession(atLunch(), { cause: 'forced', order: anOrder() });
      expect(statusAfter(forced)).toMatchObject(unavailable);
      expect(statusAfter(anAgent())).toMatchObject(unavailable);
      expect(signIn(signedOut, arrival, 5).state?.session).toMatchObject(available);
    });

    test('the agent has the status that is sent', () => {
      const { isDefaultStatus: _, ...choice } = { ...automatic, ...available };
      expect(signIn(lapsed(), choice, minutes(4)).state?.session).toMatchObject(available);
    });

    test('what is not of the session is not kept with it', () => {
      expect(statusAfter(lapsed())).not.toHaveProperty('isAutomatic');
    });
  });
});
