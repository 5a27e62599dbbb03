import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { frameOfAgentEvent } from '#dialects/native/desktops.ts';
import { ann, anOrder, recorded, someDay } from '#test/support/agents.ts';

/** The frames of desktops on the page of the own API, as they are sent. */
const documented = readFileSync('docs/dialects/native.md', 'utf8')
  .split('\n')
  .flatMap((line) => (line.startsWith('< {"topic":"lastcall/agent"') ? [line.slice(2)] : []));

test('every frame that a desktop can get is on the page, as it is sent', () => {
  const deadline = { minutes: 2, onDeadline: 'force' } as const;
  const order = anOrder({ reason: 'maintenance', message: 'We are back at six', deadline, holdMinutes: 30 });
  const of = { ...ann, sessionId: '77d2…' };
  const at = someDay + seconds(61);
  const deadlineAt = at + minutes(2);
  const waiting = { ...of, order, deadlineAt };
  const ended = { cause: 'forced', order, holdEndsAt: deadlineAt + minutes(30) } as const;
  const frames = [
    recorded({ type: 'AgentLogoutDeferred', ...waiting, status: 'Available', contactIds: ['c1'] } as const, { at }),
    recorded({ type: 'AgentLogoutDeadlineNear', ...waiting } as const, { at: at + minutes(1) }),
    recorded(
      { type: 'AgentSignedOut', ...of, ...ended, previousStatus: 'Available', releasedContactIds: [] } as const,
      {
        at: deadlineAt,
      },
    ),
    recorded({ type: 'AgentLogoutCancelled', ...of, order, cause: 'cancelled', cancelledBy: 'sup' } as const, {
      at: at + seconds(89),
    }),
  ].map(frameOfAgentEvent);
  expect(documented).toEqual(frames);
});
