import { expect, test } from '@jest/globals';
import { parseConfigureTimers } from '#dialects/native/chat-timers.ts';
import { aCaller, aRequest, faultsOf, refusalOf } from '../requests.ts';

const path = { contactId: 'c1' };
const idle = { role: 'CUSTOMER', type: 'IDLE', minutes: 5 };
const parse = (timers: unknown) => parseConfigureTimers(aRequest({ path, body: { timers } }));

test('timers are set and unset by name', () => {
  expect(parse([idle, { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', minutes: 'unset' }])).toEqual([
    { instanceId: 'demo', contactId: 'c1' },
    [
      { role: 'CUSTOMER', type: 'IDLE', value: 5 },
      { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 'Unset' },
    ],
  ]);
});

const whole = 'Timer value must be a whole number of minutes, 2 to 480, or "unset"';

test.each<[unknown, string, string]>([
  [
    [{ ...idle, minutes: 1 }],
    'timers[0].minutes',
    'Timer value must be 2 to 480 minutes, or "unset", got 1 (role CUSTOMER, type IDLE)',
  ],
  [[{ ...idle, minutes: 2.5 }], 'timers[0].minutes', `${whole}, got 2.5 (role CUSTOMER, type IDLE)`],
  [[{ ...idle, minutes: '5' }], 'timers[0].minutes', `${whole}, got "5" (role CUSTOMER, type IDLE)`],
  [[{ ...idle, minutes: 'Unset' }], 'timers[0].minutes', `${whole}, got "Unset" (role CUSTOMER, type IDLE)`],
  [[{ role: 'AGENT', type: 'IDLE' }], 'timers[0].minutes', `${whole}, but is missing (role AGENT, type IDLE)`],
  [[{ ...idle, role: 'SUPERVISOR' }], 'timers[0].role', 'Must be CUSTOMER or AGENT, got "SUPERVISOR"'],
  [[{ ...idle, type: 'TYPING' }], 'timers[0].type', 'Must be IDLE or DISCONNECT_NONCUSTOMER, got "TYPING"'],
  [[{ ...idle, seconds: 1 }], 'timers[0].seconds', 'Unknown key; known are role, type, minutes'],
  [[5], 'timers[0]', 'Must be an object with role, type, minutes, got 5'],
  [[], 'timers', 'Must be a list of 1 to 4 timers, got a list of 0'],
  [Array(5).fill(idle), 'timers', 'Must be a list of 1 to 4 timers, got a list of 5'],
  [[idle, idle], 'timers[1]', 'Each timer may be named once, but this one is named before (role CUSTOMER, type IDLE)'],
])('%j is refused', (timers, at, message) => {
  expect(faultsOf(() => parse(timers))).toEqual([{ path: at, message }]);
});

test('every fault of every timer is told', () => {
  const paths = faultsOf(() => parse([{ ...idle, role: 'BOT', minutes: 0 }, idle, { ...idle, type: 'X' }]));
  expect(paths.map((fault) => fault.path)).toEqual(['timers[0].role', 'timers[0].minutes', 'timers[2].type']);
});

test('it takes the scope to configure timers', () => {
  const request = aRequest({ caller: aCaller('chats:write'), path, body: { timers: [idle] } });
  expect(refusalOf(() => parseConfigureTimers(request))).toEqual({ type: 'forbidden', scope: 'timers:configure' });
});
