import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '#core/agents/agent.ts';
import { forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { anOrder } from '#test/support/agents.ts';
import { anyAgent, anyJobLogout, anySignedInAgent } from '#test/support/any-agent.ts';

test('a chunk delivered twice takes effect once and has the same outcome twice, even if the agent has signed in again', () => {
  fc.assert(
    fc.property(anyAgent, anyJobLogout, anySignedInAgent, (agent, command, { session }) => {
      const first = forceLogout(agent, command, 1);
      const signedInAgain = { ...agent, ...first.state, session };
      const again = forceLogout(signedInAgain, command, 2);
      expect(again).toEqual({ state: signedInAgain, events: [], outcome: first.outcome });
      expect(again.state).toBe(signedInAgain);
    }),
  );
});

test('another chunk of the same job leaves the agent to the first', () => {
  fc.assert(
    fc.property(anyAgent, anyJobLogout, (agent, command) => {
      const { state } = forceLogout(agent, command, 1);
      const other = forceLogout(state, { ...command, chunk: '9.9' }, 2);
      expect(other).toEqual({ state, events: [], outcome: { type: 'countedElsewhere' } });
    }),
  );
});

test('the marks of earlier jobs do not affect another job', () => {
  fc.assert(
    fc.property(anyAgent, anyJobLogout, (agent, command) => {
      const { outcome } = forceLogout(agent, { ...command, order: { ...command.order, jobId: 99 } }, 1);
      const { jobId: _, ...order } = command.order;
      const { chunk: __, ...alone } = command;
      expect(outcome).toEqual(forceLogout(agent, { ...alone, order }, 1).outcome);
    }),
  );
});

test('an agent keeps the marks of the newest jobs, at most four', () => {
  fc.assert(
    fc.property(anyAgent, fc.uniqueArray(fc.integer({ min: 100 }), { minLength: 1, maxLength: 9 }), (agent, jobs) => {
      const after = jobs.reduce<Agent | undefined>(
        (state, jobId) => forceLogout(state, { timing: 'immediate', order: anOrder({ jobId }), chunk: '0.0' }, 1).state,
        agent,
      );
      const marks = after?.logoutMarks.map(({ jobId }) => jobId) ?? [];
      expect(marks.length).toBeLessThanOrEqual(4);
      expect(marks.slice(0, jobs.length)).toEqual(jobs.toReversed().slice(0, 4));
    }),
  );
});
