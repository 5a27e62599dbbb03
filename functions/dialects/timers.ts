import * as z from 'zod';
import { longestTimer, shortestTimer, type TimerChange, timerRoles, timerTypes } from '#core/chats/role-config.ts';
import { mustBe, shown } from './request-schema.ts';

/** What a timer is set to: minutes, or no timer at all. */
export type TimerValue = TimerChange['value'];

/** Identifies a timer of a chat. */
export type TimerName = Pick<TimerChange, 'role' | 'type'>;

/** Why a value is not valid for a timer. */
export interface TimerFault {
  readonly fault: string;
}

export const isTimerFault = (read: TimerValue | TimerFault): read is TimerFault => typeof read === 'object';

/** Reads minutes as a number; `or` is what else a message says is allowed. */
export function readMinutes(value: unknown, or = ''): number | TimerFault {
  const span = `${shortestTimer} to ${longestTimer}`;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    const got = value === undefined ? 'but is missing' : `got ${shown(value)}`;
    return { fault: `Timer value must be a whole number of minutes, ${span}${or}, ${got}` };
  }
  if (value >= shortestTimer && value <= longestTimer) return value;
  return { fault: `Timer value must be ${span} minutes${or}, got ${value}` };
}

/** The fault of a timer whose name is known: `… got 900 (role CUSTOMER, type IDLE)`. */
export const faultOfTimer = ({ fault }: TimerFault, { role, type }: TimerName): string =>
  `${fault} (role ${role}, type ${type})`;

/** A part of a timer as it was given, under the name that the dialect has for it. */
interface Part<Given> {
  readonly name: string;
  readonly given: Given;
}

interface TimerParts {
  readonly role: Part<unknown>;
  readonly type: Part<unknown>;
  readonly value: Part<TimerValue | TimerFault>;
}

/** Parts of a timer as they are given: `timerOf` reads them together, and documents of the API say what they may be. */
export const given = {
  role: z.unknown().meta({ type: 'string', enum: [...timerRoles] }),
  type: z.unknown().meta({ type: 'string', enum: [...timerTypes] }),
  minutes: z.unknown().meta({ type: 'integer', minimum: shortestTimer, maximum: longestTimer }),
  minutesOrUnset: z
    .unknown()
    .meta({ anyOf: [{ type: 'integer', minimum: shortestTimer, maximum: longestTimer }, { const: 'unset' }] }),
  unset: z.unknown().meta({ const: 'Unset' }),
} as const;

const roleError = mustBe(timerRoles.join(' or '));
const typeError = mustBe(timerTypes.join(' or '));

/** Puts a timer together from its parts. The faults of all three are added to the issues. */
export function timerOf({ role, type, value }: TimerParts, issues: z.core.$ZodRawIssue[]): TimerChange {
  const fault = ({ name, given }: Part<unknown>, message: string) =>
    issues.push({ code: 'custom', path: [name], input: given, message });
  const knownRole = timerRoles.find((known) => known === role.given);
  const knownType = timerTypes.find((known) => known === type.given);
  if (!knownRole) fault(role, roleError({ input: role.given }));
  if (!knownType) fault(type, typeError({ input: type.given }));
  const timer = knownRole && knownType && { role: knownRole, type: knownType };
  if (!isTimerFault(value.given)) return timer ? { ...timer, value: value.given } : z.NEVER;
  fault(value, timer ? faultOfTimer(value.given, timer) : value.given.fault);
  return z.NEVER;
}

/** The timers of a request, at least one and each at most once. */
export function timerList(timer: z.ZodType<TimerChange>, { max }: { readonly max: number }) {
  const error = mustBe(`a list of 1 to ${max} timers`);
  return z
    .array(z.unknown(), { error })
    .refine(({ length }) => length >= 1 && length <= max, { error })
    .pipe(z.array(timer).superRefine(eachOnce));
}

function eachOnce(timers: readonly TimerChange[], { issues }: z.core.$RefinementCtx<TimerChange[]>): void {
  const named = new Set<string>();
  for (const [index, { role, type }] of timers.entries()) {
    const name = `role ${role}, type ${type}`;
    const message = `Each timer may be named once, but this one is named before (${name})`;
    if (named.has(name)) issues.push({ code: 'custom', path: [index], input: name, message });
    named.add(name);
  }
}
