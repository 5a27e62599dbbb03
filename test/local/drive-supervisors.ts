import { mostWatchesOfCaller } from '#core/supervisors/watch.ts';
import type { StartedApp } from '../app/app-processes.ts';
import { eventually } from '../support/eventually.ts';
import { type Call, makeCall } from './call-api.ts';
import { aSupervisorPage } from './supervisor-page.ts';

const agentId = '109';
const profile = { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: ['9'] };

/** Makes the functions of supervisors' pages use all their permissions. */
export async function driveSupervisors(app: StartedApp, call: Call): Promise<void> {
  await call('PUT', `/v1/agents/${agentId}`, profile);
  const signIn = () => call('PUT', `/v1/agents/${agentId}/session`, { takeOver: true });
  const isOf = (type: string) => (change: { readonly event: { readonly type: string } }) => change.event.type === type;

  const page = await aSupervisorPage(call);
  await signIn();
  await page.until(isOf('AgentSignedIn'));
  await call('PUT', '/v1/chats/watched', { customer: { displayName: 'Luke' } });
  await call('POST', '/v1/chats/watched/participants', { role: 'AGENT', displayName: 'Ann', agentId });
  await page.until(isOf('ParticipantJoined'));
  page.socket.close();
  await page.socket.closed;
  await call('DELETE', '/v1/chats/watched');
  const again = await aSupervisorPage(call, page.start.position);
  await again.until(isOf('ChatEnded'));

  const { keyId, secret } = await call('POST', '/v1/api-keys', { name: 'console', scopes: ['sessions:read'] });
  const revoked = await aSupervisorPage(makeCall(app, `${keyId}:${secret}`));
  await call('DELETE', `/v1/api-keys/${keyId}`);
  // Whoever looked the key up before it was revoked remembers it for a minute.
  let isClosed = false;
  void revoked.socket.closed.then(() => {
    isClosed = true;
  });
  await eventually(async () => {
    await signIn();
    return isClosed || undefined;
  });
  again.socket.close();
  // More than one caller may have, so that the oldest that nobody has opened makes place.
  for (let n = 0; n <= mostWatchesOfCaller; n += 1) await call('POST', '/v1/supervisor-connections', {});
}
