import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seconds } from '#core/instant.ts';
import { type Audience, instantOf, isOfViewer, isShownTo, positionAt } from '#core/supervisors/change.ts';
import type { Viewer } from '#core/supervisors/watch.ts';
import { watchedEvents } from '#core/supervisors/watched-events.ts';
import { someDay } from '#test/support/agents.ts';
import { aChange } from '#test/support/supervisors.ts';

const viewer: Viewer = { instanceId: 'demo', callerId: 'console' };
const ofAgents = (...teamIds: readonly string[]): Audience => ({ agents: [{ agentId: 'ann', teamIds }] });

const elsewhere: Viewer = { ...viewer, instanceId: 'other' };

test.each<[string, boolean, Viewer, Audience]>([
  ['of an agent of no team', true, viewer, ofAgents()],
  ['of an agent of a team', true, viewer, ofAgents('1')],
  ['of a job that somebody else has asked for', true, viewer, { requestedBy: 'somebody' }],
  ['of an agent of another instance', false, elsewhere, ofAgents('1')],
  ['of a job of another instance, whose caller has the same id', false, elsewhere, { requestedBy: 'console' }],
  ['of an agent of one of its teams', true, { ...viewer, teamIds: ['2', '1'] }, ofAgents('1', '3')],
  ['of an agent of other teams', false, { ...viewer, teamIds: ['2'] }, ofAgents('1', '3')],
])('a page is shown a change %s: %s', (_, isShown, who, audience) => {
  expect(isShownTo(aChange({ audience }), who)).toBe(isShown);
});

test('one who sees all teams sees agents of no team as well', () => {
  expect(isOfViewer(viewer, { agentId: 'ann', teamIds: [] })).toBe(true);
  expect(isOfViewer({ ...viewer, teamIds: [] }, { agentId: 'ann', teamIds: [] })).toBe(false);
});

describe('a position', () => {
  test('is text of 13 digits, by which positions sort, and tells its instant', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999_999_999), (at) => {
        expect(positionAt(at)).toMatch(/^\d{13}$/);
        expect(instantOf(positionAt(at), at)).toBe(at);
      }),
    );
    expect(positionAt(5) < positionAt(10)).toBe(true);
  });

  test('of a process whose clock is ten seconds ahead is good, and none that lies further ahead', () => {
    expect(instantOf(positionAt(someDay + seconds(10)), someDay)).toBe(someDay + seconds(10));
    expect(instantOf(positionAt(someDay + seconds(10) + 1), someDay)).toBeUndefined();
  });
});

test('supervisors are shown what happens to agents, jobs and chats, but no contact that a logout has released and no refusal', () => {
  expect(watchedEvents).toEqual(expect.arrayContaining(['AgentSignedOut', 'LogoutJobCompleted', 'ChatEnded']));
  expect(watchedEvents).not.toContain('ContactReleased');
  expect(watchedEvents).not.toContain('LogoutRefused');
});
