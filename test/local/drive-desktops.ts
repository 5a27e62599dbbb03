import type { LocalRun } from '../../local/start-local.ts';
import { forgetAlarm, type State } from './app-state.ts';
import type { Call } from './call-api.ts';
import { connect } from './socket-client.ts';

const agentId = '108';
const profile = { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: [] };
const subscription = JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['lastcall/agent'] } });
/** One more than a session may have. */
const connections = 11;

/** Has the functions of agents' desktops do all that they ever do. */
export async function driveDesktops(run: LocalRun, call: Call, { agents }: State): Promise<void> {
  await call('PUT', '/v1/agent-settings', { contactGraceSeconds: 'off' });
  await call('GET', '/v1/agent-settings');
  await call('PUT', `/v1/agents/${agentId}`, profile);
  const signIn = async () => {
    const { token, sessionId } = await call('PUT', `/v1/agents/${agentId}/session`, {
      leaseSeconds: 600,
      takeOver: true,
    });
    const say = (what: string, body: object = {}) =>
      fetch(`${run.url}/v1/session/${what}`, { method: 'POST', body: JSON.stringify({ token, ...body }) });
    const listen = async () => {
      const socket = await connect(JSON.parse(await (await say('connection')).text()).url);
      socket.send(subscription);
      await socket.next();
      return socket;
    };
    return { sessionId, say, listen };
  };

  const first = await signIn();
  await Promise.all(Array.from({ length: connections }, first.listen));
  const second = await signIn();
  await second.listen();
  await first.say('heartbeat', { sentAt: Date.now() });
  await second.say('heartbeat', { sentAt: Date.now() });
  const heartbeat = `/v1/agents/${agentId}/session/heartbeat`;
  await call('POST', heartbeat, { sessionId: second.sessionId });
  await call('POST', heartbeat, { sessionId: first.sessionId }).catch(() => undefined);
  await call('PUT', `/v1/agents/${agentId}/contacts/call-1`, { channel: 'VOICE' });
  await call('POST', '/v1/force-logouts', { select: { agentIds: [agentId] } });
  await call('DELETE', `/v1/agents/${agentId}/contacts/call-1`);

  const third = await signIn();
  await third.listen();
  await forgetAlarm(agents, { instanceId: 'demo', agentId });
  await third.say('leave', { sentAt: Date.now(), withinSeconds: 0 });
}
