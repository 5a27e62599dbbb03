import { DescribeContactCommand, ListUsersCommand, PutUserStatusCommand } from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import { aCentre, anAgent, clientOf, errorOf, start } from './a-centre.ts';

describe('Quotas', () => {
  test.each([
    ['TooManyRequestsException', 'TooManyRequestsException'],
    ['ThrottlingException', 'ThrottlingException'],
    ['none', 'Unknown'],
  ] as const)('five requests at once and two a second; the next is throttled as %s', async (throttleName, name) => {
    const centre = await aCentre({ quotas: {}, switches: { throttleName } });
    const { client, InstanceId, time } = centre;
    const list = () => errorOf(client.send(new ListUsersCommand({ InstanceId })));
    const succeeded = { name: 'none', status: 200 };
    for (let requests = 0; requests < 5; requests++) expect(await list()).toEqual(succeeded);
    expect(await list()).toEqual({ name, status: 429 });
    await time.runUntil(start + 500);
    expect(await list()).toEqual(succeeded);
    expect(await list()).toEqual({ name, status: 429 });
  });

  test('an operation has a bucket of its own, which all instances share', async () => {
    const centre = await aCentre({ quotas: {} });
    const { client, InstanceId, standIn } = centre;
    const other = standIn.addInstance().instance.id;
    for (const id of [InstanceId, other, InstanceId, other, InstanceId])
      await client.send(new ListUsersCommand({ InstanceId: id }));
    expect(await errorOf(client.send(new ListUsersCommand({ InstanceId: other })))).toMatchObject({ status: 429 });
    const { id: ContactId } = centre.contacts.begin({ channel: 'CHAT' });
    const describeContact = () => errorOf(client.send(new DescribeContactCommand({ InstanceId, ContactId })));
    for (let requests = 0; requests < 15; requests++) expect(await describeContact()).toMatchObject({ status: 200 });
    expect(await describeContact()).toMatchObject({ status: 429 });
  });

  test('by the other list of AWS, ListUsers has ten a second, and PutUserStatus still two', async () => {
    const { standIn } = await aCentre({ quotas: {}, switches: { listRate: 'tenASecond' } });
    expect(standIn.quotas.of('ListUsers')).toEqual({ rate: 10, burst: 10 });
    expect(standIn.quotas.of('PutUserStatus')).toEqual({ rate: 2, burst: 5 });
  });

  test('somebody else may have used the bucket up, and what the SDK repeats counts', async () => {
    const { url, InstanceId, standIn } = await aCentre({ quotas: {} });
    standIn.quotas.drain('ListUsers');
    const client = clientOf(url, { maxAttempts: 2 });
    expect(await errorOf(client.send(new ListUsersCommand({ InstanceId })))).toMatchObject({ status: 429 });
    client.destroy();
    expect(standIn.calls.map(({ operation, status }) => [operation, status])).toEqual([
      ['ListUsers', 429],
      ['ListUsers', 429],
    ]);
  });
});

describe('Faults', () => {
  test('a 503 in HTML is a SyntaxError of the SDK, with the status', async () => {
    const { client, InstanceId, standIn } = await aCentre();
    standIn.faults.next('ListUsers', { type: 'html' });
    expect(await errorOf(client.send(new ListUsersCommand({ InstanceId })))).toEqual({
      name: 'SyntaxError',
      status: 503,
    });
    expect(await errorOf(client.send(new ListUsersCommand({ InstanceId })))).toMatchObject({ status: 200 });
  });

  test('a lost answer is a 500 for what was done, and a refusal is for what was not', async () => {
    const centre = await aCentre();
    const { client, InstanceId, statusId, standIn } = centre;
    const ann = anAgent(centre);
    const put = (name: string) =>
      errorOf(client.send(new PutUserStatusCommand({ InstanceId, UserId: ann.id, AgentStatusId: statusId(name) })));
    standIn.faults.next('PutUserStatus', { type: 'lostAnswer' });
    expect(await put('Break')).toEqual({ name: 'InternalServiceException', status: 500 });
    expect(centre.stateOf(ann).status.name).toBe('Break');
    standIn.faults.next('PutUserStatus', { type: 'error', name: 'ThrottlingException' }, 2);
    for (let times = 0; times < 2; times++)
      expect(await put('Lunch')).toEqual({ name: 'ThrottlingException', status: 429 });
    expect(centre.stateOf(ann).status.name).toBe('Break');
    expect(await put('Lunch')).toMatchObject({ status: 200 });
  });

  test('an answer that never comes is for what was done', async () => {
    const centre = await aCentre();
    const { client, InstanceId, statusId, standIn } = centre;
    const ann = anAgent(centre);
    standIn.faults.next('PutUserStatus', { type: 'hang' });
    const interruption = new AbortController();
    const put = new PutUserStatusCommand({ InstanceId, UserId: ann.id, AgentStatusId: statusId('Break') });
    const call = errorOf(client.send(put, { abortSignal: interruption.signal }));
    while (centre.stateOf(ann).status.name !== 'Break') await new Promise((resolve) => setImmediate(resolve));
    interruption.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
  });
});
