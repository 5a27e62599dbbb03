import { expect, test } from '@jest/globals';
import { connectTimerRoutes } from '#dialects/connect-timers/role-config.ts';
import { answerOf, callOf, routeOf } from '../call-route.ts';
import { refusedAnswer } from '../refused-answers.ts';
import { aRequest } from '../requests.ts';
import { inMinutes, minutes, path, withTimers } from './requests.ts';

const update = routeOf(connectTimerRoutes, 'PUT /contact/participant-role-config/{InstanceId}/{ContactId}');

/** The answer to a request that is refused. */
const answerTo = (body: unknown, inPath: Partial<typeof path> = {}) =>
  refusedAnswer(update, callOf(update, aRequest({ path: { ...path, ...inPath }, body })));

const at = 'ChannelConfiguration.Chat.ParticipantTimerConfigList';
const whole = 'Timer value must be a whole number of minutes, 2 to 480';
const exactlyOne = 'Timer value must have exactly one of ParticipantTimerDurationInMinutes and ParticipantTimerAction';
const customerIdle = '(role CUSTOMER, type IDLE)';

test.each<[string, unknown, string]>([
  ['1 minute', [inMinutes(1)], `[0].TimerValue: Timer value must be 2 to 480 minutes, got 1 ${customerIdle}`],
  ['481 minutes', [inMinutes(481)], `[0].TimerValue: Timer value must be 2 to 480 minutes, got 481 ${customerIdle}`],
  ['0 minutes', [inMinutes(0)], `[0].TimerValue: Timer value must be 2 to 480 minutes, got 0 ${customerIdle}`],
  ['-5 minutes', [inMinutes(-5)], `[0].TimerValue: Timer value must be 2 to 480 minutes, got -5 ${customerIdle}`],
  ['2.5 minutes', [inMinutes(2.5)], `[0].TimerValue: ${whole}, got 2.5 ${customerIdle}`],
  ['a text', [inMinutes('5')], `[0].TimerValue: ${whole}, got "5" ${customerIdle}`],
  ['null', [inMinutes(null)], `[0].TimerValue: ${whole}, got null ${customerIdle}`],
  ['true', [inMinutes(true)], `[0].TimerValue: ${whole}, got true ${customerIdle}`],
  [
    'another role',
    [{ ...minutes, ParticipantRole: 'SUPERVISOR' }],
    '[0].ParticipantRole: Must be CUSTOMER or AGENT, got "SUPERVISOR"',
  ],
  [
    'another type',
    [{ ...minutes, TimerType: 'TYPING' }],
    '[0].TimerType: Must be IDLE or DISCONNECT_NONCUSTOMER, got "TYPING"',
  ],
  [
    'no role, no type and no value',
    [{ TimerValue: {} }],
    `[0].ParticipantRole: Must be CUSTOMER or AGENT, but is missing; ${at}[0].TimerType: Must be IDLE or DISCONNECT_NONCUSTOMER, but is missing; ${at}[0].TimerValue: ${exactlyOne}, got neither`,
  ],
  [
    'both members of the union',
    [{ ...minutes, TimerValue: { ParticipantTimerDurationInMinutes: 5, ParticipantTimerAction: 'Unset' } }],
    `[0].TimerValue: ${exactlyOne}, got both ${customerIdle}`,
  ],
  [
    'neither member of the union',
    [{ ...minutes, TimerValue: {} }],
    `[0].TimerValue: ${exactlyOne}, got neither ${customerIdle}`,
  ],
  [
    'another action',
    [{ ...minutes, TimerValue: { ParticipantTimerAction: 'unset' } }],
    `[0].TimerValue: ParticipantTimerAction must be Unset, got "unset" ${customerIdle}`,
  ],
  [
    'an unknown member of the union',
    [{ ...minutes, TimerValue: { Seconds: 300 } }],
    `[0].TimerValue.Seconds: Unknown key; known are ParticipantTimerDurationInMinutes, ParticipantTimerAction; ${at}[0].TimerValue: ${exactlyOne}, got neither ${customerIdle}`,
  ],
  [
    'a bare number',
    [{ ...minutes, TimerValue: 5 }],
    '[0].TimerValue: Must be an object with ParticipantTimerDurationInMinutes, ParticipantTimerAction, got 5',
  ],
  ['an empty list', [], ': Must be a list of 1 to 6 timers, got a list of 0'],
  ['seven', Array(7).fill(minutes), ': Must be a list of 1 to 6 timers, got a list of 7'],
  ['no list', { 0: minutes }, ': Must be a list of 1 to 6 timers, got an object'],
  ['nothing', undefined, ': Must be a list of 1 to 6 timers, but is missing'],
  [
    'the same twice',
    [minutes, { ...minutes, TimerType: 'DISCONNECT_NONCUSTOMER' }, inMinutes(9)],
    `[2]: Each timer may be named once, but this one is named before ${customerIdle}`,
  ],
  [
    'several wrong ones',
    [inMinutes(1), minutes, inMinutes(900)],
    `[0].TimerValue: Timer value must be 2 to 480 minutes, got 1 ${customerIdle}; ${at}[2].TimerValue: Timer value must be 2 to 480 minutes, got 900 ${customerIdle}`,
  ],
])('a list of %s is an invalid parameter', async (_, list, message) => {
  expect(await answerTo(withTimers(list))).toEqual({
    status: 400,
    headers: { 'x-amzn-ErrorType': 'InvalidParameterException', 'x-amzn-RequestId': 'request-1' },
    body: { __type: 'InvalidParameterException', Message: `${at}${message}` },
  });
});

const anId = (longest: number) => `Must be 1 to ${longest} characters of letters, digits and . _ : -`;

test.each([
  [{ InstanceId: '' }, `InstanceId: ${anId(100)}, got ""`],
  [{ InstanceId: 'i'.repeat(101) }, `InstanceId: ${anId(100)}, got "${'i'.repeat(60)}…"`],
  [{ ContactId: '' }, `ContactId: ${anId(256)}, got ""`],
  [{ ContactId: 'c'.repeat(257) }, `ContactId: ${anId(256)}, got "${'c'.repeat(60)}…"`],
])('a path with %j is an invalid parameter', async (inPath, message) => {
  const { status, headers, body } = await answerTo(withTimers([minutes]), inPath);
  expect([status, headers?.['x-amzn-ErrorType'], body]).toEqual([
    400,
    'InvalidParameterException',
    { __type: 'InvalidParameterException', Message: message },
  ]);
});

test.each([
  [undefined, 'Must be an object with ChannelConfiguration, but is missing'],
  [[minutes], 'Must be an object with ChannelConfiguration, got a list of 1'],
])('a body that is not an object is an invalid request: %j', async (body, message) => {
  const answer = await answerTo(body);
  expect(answer).toMatchObject({ status: 400, body: { Message: message } });
  expect(answer.headers?.['x-amzn-ErrorType']).toBe('InvalidRequestException');
});

test('an unknown member is refused with its name', async () => {
  const body = { ...withTimers([minutes]), ClientToken: 't' };
  expect((await answerTo(body)).body).toEqual({
    __type: 'InvalidParameterException',
    Message: 'ClientToken: Unknown key; known are ChannelConfiguration',
  });
});

test.each(['other', 'demo2', 'DEMO'])(
  'instance %s is not found, because it is not the caller’s',
  async (InstanceId) => {
    expect(await answerTo(withTimers([minutes]), { InstanceId })).toEqual({
      status: 404,
      headers: { 'x-amzn-ErrorType': 'ResourceNotFoundException', 'x-amzn-RequestId': 'request-1' },
      body: {
        __type: 'ResourceNotFoundException',
        Message: 'There is no instance with this id that you may configure',
      },
    });
  },
);

test.each([
  ['unknownChat', 404, 'ResourceNotFoundException'],
  ['ended', 400, 'InvalidRequestException'],
] as const)('the outcome %s is refused', async (type, status, name) => {
  const request = aRequest({ path, body: withTimers([minutes]) });
  const answer = await refusedAnswer(update, answerOf(update, { type }, request));
  expect([answer.status, answer.headers?.['x-amzn-ErrorType']]).toEqual([status, name]);
});
