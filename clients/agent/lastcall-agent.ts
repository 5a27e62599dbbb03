export type { Callbacks, Events } from './callbacks.ts';
export type { CancelledLogout, DeferredLogout } from './deferred-logout.ts';
export type { Desktop } from './desktop.ts';
export { type KeptSession, keepSession } from './keep-session.ts';
export type { KeepSessionOptions } from './options.ts';
export type { Cause, Ending, Notice, SignedIn, SignIn } from './session.ts';
export { SignedInElsewhere, SignInHeld } from './sign-in-refusals.ts';
export {
  type StreamsAgent,
  type StreamsDesktopOptions,
  type StreamsGlobal,
  type StreamsState,
  streamsDesktop,
} from './streams-desktop.ts';
export type { Language, Texts } from './texts.ts';
export type { Close, View } from './view.ts';
