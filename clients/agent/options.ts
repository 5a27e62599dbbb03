import type { Callbacks } from './callbacks.ts';
import type { Desktop } from './desktop.ts';
import type { SignedIn } from './session.ts';
import type { Language, Texts } from './texts.ts';
import type { View } from './view.ts';

export interface KeepSessionOptions {
  /** Lastcall's HTTP API, such as `https://lastcall.example.com`, without a path or a slash at its end. */
  readonly url: string;

  readonly agentId: string;

  /**
   * Asks the page's own server to sign the agent in, and answers what `PUT /v1/agents/{agentId}/session` answered. It is
   * called when there is no session that goes on, and again, with growing pauses, when it failed.
   */
  readonly signIn: () => Promise<SignedIn>;

  /**
   * The agent desktop that goes offline with the session. It is disposed of with the session.
   *
   * @default nothing but the session
   */
  readonly desktop?: Desktop | undefined;

  /**
   * What the agent reads.
   *
   * @default the first of the browser's languages that there are texts in, or English
   */
  readonly language?: Language | undefined;

  /** Texts in place of those of the language. */
  readonly texts?: Partial<Texts> | undefined;

  /** What the agent is shown, in place of the library's own. */
  readonly view?: Partial<View> | undefined;

  /**
   * How many seconds a forced logout leaves the agent before the desktop goes offline.
   *
   * @default 10
   */
  readonly countdownSeconds?: number | undefined;

  readonly on?: Partial<Callbacks> | undefined;
}
