import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { importProfile, markDeleted } from '#core/agent-imports/imported-agent.ts';
import { anAgent, ann, anOrder, aSession, someDay } from '#test/support/agents.ts';
import { anyAgent } from '#test/support/any-agent.ts';

const imported = { name: 'Ann Example', agentNumber: 'ann', teamIds: ['night'] };

describe('the profile of an import', () => {
  test('leaves the e-mail address, the rights and the session as they are', () => {
    const agent = anAgent({ ...ann, email: 'ann@example.com', securityProfileId: 'p', session: aSession() });
    const { state, outcome } = importProfile(agent, ann, imported);
    expect(outcome).toBe('changed');
    expect(state).toEqual({ ...agent, profile: { ...agent.profile, ...imported } });
  });

  test('changes nothing that is the same, teams in another order included', () => {
    const { state } = importProfile(undefined, ann, { ...imported, teamIds: ['a', 'b'] });
    const again = importProfile(state, ann, { ...imported, teamIds: ['b', 'a'] });
    expect(again).toEqual({ state, events: [], outcome: 'same' });
    expect(again.state).toBe(state);
  });

  test('is another one as soon as its number differs', () => {
    const { state } = importProfile(undefined, ann, imported);
    const { state: renumbered, outcome } = importProfile(state, ann, { ...imported, agentNumber: '7' });
    expect([renumbered?.profile.agentNumber, outcome]).toEqual(['7', 'changed']);
  });

  test('brings back an agent who was deleted, also if it is the same', () => {
    const { state } = importProfile(undefined, ann, imported);
    const again = importProfile(markDeleted(state, someDay).state, ann, imported);
    expect(again).toEqual({ state, events: [], outcome: 'changed' });
  });

  test('applied twice changes nothing the second time, whoever the agent is', () => {
    void fc.assert(
      fc.property(fc.option(anyAgent, { nil: undefined }), (agent) => {
        const { state } = importProfile(agent, ann, imported);
        expect(importProfile(state, ann, imported).outcome).toBe('same');
      }),
    );
  });
});

describe('an agent whose user is deleted', () => {
  test('is signed out by the forced logout that was waiting, if one was', () => {
    const order = anOrder({ reason: 'night' });
    const pendingLogout = { order, requestedAt: someDay };
    const { state, events } = markDeleted(anAgent({ ...ann, session: aSession({ pendingLogout }) }), someDay);
    expect(state).toMatchObject({ agentId: ann.agentId, deletedAt: someDay });
    expect(state?.session).toBeUndefined();
    expect(events).toMatchObject([{ type: 'AgentSignedOut', cause: 'forced', order }]);
  });

  test('is signed out from then on, or since they were', () => {
    expect(markDeleted(anAgent({ ...ann, session: aSession() }), someDay).state?.signedOutAt).toBe(someDay);
    const before = markDeleted(anAgent({ ...ann, signedOutAt: someDay - 1 }), someDay).state;
    expect(before?.signedOutAt).toBe(someDay - 1);
    expect(markDeleted(anAgent(ann), someDay).state).not.toHaveProperty('signedOutAt');
  });

  test('is not taken offline there any more', () => {
    const { state } = markDeleted(anAgent({ ...ann, owedOffline: { checkAt: someDay, checks: 1 } }), someDay);
    expect(state).not.toHaveProperty('owedOffline');
  });

  test('keeps the profile and the first instant, and has no session', () => {
    void fc.assert(
      fc.property(anyAgent, (agent) => {
        const { state, events } = markDeleted(agent, someDay);
        expect(state?.profile).toEqual(agent.profile);
        expect(state?.session).toBeUndefined();
        expect(state?.deletedAt).toBe(agent.deletedAt ?? someDay);
        expect(events.length > 0).toBe(agent.session !== undefined && agent.deletedAt === undefined);
        expect(markDeleted(state, someDay + 1)).toEqual({ state, events: [], outcome: 'same' });
      }),
    );
  });

  test('who is not known here is not created', () => {
    expect(markDeleted(undefined, someDay)).toEqual({ state: undefined, events: [], outcome: 'same' });
  });
});
