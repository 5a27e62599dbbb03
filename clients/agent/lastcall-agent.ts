export type { Callbacks, Events } from './callbacks.ts';
export type { Desktop } from './desktop.ts';
export { type KeptSession, keepSession } from './keep-session.ts';
export type { KeepSessionOptions } from './options.ts';
export type { Ending, Notice, SignedIn } from './session.ts';
export type { StreamsAgent, StreamsGlobal, StreamsState } from './streams.ts';
export { type StreamsDesktopOptions, streamsDesktop } from './streams-desktop.ts';
export type { Language, Texts } from './texts.ts';
export type { Close, View } from './view.ts';
