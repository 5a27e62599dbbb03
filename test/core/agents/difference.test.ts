import { expect, test } from '@jest/globals';
import type { Agent, Session } from '#core/agents/agent.ts';
import { type DifferenceKind, kindsOf } from '#core/agents/difference.ts';
import { aContact, anAgent, aPendingLogout, aSession } from '#test/support/agents.ts';

const away = anAgent();
const there = (overrides: Partial<Session> = {}, before = anAgent()): Agent => ({
  ...before,
  session: { ...session, ...overrides },
});
const session = aSession({ contacts: [aContact('c1')] });
const agent = there({}, away);

test.each<[string, Agent | undefined, Agent | undefined, readonly DifferenceKind[]]>([
  ['nobody knew', undefined, agent, ['signedIn']],
  ['who was away', away, agent, ['signedIn']],
  ['who is away now', agent, away, ['signedOut']],
  ['who is unknown, and stays so', undefined, undefined, []],
  ['who is away, and stays so', away, { ...away, seen: { at: 1 } }, []],
  ['who is only seen again', agent, { ...agent, seen: { at: 1 } }, []],
  ['in another status', agent, there({ status: 'Lunch' }, away), ['status']],
  ['in a status of another type', agent, there({ statusType: 'CUSTOM' }, away), ['status']],
  ['with other contacts', agent, there({ contacts: [] }, away), ['contacts']],
  ['in other teams', agent, { ...agent, profile: { ...agent.profile, teamIds: ['t1'] } }, ['teams']],
  ['with a logout that has gone on', agent, there({ pendingLogout: aPendingLogout() }, away), ['pendingLogout']],
  [
    'in all of these',
    agent,
    there({ status: 'Lunch', contacts: [], pendingLogout: aPendingLogout() }, anAgent({ teamIds: ['t1'] })),
    ['status', 'contacts', 'teams', 'pendingLogout'],
  ],
])('an agent %s differs in that', (_, before, after, kinds) => {
  expect(kindsOf(before, after)).toStrictEqual(kinds);
});
