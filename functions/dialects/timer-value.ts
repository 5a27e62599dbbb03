import { longestTimer, shortestTimer, type TimerChange } from '#core/chats/role-config.ts';
import { shown } from './must-be.ts';

/** What a timer is to be: minutes, or no timer at all. */
export type TimerValue = TimerChange['value'];

/** Whose timer it is and which. */
export type TimerName = Pick<TimerChange, 'role' | 'type'>;

/** Why a value is none for a timer. */
export interface TimerFault {
  readonly fault: string;
}

export const isTimerFault = (read: TimerValue | TimerFault): read is TimerFault => typeof read === 'object';

/** Reads minutes as a number; `or` is what else a message says would be right. */
export function readMinutes(value: unknown, or = ''): number | TimerFault {
  const span = `${shortestTimer} to ${longestTimer}`;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return { fault: `Timer value must be a whole number of minutes, ${span}${or}, ${came(value)}` };
  }
  if (value >= shortestTimer && value <= longestTimer) return value;
  return { fault: `Timer value must be ${span} minutes${or}, got ${value}` };
}

const came = (value: unknown) => (value === undefined ? 'but is missing' : `got ${shown(value)}`);

/** The fault of a timer that has been named: `… got 900 (role CUSTOMER, type IDLE)`. */
export const faultOfTimer = ({ fault }: TimerFault, { role, type }: TimerName): string =>
  `${fault} (role ${role}, type ${type})`;
