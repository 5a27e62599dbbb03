import { describe, expect, test } from '@jest/globals';
import type { Change, WatchedEvent } from '#core/supervisors/change.ts';
import { contentOf, framesOfChanges } from '#dialects/native/supervisor-frames.ts';
import { supervisorRoutes } from '#dialects/native/supervisors.ts';
import { aContact, anAgent, aSession, someDay } from '../../support/agents.ts';
import { aChat, aParticipant } from '../../support/chats.ts';
import { aChange } from '../../support/supervisors.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

describe('POST /v1/supervisor-connections', () => {
  const route = routeOf(supervisorRoutes, 'POST /v1/supervisor-connections');

  test('gives a caller who may read sessions an address, also one who is limited to teams', async () => {
    const caller = { ...aCaller('sessions:read'), teamIds: ['1'] };
    expect(await callOf(route, aRequest({ caller }))).toEqual({ useCase: 'requestWatch', args: [caller] });
    const outcome = { type: 'address', url: 'wss://sockets.example.com/live?token=t', expiresAt: someDay };
    expect(await answerOf(route, outcome, aRequest())).toEqual({
      status: 200,
      body: { url: outcome.url, expiresAt: '2026-11-21T09:30:00.000Z' },
    });
  });

  test('is refused to others, takes no choices, and is refused while too many pages watch', async () => {
    const caller = aCaller('logout:bulk', 'chats:write');
    expect(await refusalOf(callOf(route, aRequest({ caller })))).toMatchObject({ type: 'forbidden' });
    const faults = await faultsOf(callOf(route, aRequest({ body: { teamIds: ['1'] } })));
    expect(faults).toEqual([{ path: 'teamIds', message: 'Unknown key; there are none to give' }]);
    for (const [type, most] of [
      ['full', '50 pages'],
      ['fullForCaller', 'You have 10 pages'],
    ]) {
      const refusal = await refusalOf(answerOf(route, { type }, aRequest()));
      expect(refusal).toMatchObject({ type: 'conflict', message: expect.stringContaining(most ?? '') });
    }
  });
});

describe('what a page is shown', () => {
  const envelope = { sequence: 7, at: '2026-11-21T09:30:00.000Z', instanceId: 'demo' };
  const everything = { instanceId: 'demo', callerId: 'console' };
  const shown = (change: Change, viewer: Parameters<typeof framesOfChanges>[1] = everything) =>
    framesOfChanges([change], viewer).map((frame) => JSON.parse(frame));

  test('of an agent: the event without from where it was asked for, and the agent as it is now, without names', () => {
    const order = {
      requestedBy: 'console',
      from: { via: 'apiKey', ipAddress: '203.0.113.9' },
      reason: 'end of shift',
      tomorrow: 1,
    };
    const event: WatchedEvent = {
      eventId: 'demo/agent/ann/7',
      at: envelope.at,
      instanceId: 'demo',
      type: 'AgentLogoutDeferred',
      subject: { of: 'agent', agentId: 'ann' },
      detail: {
        ...envelope,
        eventId: 'demo/agent/ann/7',
        agentId: 'ann',
        type: 'AgentLogoutDeferred',
        contactIds: ['c1'],
        order,
      },
    };
    const agent = anAgent({
      name: 'Ann Example',
      email: 'ann@example.com',
      agentNumber: '4711',
      teamIds: ['floor'],
      securityProfileId: 'lead',
      session: aSession({ contacts: [aContact('c1')], secretHash: 'secret', connections: ['desktop'] }),
    });
    const content = contentOf(event, { of: 'agent', agent, sequence: 8 });
    expect(shown(aChange({ eventId: event.eventId, content }))).toEqual([
      {
        topic: 'lastcall/supervisor',
        content: {
          type: 'changes',
          changes: [
            {
              position: '1795253400000',
              eventId: 'demo/agent/ann/7',
              type: 'agent',
              at: '2026-11-21T09:30:00.000Z',
              event: {
                type: 'AgentLogoutDeferred',
                contactIds: ['c1'],
                order: { requestedBy: 'console', reason: 'end of shift' },
              },
              agent: {
                agentId: 'ann',
                sequence: 8,
                teamIds: ['floor'],
                session: {
                  sessionId: 'session-1',
                  status: 'In-call',
                  statusType: 'ROUTABLE',
                  statusSince: '2026-11-21T09:30:00.000Z',
                  signedInAt: '2026-11-21T09:30:00.000Z',
                  ipAddress: '10.0.0.1',
                  contacts: [{ contactId: 'c1', channel: 'VOICE', beganAt: '2026-11-21T09:30:00.000Z' }],
                },
              },
            },
          ],
        },
      },
    ]);
  });

  test.each([
    [
      'AgentLogoutCancelled',
      { cause: 'cancelled', cancelledBy: 'sup' },
      { cancelledFrom: { via: 'apiKey', ipAddress: '203.0.113.9' } },
    ],
    [
      'LogoutRequested',
      { timing: 'immediate' },
      { selection: { ipAddresses: ['203.0.113.9'] }, deletedFrom: '203.0.113.9' },
    ],
    ['AgentSignedOut', { cause: 'forced' }, { tomorrow: '203.0.113.9' }],
  ])('of %s: %j, and nothing of %j', (type, said, hidden) => {
    const order = { requestedBy: 'sup', from: { ipAddress: '203.0.113.9' } };
    const subject = { of: 'agent', agentId: 'ann' } as const;
    const detail = { ...envelope, type, ...said, ...hidden, agentId: 'ann', order };
    const event = { eventId: 'demo/agent/ann/7', at: envelope.at, instanceId: 'demo', type, subject, detail };
    const content = contentOf(event, { of: 'agent', sequence: 7 });
    expect(content.event).toEqual({ type, ...said, order: { requestedBy: 'sup' } });
    expect(JSON.stringify(content)).not.toContain('203.0.113.9');
  });

  test('of a chat: the event with the agents whom the caller may see, and the chat as it is now, without names', () => {
    const event: WatchedEvent = {
      eventId: 'demo/chat/c1/7',
      at: envelope.at,
      instanceId: 'demo',
      type: 'ChatEnded',
      subject: { of: 'chat', contactId: 'c1', agentIds: ['ann', 'bob'] },
      detail: { ...envelope, contactId: 'c1', type: 'ChatEnded', cause: 'customerLeft', agentIds: ['ann', 'bob'] },
    };
    const chat = aChat({
      participants: [aParticipant({ displayName: 'C. Customer', leftAt: someDay + 1 })],
      ended: { at: someDay + 1, cause: 'customerLeft' },
    });
    const agents = [
      { agentId: 'ann', teamIds: ['1'] },
      { agentId: 'bob', teamIds: ['2'] },
    ];
    const change = aChange({ audience: { agents }, content: contentOf(event, { of: 'chat', chat, sequence: 7 }) });
    expect(shown(change)[0].content.changes).toMatchObject([
      {
        type: 'chat',
        event: { type: 'ChatEnded', cause: 'customerLeft', agentIds: ['ann', 'bob'] },
        chat: {
          contactId: 'c1',
          sequence: 7,
          state: 'ended',
          cause: 'customerLeft',
          participants: [{ participantId: 'customer', role: 'CUSTOMER', connected: false }],
        },
      },
    ]);
    expect(JSON.stringify(shown(change))).not.toContain('C. Customer');
    const [limited] = shown(change, { ...everything, teamIds: ['2'] });
    expect(limited.content.changes[0].event).toEqual({ type: 'ChatEnded', cause: 'customerLeft', agentIds: ['bob'] });
  });

  test('of a job: how it has ended; and of what is not there any more, that it is not', () => {
    const detail = {
      ...envelope,
      jobId: 7,
      type: 'LogoutJobCompleted',
      counts: { loggedOut: 2 },
      order: { requestedBy: 'console' },
    };
    const event = { eventId: 'demo/job/7/1', at: envelope.at, instanceId: 'demo', detail };
    const subject = { of: 'job', jobId: 7, requestedBy: 'console' } as const;
    expect(contentOf({ ...event, type: 'LogoutJobCompleted', subject }, { of: 'job' })).toEqual({
      type: 'job',
      at: '2026-11-21T09:30:00.000Z',
      event: { type: 'LogoutJobCompleted', counts: { loggedOut: 2 }, order: { requestedBy: 'console' } },
      job: { jobId: 7, sequence: 7 },
    });
    const ofChat = { of: 'chat', contactId: 'c1', agentIds: [] } as const;
    expect(contentOf({ ...event, type: 'ChatEnded', subject: ofChat }, { of: 'chat', sequence: 0 })).toMatchObject({
      chat: { contactId: 'c1', sequence: 0 },
    });
  });

  test('many changes are in as few frames as can hold them, none longer than API Gateway sends', () => {
    const changes = Array.from({ length: 1_000 }, (_, n) =>
      aChange({ eventId: `demo/agent/ann/${n}`, content: { type: 'agent', event: { reason: 'ü€'.repeat(100) } } }),
    );
    const frames = framesOfChanges(changes, everything);
    expect(frames.length).toBeLessThan(20);
    expect(Math.max(...frames.map((frame) => Buffer.byteLength(frame)))).toBeLessThan(128 * 1024);
    const ids = frames.flatMap((frame) => JSON.parse(frame).content.changes).map(({ eventId }) => eventId);
    expect(ids).toEqual(changes.map(({ eventId }) => eventId));
    expect(framesOfChanges([], everything)).toEqual([]);
  });
});
