import type { Callbacks } from '../agent/callbacks.ts';
import { element, putOnTop } from './element.ts';

const seconds = (millis: number) => `${Math.round(millis / 1000)} s`;

const kept = {
  wentOn: 'The session goes on.',
  signedIn: 'Signed in.',
  otherTab: 'Another tab has signed in.',
};

/** Callbacks that write down everything the library does, in a sentence for a visitor. */
export function journal(): Callbacks {
  const list = element('journal', HTMLElement);
  const say = (text: string) => putOnTop(list, text);
  return {
    sessionKept: ({ how }) => say(kept[how]),
    sessionLost: () => say('The session is over. Signing in anew …'),
    signInFailed: ({ retryInMs }) => say(`Signing in failed; again in ${seconds(retryInMs)}.`),
    heartbeat: () => say('Lastcall has heard this page.'),
    unreachable: ({ retryInMs }) => say(`Lastcall cannot be reached; again in ${seconds(retryInMs)}.`),
    connected: () => say('What supervisors order is told at once.'),
    disconnected: ({ retryInMs }) => say(`The WebSocket has closed; again in ${seconds(retryInMs)}.`),
    leaving: ({ withinSeconds }) => say(`Leaving, unless heard of within ${seconds(withinSeconds * 1000)}.`),
    stayed: () => say('The page has stayed.'),
    offline: () => say('Amazon Connect has set the agent offline, or will after the contact.'),
    offlineFailed: ({ attempt }) => say(`Amazon Connect did not set the agent offline (attempt ${attempt}).`),
    leftAnyway: () => say('The agent leaves anyway.'),
    cameBack: () => say('The status from before is back.'),
    comeBackFailed: () => say('The status from before could not be set.'),
    logoutDeferred: () => say('A supervisor ends the session after the contact.'),
    logoutForced: ({ countdownSeconds }) =>
      say(`A supervisor has ended the session; offline in ${countdownSeconds} s.`),
    endFailed: () => say('The login of the contact control panel could not be ended.'),
    ended: ({ cause }) => say(`It is over${cause === undefined ? '' : ` (cause ${cause})`}.`),
    signedOut: () => say('Signed out.'),
  };
}
