import { describe, expect, test } from '@jest/globals';
import { makeMemoryRateLimits } from '#adapters/memory/access.ts';
import type { Backend } from '#core/agents/backend.ts';
import { BackendError } from '#core/backend-calls.ts';
import { makeAmazonConnectBackend } from '../../functions/backends/amazon-connect/backend.ts';
import { makeAmazonConnectChats } from '../../functions/backends/amazon-connect/chat-backend.ts';
import type { ConnectInstance } from '../../functions/backends/amazon-connect/instance.ts';
import { makeCallQuotas } from '../../functions/backends/amazon-connect/quotas.ts';
import { aCentre, anAgent, clientOf, type TestedCentre } from './a-centre.ts';

/** Lastcall's calls to the instance of a stand-in, or to another one. */
function callsTo(
  { instance, url, time }: TestedCentre,
  { arn = instance.arns.instance, region = 'eu-central-1' } = {},
) {
  const instanceId = arn.slice(arn.lastIndexOf('/') + 1);
  const driven: ConnectInstance = {
    instanceId,
    region,
    arn,
    teams: ['routingProfiles'],
    pollSeconds: 15,
    agentIds: 'userId',
  };
  const pauses = { chance: () => 0, wait: async () => {} };
  const quotas = makeCallQuotas({ region, limits: makeMemoryRateLimits, clock: time, pauses });
  const ports = { client: clientOf(url, { region }), quotas, clock: time, pauses };
  const backend: Pick<Backend, 'observe' | 'goOffline'> = makeAmazonConnectBackend(driven, ports);
  return { backend, chats: makeAmazonConnectChats(driven, ports), instanceId };
}

/** The error of a call that is refused, without what Amazon Connect says. */
async function refusalOf(call: Promise<unknown>) {
  const error = await call.then(
    () => 'nothing was refused',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof BackendError)) throw error;
  return { fault: error.fault, message: error.message };
}

describe('what the log says of a call that Amazon Connect refuses', () => {
  const agent = (centre: TestedCentre) => ({ instanceId: centre.InstanceId, agentId: anAgent(centre).id });
  const calls = {
    GetCurrentUserData: (centre) => callsTo(centre).backend.observe(agent(centre), 'urgent'),
    ListAgentStatuses: (centre) => callsTo(centre).backend.goOffline(agent(centre), 'urgent'),
    PutUserStatus: (centre) => callsTo(centre).backend.goOffline(agent(centre), 'urgent'),
    UpdateParticipantRoleConfig(centre) {
      const { id: contactId } = centre.contacts.begin({ channel: 'CHAT' });
      const { chats, instanceId } = callsTo(centre);
      return chats.configureTimers({ instanceId, contactId }, [{ role: 'CUSTOMER', type: 'IDLE', value: 5 }]);
    },
  } as const satisfies Record<string, (centre: TestedCentre) => Promise<unknown>>;

  test.each(Object.entries(calls))('names the permission for %s if it is missing', async (operation, call) => {
    const denied = await aCentre({ isAllowed: ({ action }) => action !== `connect:${operation}` });
    expect(await refusalOf(call(denied))).toEqual({
      fault: 'denied',
      message: expect.stringContaining(`${operation}: the permission connect:${operation} is missing: AccessDenied`),
    });
    await call(await aCentre());
  });

  test('names the instance that has no Offline status', async () => {
    const centre = await aCentre();
    const { backend, instanceId } = callsTo(centre);
    const ann = agent(centre);
    centre.instance.directory.statuses.delete(centre.statusId('Offline'));
    expect(await refusalOf(backend.goOffline(ann, 'urgent'))).toEqual({
      fault: 'refused',
      message: `Instance ${instanceId} of Amazon Connect has no agent status of the type OFFLINE`,
    });
  });

  test('tells an instance of another region from one that is not in the account', async () => {
    const centre = await aCentre();
    const { instance: arn } = centre.instance.arns;
    const signedElsewhere = callsTo(centre, { arn, region: 'us-east-1' }).backend.goOffline(agent(centre), 'urgent');
    expect((await refusalOf(signedElsewhere)).message).toMatch(/^Amazon Connect, ListAgentStatuses: InvalidSignature/);
    const foreign = callsTo(centre, { arn: arn.replace(/.{12}$/, '000000000000') }).backend;
    expect(await refusalOf(foreign.goOffline({ instanceId: 'x', agentId: 'y' }, 'urgent'))).toMatchObject({
      fault: 'unknown',
      message: expect.stringContaining('Instance not found'),
    });
  });
});
