import { beforeAll, describe, expect, test } from '@jest/globals';
import { fastApp } from '../app/running-app.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { agentsOf } from './agents.ts';
import { aSupervisorPage, type ShownChange } from './supervisor-page.ts';

let centre: Centre & ReturnType<typeof agentsOf>;
beforeAll(async () => {
  const instance = await aCentre(await fastApp(), 'supervisors');
  centre = { ...instance, ...agentsOf(instance) };
});

const available = { status: 'Available', statusType: 'ROUTABLE' };
const isSignedOut = ({ event }: ShownChange) => event.type === 'AgentSignedOut';

describe('a supervisor’s page', () => {
  test('is shown each change of agents, chats and jobs once, with the agent as the lists show one', async () => {
    const agentId = await centre.anAgent({ teamIds: ['1'] });
    const page = await aSupervisorPage(centre.call);
    expect(page.start.type).toBe('reload');
    await centre.call('PUT', `/v1/agents/${agentId}/session`, available);
    const { name: _, email: __, agentNumber: ___, ...listed } = await centre.call('GET', `/v1/agents/${agentId}`);
    await centre.call('PUT', '/v1/chats/shown', { customer: { displayName: 'Luke' } });
    await centre.call('DELETE', '/v1/chats/shown');
    const startAt = new Date(centre.now() + 3_600_000).toISOString();
    const { jobId } = await centre.call('POST', '/v1/force-logouts', { select: { teamIds: ['1'] }, startAt });
    await centre.call('DELETE', `/v1/force-logouts/${jobId}`);
    await centre.call('DELETE', `/v1/agents/${agentId}/session`);
    await page.until(isSignedOut);
    await page.until(({ event }) => event.type === 'ChatEnded');
    await page.until(({ event }) => event.type === 'LogoutRequested');
    const changes = await page.until(({ event }) => event.type === 'LogoutJobCancelled');
    const [signedIn] = changes.filter(({ event }) => event.type === 'AgentSignedIn');
    expect(signedIn?.agent).toEqual({ ...listed, sequence: 1 });
    expect(changes.map(({ event }) => event.type).toSorted()).toEqual([
      'AgentSignedIn',
      'AgentSignedOut',
      'ChatEnded',
      'ChatStarted',
      'LogoutJobCancelled',
      'LogoutRequested',
      'ParticipantJoined',
    ]);
    expect(new Set(changes.map(({ eventId }) => eventId)).size).toBe(changes.length);
    expect(page.frames.join()).not.toMatch(/ann@example|Luke/);
    page.socket.close();
  });

  test('that comes back is shown what it has missed', async () => {
    const agentId = await centre.anAgent();
    const page = await aSupervisorPage(centre.call);
    page.socket.vanish();
    await page.socket.closed;
    await centre.call('PUT', `/v1/agents/${agentId}/session`, available);
    await centre.call('DELETE', `/v1/agents/${agentId}/session`);
    const again = await aSupervisorPage(centre.call, page.start.position);
    const changes = await again.until((change) => isSignedOut(change) && change.agent?.agentId === agentId);
    // What was kept a moment ago may be pushed besides.
    const own = new Map(
      changes.flatMap((each) => (each.agent?.agentId === agentId ? [[each.eventId, each.event.type]] : [])),
    );
    expect([...own.values()].toSorted()).toEqual(['AgentSignedIn', 'AgentSignedOut']);
    expect(again.start.type).toBe('resumed');
    again.socket.close();
  });

  test('is told what is wrong with a position that it was never given', async () => {
    const page = await aSupervisorPage(centre.call);
    const content = { topics: ['lastcall/supervisor'], after: '7' };
    page.socket.send(JSON.stringify({ topic: 'aws/subscribe', content }));
    const frame = await new Promise<string>((resolve) => page.socket.onFrame(resolve));
    expect(JSON.parse(frame).content).toEqual({
      status: 'failure',
      topics: ['lastcall/supervisor'],
      message: 'after must be the position of an earlier frame, as text: leave it out to load the lists again',
    });
    page.socket.close();
  });
});
