import type { Callbacks, DeferredLogout } from '../agent/lastcall-agent.ts';
import { addLine, element } from './element.ts';

const seconds = (millis: number) => `${Math.round(millis / 1000)} s`;

const deadlineOf = ({ secondsLeft, onDeadline }: DeferredLogout) =>
  onDeadline ? `, which is ${onDeadline === 'force' ? 'forced' : 'given up'} in ${secondsLeft} s` : '';

const kept = {
  wentOn: 'The session goes on.',
  signedIn: 'Signed in.',
  otherTab: 'Another tab has signed in.',
};

/** Callbacks that write a line for everything the library reports. */
export function logCallbacks(): Callbacks {
  const list = element('eventLog', HTMLElement);
  const log = (text: string) => addLine(list, text);
  return {
    sessionKept: ({ how }) => log(kept[how]),
    sessionLost: () => log('The session has ended. Signing in again …'),
    signInFailed: ({ retryInMs }) => log(`Signing in failed. Next attempt in ${seconds(retryInMs)}.`),
    signInHeld: ({ heldUntil }) => log(`The agent cannot sign in until ${new Date(heldUntil).toLocaleTimeString()}.`),
    heartbeat: () => log('Heartbeat sent.'),
    unreachable: ({ retryInMs }) => log(`Lastcall cannot be reached. Next attempt in ${seconds(retryInMs)}.`),
    connected: () => log('WebSocket connected.'),
    disconnected: ({ retryInMs }) => log(`WebSocket closed. Next attempt in ${seconds(retryInMs)}.`),
    leaving: ({ withinSeconds }) => log(`The session ends in ${withinSeconds} s unless a heartbeat arrives.`),
    stayed: () => log('The page has stayed open.'),
    offline: () => log('Offline in Amazon Connect, or offline after the contact.'),
    offlineFailed: ({ attempt }) => log(`Amazon Connect did not set the agent offline (attempt ${attempt}).`),
    leftAnyway: () => log('The agent leaves anyway.'),
    cameBack: () => log('The previous status is set again.'),
    comeBackFailed: ({ attempt }) => log(`The previous status could not be set again (attempt ${attempt}).`),
    logoutDeferred: (order) => log(`A supervisor has ordered a logout after the contact${deadlineOf(order)}.`),
    logoutDeadlineNear: (order) => log(`The logout still waits for the contact${deadlineOf(order)}.`),
    logoutCancelled: ({ cause }) =>
      log(cause === 'deadline' ? 'The logout was given up at its deadline.' : 'The logout was taken back.'),
    logoutForced: ({ countdownSeconds }) =>
      log(`A supervisor has ended the session. Offline in ${countdownSeconds} s.`),
    endFailed: () => log('The login to the contact control panel could not be ended.'),
    ended: ({ cause, heldUntil }) => {
      log(`The session has ended${cause === undefined ? '' : ` (cause ${cause})`}.`);
      if (heldUntil) log(`The agent may sign in again at ${new Date(heldUntil).toLocaleTimeString()}.`);
    },
    signedOut: () => log('Signed out.'),
  };
}
