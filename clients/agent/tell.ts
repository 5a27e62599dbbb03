import type { Callbacks, Events } from './callbacks.ts';

const events = {
  sessionKept: true,
  sessionLost: true,
  signInFailed: true,
  heartbeat: true,
  unreachable: true,
  connected: true,
  disconnected: true,
  leaving: true,
  stayed: true,
  offline: true,
  offlineFailed: true,
  leftAnyway: true,
  cameBack: true,
  comeBackFailed: true,
  logoutDeferred: true,
  logoutForced: true,
  endFailed: true,
  ended: true,
  signedOut: true,
} satisfies Record<keyof Events, true>;

export const eventNames = Object.keys(events);

export type Tell = <Name extends keyof Events>(name: Name, event: Events[Name]) => void;

/** What a page does in a callback cannot stop a session from being kept: its faults are reported as uncaught ones are. */
export function tellBy(callbacks: Partial<Callbacks>): Tell {
  return (name, event) => {
    try {
      callbacks[name]?.(event);
    } catch (error) {
      reportError(error);
    }
  };
}
