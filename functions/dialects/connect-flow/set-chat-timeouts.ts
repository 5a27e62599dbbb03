import * as z from 'zod';
import type { ChatKey } from '#core/chats/chat.ts';
import type { ConfigureOutcome } from '#core/chats/configure-timers.ts';
import type { RoleConfig, TimerChange } from '#core/chats/role-config.ts';
import type { ChatUseCases } from '#core/chats/use-cases.ts';
import { problemSentence } from '../problem.ts';
import { closedObject } from '../request-schema.ts';
import {
  faultOfTimer,
  isTimerFault,
  readMinutes,
  type TimerFault,
  type TimerName,
  type TimerValue,
} from '../timers.ts';
import { isNotGiven, readParameters } from './parameters.ts';

/** The parameters of the block, each a number of minutes or `Unset`. */
const timers = {
  customerIdleMinutes: { role: 'CUSTOMER', type: 'IDLE' },
  customerDisconnectMinutes: { role: 'CUSTOMER', type: 'DISCONNECT_NONCUSTOMER' },
  agentIdleMinutes: { role: 'AGENT', type: 'IDLE' },
  agentDisconnectMinutes: { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER' },
} as const satisfies Record<string, TimerName>;

/** A parameter as the change that it asks for; none if it is left out or blank. */
const timerParameter = (timer: TimerName) =>
  z
    .unknown()
    .optional()
    .transform((given, { issues }): readonly TimerChange[] => {
      if (isNotGiven(given)) return [];
      const value = readValue(given);
      if (!isTimerFault(value)) return [{ ...timer, value }];
      issues.push({ code: 'custom', input: given, message: faultOfTimer(value, timer) });
      return z.NEVER;
    });

/** Flows write numbers as texts, some with a decimal point, and words in any case. */
function readValue(given: unknown): TimerValue | TimerFault {
  if (typeof given !== 'string') return readMinutes(given, ', or Unset');
  const text = given.trim();
  if (text.toLowerCase() === 'unset') return 'Unset';
  return readMinutes(/^\d{1,9}(\.0*)?$/.test(text) ? Number(text) : given, ', or Unset');
}

const parameters = closedObject({
  customerIdleMinutes: timerParameter(timers.customerIdleMinutes),
  customerDisconnectMinutes: timerParameter(timers.customerDisconnectMinutes),
  agentIdleMinutes: timerParameter(timers.agentIdleMinutes),
  agentDisconnectMinutes: timerParameter(timers.agentDisconnectMinutes),
});

/** The timers that a flow sets, or why there are none to store. */
type Timeouts =
  | {
      readonly type: 'timeouts';
      readonly key: ChatKey;
      readonly legId: string;
      readonly changes: readonly TimerChange[];
    }
  | NotStored;

/** Why nothing was stored, apart from the refusals of the chat. */
type NotStored =
  | { readonly type: 'invalidParameter'; readonly message: string }
  | { readonly type: 'nothingToDo' }
  | { readonly type: 'failed' };

/** Reads the event of `flow-set-chat-timeouts`. Never throws, whatever the event is. */
export function parseSetChatTimeouts(event: unknown): Timeouts {
  const given = readParameters(event, parameters);
  if (given.type === 'invalid') {
    return { type: 'invalidParameter', message: problemSentence({ type: 'badInput', faults: given.faults }) };
  }
  const changes = Object.values(given.parameters).flat();
  return changes.length === 0
    ? { type: 'nothingToDo' }
    : { type: 'timeouts', key: given.key, legId: given.legId, changes };
}

type Outcome = ConfigureOutcome | NotStored;

/** The names of the outcomes, on which a flow branches. */
const outcomeNames = {
  done: 'configured',
  unknownChat: 'chatNotFound',
  passedOn: 'configured',
  notTaken: 'chatEnded',
  backendBusy: 'failed',
  backendDenies: 'failed',
  ended: 'chatEnded',
  invalidParameter: 'invalidParameter',
  nothingToDo: 'nothingToDo',
  failed: 'failed',
} as const satisfies Record<Outcome['type'], string>;

const messages = {
  done: 'The timers apply when the next agent or custom participant joins; those that run stay as they are',
  passedOn: 'Amazon Connect has the timers: they apply from the next agent on, and those that run stay as they are',
  notTaken: 'Amazon Connect does not take timers for this contact: it is no chat, or the chat has ended',
  backendBusy: 'Amazon Connect takes no more of these calls at the moment: try again, or go on without timers',
  backendDenies: 'Amazon Connect does not allow Lastcall to set timers: the policies of the account must allow it',
  unknownChat:
    'There is no chat with this contact id: start it with PUT /v1/chats/{contactId}, under the id of its first contact, before the flow gets here',
  ended: 'This chat has ended, so its timers can no longer be set',
  nothingToDo: `No timer was named: set at least one of ${Object.keys(timers).join(', ')}`,
  failed: 'Something went wrong here, not with the parameters: try again',
} as const satisfies Record<Exclude<Outcome['type'], 'invalidParameter'>, string>;

/** Answers with texts by name (`STRING_MAP`). The flow branches on `$.External.outcome`. */
export const renderSetChatTimeouts = (outcome: Outcome): Readonly<Record<string, string>> => ({
  outcome: outcomeNames[outcome.type],
  message: outcome.type === 'invalidParameter' ? outcome.message : messages[outcome.type],
  ...(outcome.type === 'done' && storedTimers(outcome.chat.stored)),
  ...(outcome.type === 'passedOn' && changedTimers(outcome.changes)),
});

/** The stored timers under the names of the parameters. */
const storedTimers = (stored: RoleConfig): Record<string, string> =>
  Object.fromEntries(
    Object.entries(timers).map(([name, { role, type }]) => [name, String(stored[role][type] ?? 'Unset')]),
  );

/** The timers that were passed on. What the others are, only Amazon Connect knows. */
const changedTimers = (changes: readonly TimerChange[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(timers).flatMap(([name, { role, type }]) =>
      changes
        .filter((change) => change.role === role && change.type === type)
        .map(({ value }) => [name, String(value)]),
    ),
  );

/** Sets the timers of the chat that a flow handles. */
export async function setChatTimeouts({ configureTimers }: Pick<ChatUseCases, 'configureTimers'>, event: unknown) {
  const wanted = parseSetChatTimeouts(event);
  if (wanted.type !== 'timeouts') return renderSetChatTimeouts(wanted);
  return renderSetChatTimeouts(await configureTimers(wanted.key, wanted.changes, wanted.legId));
}

export const setChatTimeoutsFailed = renderSetChatTimeouts({ type: 'failed' });
