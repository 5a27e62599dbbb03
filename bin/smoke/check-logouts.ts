import * as z from 'zod';
import { jobOf, type SmokeAgents, startJob } from './agents.ts';
import { listen } from './listener.ts';
import { SmokeFault } from './stage-api.ts';

const results = z.object({ results: z.array(z.object({ agentId: z.string(), outcome: z.string() })) });
const agent = z.object({ session: z.object({ pendingLogout: z.unknown().optional() }).nullable() });
const connection = z.object({ url: z.string() });
const loggedOut = z.object({ type: z.literal('LoggedOut'), cause: z.string() });
const reason = 'smoke test';

/** An agent is forced out at once, and the agent's desktop is told so. */
export async function checkForcedLogout(agents: SmokeAgents): Promise<string> {
  const { api, ids, cleaning } = agents;
  const [agentId = ''] = ids;
  const token = await agents.signInWithDesktop(agentId);
  // As a page sends it: without a key.
  const { url } = await api.call('POST', '/v1/session/connection', connection, { body: { token }, headers: {} });
  const desktop = await listen(url, 'lastcall/agent', api.signal);
  cleaning.later('the WebSocket of a desktop', async () => desktop.close());
  await expectOutcome(agents, agentId, 'immediate', 'loggedOut');
  if ((await sessionOf(agents, agentId)) !== null)
    throw new SmokeFault(`${agentId} is still signed in after a forced logout`);
  const { cause } = await desktop.receives(loggedOut, 20, `${agentId} got no LoggedOut`);
  if (cause !== 'forced') throw new SmokeFault(`The desktop of ${agentId} must be told the cause forced, got ${cause}`);
  desktop.close();
  return `${agentId} was logged out, and the desktop received LoggedOut over its WebSocket`;
}

/** A forced logout waits for the end of a call. */
export async function checkDeferredLogout(agents: SmokeAgents): Promise<string> {
  const { api, ids } = agents;
  const [, agentId = ''] = ids;
  const contact = `/v1/agents/${agentId}/contacts/${crypto.randomUUID()}`;
  await agents.signIn(agentId);
  await api.call('PUT', contact, agent, { body: { channel: 'VOICE' } });
  await expectOutcome(agents, agentId, 'afterContact', 'deferred');
  const session = await sessionOf(agents, agentId);
  if (session?.pendingLogout === undefined)
    throw new SmokeFault(`${agentId} has no pendingLogout after a deferred logout`);
  const after = await api.call('DELETE', contact, agent);
  if (after.session !== null) throw new SmokeFault(`${agentId} is still signed in after the last call has ended`);
  return `${agentId} stayed for the call, and was logged out at its end`;
}

/** More agents than one request forces out become a job. */
export async function checkJob({ api, ids, signIn }: SmokeAgents): Promise<string> {
  for (let from = 0; from < ids.length; from += 5) await Promise.all(ids.slice(from, from + 5).map(signIn));
  const { jobId } = await startJob(api, {
    select: { agentIds: ids },
    timing: 'immediate',
    confirmEveryone: true,
    reason,
  });
  const { status, counts } = await jobOf(api, jobId);
  if (status !== 'completed' || counts.loggedOut !== ids.length)
    throw new SmokeFault(
      `The job ${jobId} must log ${ids.length} agents out, and it ${status} with ${counts.loggedOut}`,
    );
  return `job ${jobId} logged ${counts.loggedOut} agents out`;
}

async function expectOutcome({ api }: SmokeAgents, agentId: string, timing: string, expected: string): Promise<void> {
  const body = { select: { agentIds: [agentId] }, timing, reason };
  const [first] = (await api.call('POST', '/v1/force-logouts', results, { body })).results;
  if (first?.outcome !== expected)
    throw new SmokeFault(
      `A forced logout (${timing}) of ${agentId} must be ${expected}, got ${first?.outcome ?? 'no result'}`,
    );
}

const sessionOf = async ({ api }: SmokeAgents, agentId: string) =>
  (await api.call('GET', `/v1/agents/${agentId}`, agent)).session;
