import * as z from 'zod';
import { type TimerChange, timerRoles, timerTypes } from '#core/chats/role-config.ts';
import { mustBe } from './must-be.ts';
import { faultOfTimer, isTimerFault, type TimerFault, type TimerValue } from './timer-value.ts';

/** A part of a timer as it was given, by the name the dialect has for it. */
interface Part<Given> {
  readonly name: string;
  readonly given: Given;
}

interface TimerParts {
  readonly role: Part<unknown>;
  readonly type: Part<unknown>;
  readonly value: Part<TimerValue | TimerFault>;
}

const roleError = mustBe(timerRoles.join(' or '));
const typeError = mustBe(timerTypes.join(' or '));

/** Puts a timer together from its parts; the faults of all three go to the issues. */
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
