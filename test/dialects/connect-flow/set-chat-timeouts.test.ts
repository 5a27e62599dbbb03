import { describe, expect, test } from '@jest/globals';
import { parseSetChatTimeouts, renderSetChatTimeouts } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { aChat, timers } from '../../support/chats.ts';
import { aFlowEvent } from './flow-event.ts';

const parse = (Parameters: unknown) => parseSetChatTimeouts(aFlowEvent({ Parameters }));
const key = { instanceId: 'cccc-1', contactId: 'first' };

describe('a flow', () => {
  test('sets timers with parameters', () => {
    const given = {
      customerIdleMinutes: '5',
      customerDisconnectMinutes: '10',
      agentIdleMinutes: 'Unset',
      agentDisconnectMinutes: '480',
    };
    expect(parse(given)).toEqual({
      type: 'timeouts',
      key,
      legId: 'second',
      changes: [
        { role: 'CUSTOMER', type: 'IDLE', value: 5 },
        { role: 'CUSTOMER', type: 'DISCONNECT_NONCUSTOMER', value: 10 },
        { role: 'AGENT', type: 'IDLE', value: 'Unset' },
        { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 480 },
      ],
    });
  });

  const sentToday = {
    AwsRegion: 'eu-west-2',
    CustomerId: null,
    Description: null,
    Name: null,
    RelatedContactId: null,
    SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Chat' } },
    Tags: { 'aws:connect:instanceId': 'cccc-1' },
  };
  const sentLongAgo = {
    Channel: 'VOICE',
    CustomerEndpoint: { Address: '+1234567890', Type: 'TELEPHONE_NUMBER' },
    SystemEndpoint: { Address: '+1234567890', Type: 'TELEPHONE_NUMBER' },
    Queue: 'PasswordReset',
    References: undefined,
  };
  test.each([[sentToday], [sentLongAgo]])('is understood with %j', (ContactData) => {
    const event = aFlowEvent({ ContactData, Parameters: { agentIdleMinutes: '5', customerIdleMinutes: '' } });
    const changes = [{ role: 'AGENT', type: 'IDLE', value: 5 }];
    expect(parseSetChatTimeouts(event)).toEqual({ type: 'timeouts', key, legId: 'second', changes });
    expect(parseSetChatTimeouts({ Details: event.Details })).toEqual({
      type: 'timeouts',
      key,
      legId: 'second',
      changes,
    });
  });

  test.each([['5'], [5], ['5.0'], ['5.'], [' 5 '], ['05']])('can write five minutes as %j', (agentIdleMinutes) => {
    expect(parse({ agentIdleMinutes })).toMatchObject({ changes: [{ role: 'AGENT', type: 'IDLE', value: 5 }] });
  });

  test.each(['Unset', 'unset', 'UNSET', ' Unset '])('removes a timer with %j', (agentIdleMinutes) => {
    expect(parse({ agentIdleMinutes })).toMatchObject({ changes: [{ value: 'Unset' }] });
  });

  test('leaves a timer as it is with an empty text or none', () => {
    const changes = [{ role: 'AGENT', type: 'IDLE', value: 5 }];
    const given = { agentIdleMinutes: '5', customerIdleMinutes: ' \t', customerDisconnectMinutes: null };
    expect(parse(given)).toEqual({ type: 'timeouts', key, legId: 'second', changes });
  });

  test.each([
    [{}],
    [undefined],
    [null],
    [{ customerIdleMinutes: '' }],
    [{ customerIdleMinutes: '  ', agentIdleMinutes: '\u00a0\n' }],
  ])('sets no timer with %j', (given) => {
    expect(parse(given)).toEqual({ type: 'nothingToDo' });
  });

  test.each([
    ['of a transfer', { ContactId: 'second', PreviousContactId: 'first', InitialContactId: 'first' }, 'first'],
    ['of a first contact', { ContactId: 'first', InitialContactId: null }, 'first'],
    ['without a first contact', { ContactId: 'only', InitialContactId: undefined }, 'only'],
  ])('%s sets the timers of the chat under its first contact id', (_, ContactData, contactId) => {
    const Parameters = { agentIdleMinutes: '5' };
    expect(parseSetChatTimeouts(aFlowEvent({ ContactData, Parameters }))).toMatchObject({ key: { contactId } });
  });
});

const known = 'customerIdleMinutes, customerDisconnectMinutes, agentIdleMinutes, agentDisconnectMinutes';
const aTimer = (got: string) =>
  `customerIdleMinutes: Timer value must be 2 to 480 minutes, or Unset, got ${got} (role CUSTOMER, type IDLE)`;
const aWhole = (got: string) =>
  `customerIdleMinutes: Timer value must be a whole number of minutes, 2 to 480, or Unset, got ${got} (role CUSTOMER, type IDLE)`;

test.each<[unknown, string]>([
  ['1', aTimer('1')],
  ['481', aTimer('481')],
  [481, aTimer('481')],
  ['-5', aWhole('"-5"')],
  ['2.5', aWhole('"2.5"')],
  [2.5, aWhole('2.5')],
  ['five', aWhole('"five"')],
  ['0x5', aWhole('"0x5"')],
  ['5e0', aWhole('"5e0"')],
  [true, aWhole('true')],
  [[5], aWhole('a list of 1')],
  [{ minutes: 5 }, aWhole('an object')],
])('a timer of %j is an invalid parameter', (customerIdleMinutes, message) => {
  expect(parse({ customerIdleMinutes })).toEqual({ type: 'invalidParameter', message });
});

test('the message has every wrong parameter, and nothing of the valid ones is stored', () => {
  const message = `${aTimer('1')}; agentIdleMinutes: Timer value must be 2 to 480 minutes, or Unset, got 900 (role AGENT, type IDLE); contactId: Unknown key; known are ${known}`;
  const given = { customerIdleMinutes: 1, agentIdleMinutes: 900, agentDisconnectMinutes: 5, contactId: 'c1' };
  expect(parse(given)).toEqual({ type: 'invalidParameter', message });
});

test.each<[unknown, string]>([
  [null, 'Must be an object, got null'],
  [{ Details: 5 }, 'Details: Must be an object, got 5'],
  [
    aFlowEvent({ ContactData: { InstanceARN: 'arn:aws:lex:eu-west-2:111111111111:bot/b' } }),
    'Details.ContactData.InstanceARN: Must be the ARN of an Amazon Connect instance, got "arn:aws:lex:eu-west-2:111111111111:bot/b"',
  ],
  [
    aFlowEvent({ ContactData: { ContactId: 'a b' } }),
    'Details.ContactData.ContactId: Must be 1 to 256 characters of letters, digits and . _ : -, got "a b"',
  ],
  [aFlowEvent({ Parameters: 'x' }), `Must be an object with ${known}, got "x"`],
])('an event that is not from a flow is invalid: %j', (event, message) => {
  expect(parseSetChatTimeouts(event)).toEqual({ type: 'invalidParameter', message });
});

describe('the answer', () => {
  test('has the stored timers as texts', () => {
    const stored = timers({ CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 10 } });
    expect(renderSetChatTimeouts({ type: 'done', chat: aChat({ stored }) })).toEqual({
      outcome: 'configured',
      message: 'The timers apply when the next agent or custom participant joins; those that run stay as they are',
      customerIdleMinutes: '5',
      customerDisconnectMinutes: '10',
      agentIdleMinutes: 'Unset',
      agentDisconnectMinutes: 'Unset',
    });
  });

  test.each([
    [
      { type: 'unknownChat' },
      'chatNotFound',
      'There is no chat with this contact id: start it with PUT /v1/chats/{contactId}, under the id of its first contact, before the flow gets here',
    ],
    [{ type: 'ended' }, 'chatEnded', 'This chat has ended, so its timers can no longer be set'],
    [{ type: 'nothingToDo' }, 'nothingToDo', `No timer was named: set at least one of ${known}`],
    [{ type: 'invalidParameter', message: 'Why' }, 'invalidParameter', 'Why'],
    [{ type: 'failed' }, 'failed', 'Something went wrong here, not with the parameters: try again'],
  ] as const)('to the outcome %j has its name and a message', (outcome, name, message) => {
    expect(renderSetChatTimeouts(outcome)).toEqual({ outcome: name, message });
  });
});
