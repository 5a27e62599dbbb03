import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { fastApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { agentsOf } from './agents.ts';

let centre: Centre & ReturnType<typeof agentsOf>;
beforeAll(async () => {
  const instance = await aCentre(await fastApp(), 'huawei-lease');
  centre = { ...instance, ...agentsOf(instance) };
});

const minutes = 60_000;

/** Signs a new agent in. `signedInAt` is virtual time. */
async function anAgentSignedIn() {
  const agentId = await centre.anAgentWithPassword();
  const guid = await centre.signIn(agentId);
  const [{ at }] = await centre.eventsOf(agentId, 'AgentSignedIn');
  return { agentId, signedInAt: Date.parse(at), poll: () => centre.huawei(`GET /agentevent/${agentId}`, { guid }) };
}

test.concurrent('a session lasts while its client polls, and ends two minutes after the last poll and no earlier, with a last event', async () => {
  const { agentId, signedInAt, poll } = await anAgentSignedIn();
  let lastSeenAt = signedInAt;
  while (lastSeenAt < signedInAt + 3 * minutes) {
    lastSeenAt = centre.now();
    expect(await poll()).toEqual({ status: 200, guid: expect.any(String), message: '', retcode: '0' });
    await wait(200);
  }
  const ended = (await centre.eventsOf(agentId)).at(-1);
  expect(ended).toMatchObject({ type: 'AgentSignedOut', cause: 'leaseExpired', releasedContactIds: [] });
  expect(Date.parse(ended.at)).toBeGreaterThanOrEqual(lastSeenAt + 2 * minutes);
  expect(await poll()).toMatchObject({ retcode: '0', event: { eventType: 'AgentOther_ShutdownService' } });
  expect(await poll()).toMatchObject({ status: 200, retcode: '100-006' });
});

test.concurrent('an agent with a call stays signed in without polls, and is signed out at the end of the call', async () => {
  const { agentId, signedInAt } = await anAgentSignedIn();
  await centre.beginCall(agentId);
  await eventually(() => centre.now() > signedInAt + 3 * minutes || undefined);
  expect(await centre.call('GET', `/v1/agents/${agentId}`)).toMatchObject({ session: { status: 'In-call' } });
  await centre.call('DELETE', `/v1/agents/${agentId}/contacts/call-1`);
  expect((await centre.eventsOf(agentId)).at(-1)).toMatchObject({ cause: 'leaseExpired', releasedContactIds: [] });
});
