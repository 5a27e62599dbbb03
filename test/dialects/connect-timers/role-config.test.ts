import { describe, expect, test } from '@jest/globals';
import { connectProblems } from '#dialects/connect-timers/problem.ts';
import { connectTimerRoutes } from '#dialects/connect-timers/role-config.ts';
import { aChat } from '../../support/chats.ts';
import { answerOf, callOf, refusalOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';
import { inMinutes, minutes, path, withTimers } from './requests.ts';

test('only the route for IAM has callers who sign', () => {
  expect(connectTimerRoutes.map(({ key, audience }) => [key, audience])).toEqual([
    ['PUT /contact/participant-role-config/{InstanceId}/{ContactId}', 'caller'],
    ['PUT /iam/contact/participant-role-config/{InstanceId}/{ContactId}', 'signedCaller'],
  ]);
});

describe.each(connectTimerRoutes)('a configuration by $key', (update) => {
  const callWith = (body: unknown) => callOf(update, aRequest({ path, body }));

  test('is the documented one', async () => {
    const list = [
      minutes,
      {
        ParticipantRole: 'AGENT',
        TimerType: 'DISCONNECT_NONCUSTOMER',
        TimerValue: { ParticipantTimerAction: 'Unset' },
      },
    ];
    expect(await callWith(withTimers(list))).toEqual({
      useCase: 'configureTimers',
      args: [
        { instanceId: 'demo', contactId: 'c1' },
        [
          { role: 'CUSTOMER', type: 'IDLE', value: 5 },
          { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 'Unset' },
        ],
      ],
    });
  });

  test.each([2, 480])('may have a limit as its minutes: %i', async (limit) => {
    const { args } = await callWith(withTimers([inMinutes(limit)]));
    expect(args[1]).toEqual([{ role: 'CUSTOMER', type: 'IDLE', value: limit }]);
  });

  test('is answered without a body', async () => {
    const request = aRequest({ path, body: withTimers([minutes]) });
    expect(await answerOf(update, { type: 'done', chat: aChat() }, request)).toEqual({ status: 200 });
  });

  test('that Amazon Connect has taken is answered in the same way', async () => {
    const request = aRequest({ path, body: withTimers([minutes]) });
    expect(await answerOf(update, { type: 'passedOn', changes: [] }, request)).toEqual({ status: 200 });
  });

  test.each([
    ['unknownChat', 404, 'ResourceNotFoundException'],
    ['notTaken', 400, 'InvalidParameterException'],
    ['backendBusy', 429, 'ThrottlingException'],
    ['backendDenies', 400, 'InvalidRequestException'],
  ])('with the outcome %s is answered %d %s', async (type, status, name) => {
    const request = aRequest({ path, body: withTimers([minutes]) });
    const problem = await refusalOf(answerOf(update, { type }, request));
    const { headers, ...answer } = connectProblems.render(problem, 'r1');
    expect(answer).toMatchObject({ status, body: { __type: name } });
    expect(headers).toMatchObject({ 'x-amzn-ErrorType': name, ...(status === 429 && { 'retry-after': '2' }) });
  });

  test('needs the scope to configure timers', async () => {
    const caller = aCaller('chats:write', 'sessions:write');
    const request = aRequest({ caller, path, body: withTimers([minutes]) });
    expect(await refusalOf(callOf(update, request))).toEqual({ type: 'forbidden', scope: 'timers:configure' });
  });

  test('may come from an IAM principal, whose instance is the one in the path', async () => {
    const path = { InstanceId: 'i'.repeat(100), ContactId: 'c'.repeat(256) };
    const callerId = 'arn:aws:sts::111111111111:assumed-role/flows/session';
    const caller = { callerId, instanceId: path.InstanceId, scopes: ['timers:configure'] as const };
    const { args } = await callOf(update, aRequest({ caller, path, body: withTimers([minutes]) }));
    expect(args[0]).toEqual({ instanceId: path.InstanceId, contactId: path.ContactId });
  });
});
