import {
  GetCurrentUserDataCommand,
  ListAgentStatusesCommand,
  ListQueuesCommand,
  ListUsersCommand,
  PutUserStatusCommand,
} from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import { allows, type Statement } from '../../local/aws/permissions/policies.ts';
import { operationModels } from '../../local/connect/model/service-model.ts';
import { operations } from '../../local/connect/operations/operations.ts';
import { aCentre, anAgent, errorOf, start } from './a-centre.ts';

/** A signature that names this service and region; nothing verifies it. */
const authorization = `AWS4-HMAC-SHA256 Credential=AKID/20261126/eu-central-1/connect/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

/** Sends what no client of the SDK would send. */
async function raw(
  url: string,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; name: string | null; text: string }> {
  const answer = await fetch(url + path, { ...init, headers: { authorization, ...init.headers } });
  return { status: answer.status, name: answer.headers.get('x-amzn-errortype'), text: await answer.text() };
}

describe('The service model', () => {
  test('has every operation of the stand-in', () => {
    const known = new Set(operationModels.map(({ name }) => name));
    expect([...operations.keys()].filter((name) => !known.has(name))).toEqual([]);
    expect(operationModels.length).toBeGreaterThan(300);
  });

  test.each(['InvalidParameterException', 'InvalidRequestException'] as const)(
    'refuses what it does not allow with %s, by the switch',
    async (badRequestName) => {
      const centre = await aCentre({ switches: { badRequestName } });
      const { InstanceId: I, contacts, instance, url } = centre;
      const ann = anAgent(centre);
      const { id: chat } = contacts.begin({ channel: 'CHAT' });
      const userData = (Filters: object, more: object = {}) =>
        ['POST', `/metrics/userdata/${I}`, { Filters, ...more }] as const;
      const timer = (value: object, more: object = {}) => {
        return { ParticipantRole: 'CUSTOMER', TimerType: 'IDLE', TimerValue: value, ...more };
      };
      const minutes = (value: number) => timer({ ParticipantTimerDurationInMinutes: value });
      const unset = { ParticipantTimerAction: 'Unset' };
      const timers = (...list: object[]) => {
        const body = { ChannelConfiguration: { Chat: { ParticipantTimerConfigList: list } } };
        return ['PUT', `/contact/participant-role-config/${I}/${chat}`, body] as const;
      };
      const notification = (more: object) => {
        const valid = { Recipients: [instance.arns.instance], Content: { en_US: 'Go home' } };
        return ['PUT', `/notifications/${I}`, { ...valid, ...more }] as const;
      };
      const all = { Agents: [ann.id] };
      const refused = {
        'a page of 0': userData(all, { MaxResults: 0 }),
        'a page of 101': userData(all, { MaxResults: 101 }),
        'half a page': userData(all, { MaxResults: 1.5 }),
        'a page of 1001 users': ['GET', `/users-summary/${I}?maxResults=1001`],
        'a page of 501 found users': ['POST', '/search-users', { InstanceId: I, MaxResults: 501 }],
        'a state that no contact has': userData({ ...all, ContactFilter: { ContactStates: ['ACW'] } }),
        'a type that no status has': ['GET', `/agent-status/${I}?AgentStatusTypes=BUSY`],
        'a contact id of 257 characters': ['POST', '/contact/stop', { InstanceId: I, ContactId: 'c'.repeat(257) }],
        'an instance id of 101 characters': ['POST', '/contact/stop', { InstanceId: 'i'.repeat(101), ContactId: chat }],
        'a resource type that does not exist': ['GET', `/instance/${I}/storage-configs?resourceType=EVENTS`],
        'no resource type': ['GET', `/instance/${I}/storage-configs`],
        'a timer of 1 minute': timers(minutes(1)),
        'a timer of 481 minutes': timers(minutes(481)),
        'a timer of 2.5 minutes': timers(minutes(2.5)),
        'a timer given twice': timers(minutes(2), minutes(3)),
        'a timer with both members': timers(timer({ ...unset, ParticipantTimerDurationInMinutes: 2 })),
        'a timer with neither': timers(timer({})),
        'a timer of a supervisor': timers(timer(unset, { ParticipantRole: 'SUPERVISOR' })),
        'no timer': timers(),
        'seven timers': timers(...Array.from({ length: 7 }, () => timer(unset))),
        '201 recipients': notification({ Recipients: Array.from({ length: 201 }, () => instance.arns.instance) }),
        'a user id as a recipient': notification({ Recipients: [ann.id] }),
        'a locale that does not exist': notification({ Content: { nl_NL: 'Ga naar huis' } }),
        '251 characters': notification({ Content: { en_US: 'x'.repeat(251) } }),
        'an urgent notification': notification({ Priority: 'URGENT' }),
        'a notification that has expired': notification({ ExpiresAt: start / 1000 }),
      } satisfies Record<string, readonly [string, string, object?]>;
      const answers: Record<string, unknown> = {};
      for (const [what, [method, path, body]] of Object.entries(refused)) {
        const { status, name } = await raw(url, path, { method, body: body ? JSON.stringify(body) : null });
        answers[what] = { status, name };
      }
      const expected = Object.keys(refused).map((what) => [what, { status: 400, name: badRequestName }]);
      expect(answers).toEqual(Object.fromEntries(expected));
      // What was refused was not done.
      expect(instance.contact(chat).timers).toEqual({});
      expect(
        await raw(url, '/search-users', { method: 'POST', body: JSON.stringify({ InstanceId: I }) }),
      ).toMatchObject({
        status: 200,
      });
    },
  );

  test('refuses members and query parameters that do not exist, wrong types, and bodies that are no object', async () => {
    const centre = await aCentre();
    const { url, InstanceId, statusId } = centre;
    const ann = anAgent(centre);
    const put = (body: string) => raw(url, `/users/${InstanceId}/${ann.id}/status`, { method: 'PUT', body });
    const refused = { status: 400, name: 'InvalidParameterException' };
    const AgentStatusId = statusId('Offline');
    expect(await put(JSON.stringify({ AgentStatusId, Force: true }))).toMatchObject(refused);
    expect(await put(JSON.stringify({ AgentStatusId, UserId: ann.id }))).toMatchObject(refused);
    expect(await put(JSON.stringify({ AgentStatusId: 7 }))).toMatchObject(refused);
    expect(await put(JSON.stringify({ AgentStatusId: null }))).toMatchObject(refused);
    for (const body of ['', '{}', '[]', '"Offline"', '{']) expect(await put(body)).toMatchObject(refused);
    expect(await raw(url, `/users-summary/${InstanceId}?maxresults=5`)).toMatchObject(refused);
    expect(await raw(url, `/users-summary/${InstanceId}?maxResults=five`)).toMatchObject(refused);
    expect(await put(JSON.stringify({ AgentStatusId }))).toMatchObject({ status: 200, text: '' });
  });

  test('names the operations that it does not have, and the paths that nobody has', async () => {
    const { client, InstanceId, url } = await aCentre();
    const listed = client.send(new ListQueuesCommand({ InstanceId }));
    await expect(listed).rejects.toThrow('The stand-in does not have ListQueues');
    expect(await raw(url, '/agents')).toMatchObject({ status: 501, name: 'NotInStandInException' });
  });

  test('an instance that does not exist is not found', async () => {
    const { client, statusId } = await aCentre();
    const InstanceId = '00000000-0000-4000-8000-000000000000';
    const put = new PutUserStatusCommand({ InstanceId, UserId: InstanceId, AgentStatusId: statusId('Offline') });
    expect(await errorOf(client.send(put))).toEqual({ name: 'ResourceNotFoundException', status: 404 });
  });
});

describe('Callers', () => {
  test.each([
    ['no signature', '', 'MissingAuthenticationTokenException'],
    ['a bearer token', 'Bearer abc', 'InvalidSignatureException'],
    ['another service', authorization.replace('/connect/', '/sqs/'), 'InvalidSignatureException'],
    ['another region', authorization.replace('eu-central-1', 'us-east-1'), 'InvalidSignatureException'],
    ['an unsigned host', authorization.replace('host;', ''), 'InvalidSignatureException'],
  ])('with %s are refused', async (_, value, name) => {
    const { url, InstanceId } = await aCentre();
    const headers = value === '' ? {} : { authorization: value };
    const answer = await fetch(`${url}/users-summary/${InstanceId}`, { headers });
    expect({ status: answer.status, name: answer.headers.get('x-amzn-errortype') }).toEqual({ status: 403, name });
  });

  test('a policy without the status is refused PutUserStatus', async () => {
    const statements: Statement[] = [];
    const centre = await aCentre({ isAllowed: (permission) => allows(statements, permission) });
    const { arns } = centre.instance;
    statements.push({ effect: 'Allow', actions: ['connect:*'], resources: [arns.instance, arns.of('agent', '*')] });
    const { client, InstanceId, statusId } = centre;
    const ann = anAgent(centre);
    const put = new PutUserStatusCommand({ InstanceId, UserId: ann.id, AgentStatusId: statusId('Offline') });
    expect(await errorOf(client.send(put))).toEqual({ name: 'AccessDeniedException', status: 403 });
    expect(centre.stateOf(ann).status.name).toBe('Available');
    expect(await errorOf(client.send(new ListUsersCommand({ InstanceId })))).toMatchObject({ status: 200 });
  });

  test('PutUserStatus needs the instance, the agent and the status', async () => {
    const asked: string[] = [];
    const centre = await aCentre({
      isAllowed: ({ action, resource }) => {
        asked.push(`${action} ${resource}`);
        return true;
      },
    });
    const { client, InstanceId, statusId, instance } = centre;
    const ann = anAgent(centre);
    await client.send(new PutUserStatusCommand({ InstanceId, UserId: ann.id, AgentStatusId: statusId('Offline') }));
    await client.send(new GetCurrentUserDataCommand({ InstanceId, Filters: { Agents: [ann.id] } }));
    await client.send(new ListAgentStatusesCommand({ InstanceId }));
    const { arns } = instance;
    expect(asked).toEqual([
      `connect:PutUserStatus ${arns.instance}`,
      `connect:PutUserStatus ${arns.of('agent', ann.id)}`,
      `connect:PutUserStatus ${arns.of('agent-state', statusId('Offline'))}`,
      `connect:GetCurrentUserData ${arns.of('agent', ann.id)}`,
      `connect:ListAgentStatuses ${arns.of('agent-state', '*')}`,
    ]);
  });
});
