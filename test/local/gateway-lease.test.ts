import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GatewayRun, startGateway } from './gateway-run.ts';
import { eventually } from './runs.ts';

let centre: GatewayRun;
beforeAll(async () => {
  centre = await startGateway(60);
}, 60_000);
afterAll(async () => {
  await centre.run.stop();
  expect(centre.failures).toEqual([]);
});

const minutes = 60_000;

/** Signs a new agent in, and says when that was, by the clock of the system. */
async function someoneSignedIn() {
  const agentId = await centre.anAgent();
  const guid = await centre.signIn(agentId);
  const [{ at }] = await centre.whatHappenedTo(agentId, 'AgentSignedIn');
  return { agentId, signedInAt: Date.parse(at), poll: () => centre.gateway(`GET /agentevent/${agentId}`, { guid }) };
}

test('a session lasts while its client polls, ends two minutes after the last poll and no earlier, and its client is told', async () => {
  const { agentId, signedInAt, poll } = await someoneSignedIn();
  let heardAt = signedInAt;
  while (heardAt < signedInAt + 3 * minutes) {
    heardAt = centre.now();
    expect(await poll()).toMatchObject({ retcode: '0', event: null });
  }
  const ended = (await centre.whatHappenedTo(agentId)).at(-1);
  expect(ended).toMatchObject({ type: 'AgentLoggedOut', cause: 263, releasedContactIds: [] });
  expect(Date.parse(ended.at)).toBeGreaterThanOrEqual(heardAt + 2 * minutes);
  expect(await poll()).toMatchObject({ retcode: '0', event: { eventType: 'AgentOther_ShutdownService' } });
  expect(await poll()).toMatchObject({ status: 200, retcode: '100-006' });
}, 20_000);

test('an agent who talks stays signed in without a poll, and is signed out with the end of the call', async () => {
  const { agentId, signedInAt } = await someoneSignedIn();
  await centre.beginCall(agentId);
  await eventually(() => centre.now() > signedInAt + 3 * minutes || undefined);
  expect(await centre.call('GET', `/v1/agents/${agentId}`)).toMatchObject({ session: { status: 'In-call' } });
  await centre.call('DELETE', `/v1/agents/${agentId}/contacts/call-1`);
  expect((await centre.whatHappenedTo(agentId)).at(-1)).toMatchObject({ cause: 263, releasedContactIds: [] });
}, 20_000);
