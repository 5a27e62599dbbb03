import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { expireLease } from '#core/agents/lease.ts';
import { signIn, signOut } from '#core/agents/presence.ts';
import { minutes } from '#core/instant.ts';
import { anAgent, aSession } from '#test/support/agents.ts';

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
    const lease = { seconds: 60, lastSeenAt: 0 };
    return anAgent({ session: aSession({ ...lunch, lease }) });
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
});
