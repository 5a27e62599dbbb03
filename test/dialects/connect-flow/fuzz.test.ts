import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { parseSetChatTimeouts, renderSetChatTimeouts } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { parseSetSecurityUser, renderSetSecurityUser } from '#dialects/connect-flow/set-security-user.ts';
import {
  parseTerminateAgentSession,
  renderTerminateAgentSession,
} from '#dialects/connect-flow/terminate-agent-session.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { anyJson, deep } from '../any-json.ts';
import { aFlowEvent } from './flow-event.ts';

const timeouts = z.strictObject({
  type: z.literal('timeouts'),
  key: z.strictObject({ instanceId: z.string().min(1).max(100), contactId: z.string().min(1).max(256) }),
  legId: z.string().min(1),
  changes: z
    .array(
      z.strictObject({
        role: z.enum(['CUSTOMER', 'AGENT']),
        type: z.enum(['IDLE', 'DISCONNECT_NONCUSTOMER']),
        value: z.union([z.literal('Unset'), z.int().min(2).max(480)]),
      }),
    )
    .min(1)
    .max(4),
});

/** The answers that Amazon Connect accepts. */
const answer = z.record(z.string(), z.string()).refine((map) => Buffer.byteLength(JSON.stringify(map)) <= 32 * 1024);

const id = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);
const contact = { instanceId: z.string().min(1).max(100), contactId: z.string().min(1).max(256) };
const setUser = z.strictObject({ type: z.literal('setSecurityUser'), ...contact, agentId: id });
const terminate = z.strictObject({
  type: z.literal('terminate'),
  ...contact,
  agentId: id,
  securityUser: z.string().regex(/^[\x21-\x7e]{1,4096}$/),
});

/** The branch for an event of `flow-set-security-user`, or that the agent is to be looked up. */
function setBy(event: unknown): string {
  const read = parseSetSecurityUser(event);
  if (read.type === 'setSecurityUser') return setUser.parse(read).type;
  const { branch = '', errorArgList } = answer.parse(renderSetSecurityUser(read));
  expect(errorArgList).not.toBe('');
  return branch;
}

/** The branch for an event of `flow-terminate-agent-session`, or that the session is to be terminated. */
function terminatedBy(event: unknown): string {
  const read = parseTerminateAgentSession(event);
  if (read.type === 'terminate') return terminate.parse(read).type;
  const { branch = '', errorArgList } = answer.parse(renderTerminateAgentSession(read));
  expect(errorArgList).not.toBe('');
  return branch;
}

/** The outcome for an event of `flow-set-chat-timeouts`, or that there are timeouts to store. */
function outcomeOf(event: unknown): string {
  const read = parseSetChatTimeouts(event);
  if (read.type === 'timeouts') return timeouts.parse(read).type;
  return answer.parse(renderSetChatTimeouts(read)).outcome ?? '';
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const names = ['customerIdleMinutes', 'customerDisconnectMinutes', 'agentIdleMinutes', 'agentDisconnectMinutes'];
const values = fc.oneof(
  fc.integer({ min: 0, max: 500 }).map(String),
  fc.constantFrom('Unset', 'unset', '', '5.0', '2.5', '481', 5, null),
  fc.double(),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);
const parameters = fc.oneof(fc.dictionary(fc.constantFrom(...names), values), anyJson(names, values));

test('whatever the parameters are, they are understood as a whole or the answer says why not', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(parameters, (Parameters) => {
      seen.add(outcomeOf(aFlowEvent({ Parameters })));
    }),
    { numRuns: randomRuns(2_000), examples: [[{ customerIdleMinutes: '5' }]] },
  );
  expect([...seen].toSorted()).toEqual(['invalidParameter', 'nothingToDo', 'timeouts']);
});

const users = fc.oneof(values, fc.constantFrom('ann', ' 49999 ', 49_999, 'token', 'a b', ['ann'], { id: 'ann' }));
const userNames = ['agent', 'agentId', 'securityUser'];
const userParameters = fc.oneof(
  fc.dictionary(fc.constantFrom(...userNames), users),
  fc.record({ agent: users }),
  fc.record({ agentId: users, securityUser: users }),
  anyJson(userNames, users),
);

test('whatever the parameters are, they name a security user or the branch is OnError', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(userParameters, (Parameters) => {
      seen.add(setBy(aFlowEvent({ Parameters })));
    }),
    { numRuns: randomRuns(2_000), examples: [[{ agent: 'ann' }]] },
  );
  expect([...seen].toSorted()).toEqual(['OnError', 'setSecurityUser']);
});

test('whatever the parameters are, a termination is understood or takes the branch for what is wrong', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(userParameters, (Parameters) => {
      seen.add(terminatedBy(aFlowEvent({ Parameters })));
    }),
    { numRuns: randomRuns(2_000), examples: [[{ agentId: 'ann', securityUser: 'token' }]] },
  );
  expect([...seen].toSorted()).toEqual(['Default', 'OnInvalidAgentId', 'OnInvalidSecurityUser', 'terminate']);
});

test('whatever the contact is, the event is understood as a whole or the answer says why not', () => {
  const ids = fc.oneof(fc.constantFrom('c1', null), fc.string(), fc.jsonValue());
  const arns = fc.oneof(
    fc.string(),
    fc.string().map((id) => `arn:aws:connect:eu-west-2:1:instance/${id}`),
  );
  const contact = fc.record({ ContactId: ids, InitialContactId: ids, InstanceARN: arns }, { requiredKeys: [] });
  fc.assert(
    fc.property(contact, (ContactData) => {
      outcomeOf(aFlowEvent({ ContactData, Parameters: { agentIdleMinutes: '5' } }));
      setBy(aFlowEvent({ ContactData, Parameters: { agent: 'ann' } }));
      terminatedBy(aFlowEvent({ ContactData, Parameters: { agentId: 'ann', securityUser: 'token' } }));
    }),
    { numRuns: randomRuns(1_000) },
  );
});

test('anything in place of an event is answered', () => {
  const keys = ['Details', 'ContactData', 'Parameters', 'InstanceARN', 'ContactId', ...names];
  const anything = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
    anyJson(keys, values),
    fc.record({ Details: fc.anything() }),
  );
  fc.assert(
    fc.property(anything, (event) => {
      expect(outcomeOf(event)).toBe('invalidParameter');
      expect(setBy(event)).toBe('OnError');
      expect(terminatedBy(event)).toBe('Default');
    }),
    { numRuns: randomRuns(2_000) },
  );
});

test('an answer has at most 32 KB, however many, long and deep the wrong parameters are', () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`😀${'x'.repeat(500)}${index}`, '1']));
  const long = { agentIdleMinutes: '😀'.repeat(100_000), customerIdleMinutes: deep(20_000) };
  for (const Parameters of [many, { ...many, ...long }, long, deep(20_000)]) {
    expect(outcomeOf(aFlowEvent({ Parameters }))).toBe('invalidParameter');
    expect(setBy(aFlowEvent({ Parameters }))).toBe('OnError');
    expect(terminatedBy(aFlowEvent({ Parameters }))).toMatch(/^(Default|OnInvalidSecurityUser)$/);
  }
  const wrong = { ...many, agent: deep(20_000), agentId: '😀'.repeat(100_000), securityUser: 'x'.repeat(1_000_000) };
  expect(setBy(aFlowEvent({ Parameters: wrong }))).toBe('OnError');
  expect(terminatedBy(aFlowEvent({ Parameters: wrong }))).toBe('OnInvalidSecurityUser');
});
