import type { StartedApp } from '../app/app-processes.ts';
import { forgetWakeUp, type State } from './app-state.ts';
import type { Call } from './call-api.ts';
import { aDesktop } from './desktop-client.ts';
import { guidOf, makeHuaweiCall, password } from './huawei-client.ts';

const agentId = '108';
const profile = { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: ['1'] };
/** One more than the maximum of a session. */
const connections = 11;

/** Makes the functions of agents' desktops use all their permissions. A desktop of an agent of team 1 stays connected. */
export async function driveDesktops(app: StartedApp, call: Call, { agents }: State): Promise<void> {
  await call('PUT', '/v1/agent-settings', { contactGraceSeconds: 'off' });
  await call('GET', '/v1/agent-settings');
  await call('PUT', `/v1/agents/${agentId}`, profile);
  const signIn = async () => {
    const session = { leaseSeconds: 600, takeOver: true };
    const { token, sessionId } = await call('PUT', `/v1/agents/${agentId}/session`, session);
    return { sessionId, ...aDesktop(app, token) };
  };

  const first = await signIn();
  await Promise.all(Array.from({ length: connections }, first.listen));
  const second = await signIn();
  await second.listen();
  await first.post('heartbeat', { sentAt: Date.now() });
  await second.post('heartbeat', { sentAt: Date.now() });
  const heartbeat = `/v1/agents/${agentId}/session/heartbeat`;
  await call('POST', heartbeat, { sessionId: second.sessionId });
  await call('POST', heartbeat, { sessionId: first.sessionId }).catch(() => undefined);
  await call('PUT', `/v1/agents/${agentId}/contacts/call-1`, { channel: 'VOICE' });
  await call('POST', '/v1/force-logouts', { select: { agentIds: [agentId] } });
  await call('DELETE', `/v1/agents/${agentId}/contacts/call-1`);

  const third = await signIn();
  await third.listen();
  await forgetWakeUp(agents, { instanceId: 'demo', agentId });
  await third.post('leave', { sentAt: Date.now(), withinSeconds: 0 });

  const fourth = await signIn();
  await fourth.listen();
  await call('PUT', `/v1/agents/${agentId}/password`, { password });
  await guidOf(makeHuaweiCall(app), agentId, '/forcelogin');

  // A job ends this session.
  const last = await signIn();
  await last.listen();
}
