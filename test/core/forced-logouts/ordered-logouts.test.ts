import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import type { LogoutMark, LogoutOutcome, PendingLogout } from '#core/agents/logout-order.ts';
import { type ForceLogout, forceLogout, settle, withdraw } from '#core/forced-logouts/logout-decision.ts';
import { anAgent, anOrder, aSession } from '#test/support/agents.ts';

const seen = { previousStatus: 'Available', contacts: 0 } as const;
const loggedOut: LogoutOutcome = { type: 'loggedOut', ...seen };
const ordered: LogoutOutcome = { type: 'ordered', ...seen };

const command: ForceLogout = { timing: 'afterContact', order: anOrder({ jobId: 7 }), chunk: '0.0', inBackend: true };
const aMark = (overrides: Partial<LogoutMark> = {}): LogoutMark => ({
  jobId: 7,
  chunk: '0.0',
  outcome: ordered,
  ...overrides,
});
/** An idle agent who has been there since before the request. */
const idle = (logoutMarks: readonly LogoutMark[] = []) =>
  anAgent({ session: aSession({ signedInAt: 1 }), logoutMarks });
const ofOtherJobs = [aMark({ jobId: 8 }), aMark({ jobId: 6, outcome: loggedOut })];

/** An idle agent, whom the backend is to take out by order of job 7. */
function anOrdered(logoutMarks: readonly LogoutMark[] = []): { agent: Agent; pending: PendingLogout } {
  const { state: agent } = forceLogout(idle(logoutMarks), { ...command, requestedAt: 5 }, 9);
  const pending = agent?.session?.pendingLogout;
  if (!agent || !pending) throw new Error('No logout was ordered');
  return { agent, pending };
}

test('a logout is ordered of a backend as of its request, and nobody is out yet', () => {
  const { state, events, outcome } = forceLogout(idle(), { ...command, requestedAt: 5 }, 9);
  expect(state?.session?.pendingLogout).toMatchObject({ order: command.order, requestedAt: 5 });
  expect([events, outcome]).toEqual([[], ordered]);
  const { state: atOnce } = forceLogout(idle(), command, 9);
  expect(atOnce?.session?.pendingLogout?.requestedAt).toBe(9);
});

describe('the outcome of a logout that was ordered', () => {
  test('takes the place of the order in the mark of the job', () => {
    const { agent } = anOrdered(ofOtherJobs);
    expect(settle(agent, command, loggedOut)).toEqual({
      ...agent,
      logoutMarks: [aMark({ outcome: loggedOut }), ...ofOtherJobs],
    });
  });

  test('changes no outcome that is settled, and nothing of other jobs', () => {
    const agent = anAgent({ logoutMarks: [aMark({ outcome: loggedOut }), ...ofOtherJobs] });
    expect(settle(agent, command, { type: 'alreadySignedOut' })).toBe(agent);
  });
});

describe('a logout that was ordered and is refused', () => {
  const { agent, pending } = anOrdered(ofOtherJobs);
  const { pendingLogout: _, ...session } = agent.session ?? aSession();

  test('leaves nothing of itself on the agent', () => {
    expect(withdraw(agent, command, pending)).toEqual({ ...agent, session, logoutMarks: ofOtherJobs });
  });

  test('leaves nothing, either, if the agent has gone meanwhile', () => {
    const { session: __, ...gone } = agent;
    expect(withdraw(gone, command, pending)).toEqual({ ...gone, logoutMarks: ofOtherJobs });
  });

  test('leaves nothing, either, if it was taken back meanwhile', () => {
    expect(withdraw({ ...agent, session }, command, pending)).toEqual({ ...agent, session, logoutMarks: ofOtherJobs });
  });

  test('keeps the outcome that another attempt has recorded', () => {
    const settled = settle(agent, command, loggedOut);
    expect(withdraw(settled, command, pending).logoutMarks).toEqual(settled.logoutMarks);
  });

  test.each([
    ['asked for by somebody else', { ...pending, order: { ...pending.order, requestedBy: 'director' } }],
    ['of another job', { ...pending, order: { ...pending.order, jobId: 8 } }],
  ])('takes away no logout that was waiting already, %s', (_, waiting) => {
    const both = { ...agent, session: { ...session, pendingLogout: waiting } };
    expect(withdraw(both, command, waiting).session?.pendingLogout).toBe(waiting);
  });

  test('takes away none that was ordered since', () => {
    const later = { ...pending, requestedAt: 6 };
    const both = { ...agent, session: { ...session, pendingLogout: later } };
    expect(withdraw(both, command, pending).session?.pendingLogout).toBe(later);
  });
});
