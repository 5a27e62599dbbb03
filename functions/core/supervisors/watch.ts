import { type Instant, minutes } from '../instant.ts';

/** What a supervisor's page may be shown: what the caller may see who asked for its address. */
export interface Viewer {
  readonly instanceId: string;
  readonly callerId: string;
  /** @default - everybody */
  readonly teamIds?: readonly string[];
  /** When the token of the caller expires. @default - the caller has a key, which may be revoked */
  readonly validUntil?: Instant;
}

export interface WatchKey {
  readonly instanceId: string;
  readonly watchId: string;
}

/** A supervisor's page that is shown the changes of an instance, or has an address at which it can subscribe to them. */
export interface Watch extends Viewer, WatchKey {
  /** The WebSocket of the page. @default - it has not subscribed yet */
  readonly connectionId?: string;
  /** When the address expires, and when the WebSocket ends: at this instant it has. */
  readonly endsAt: Instant;
}

/** A watch whose page has subscribed. */
export type OpenWatch = Watch & { readonly connectionId: string };

/** How many pages may watch an instance at the same time. Each is reached by a message of its own for each change. */
export const mostWatches = 50;

/** How many of them may be of one caller. Of addresses that nobody has opened the oldest makes place. */
export const mostWatchesOfCaller = 10;

/** API Gateway closes a WebSocket after two hours (docs.aws.amazon.com/apigateway/latest/developerguide/limits.html). */
const longestConnection = minutes(120);

/** For how long a page that has lost its WebSocket can be shown what it has missed. */
export const resumableFor = minutes(60);

/** The watches of an instance, and until when its changes are kept although nobody watches. */
export interface Watched {
  readonly watches: readonly Watch[];
  /** @default - nobody has stopped watching */
  readonly keptUntil?: Instant;
}

export const isLive = ({ endsAt }: Watch, now: Instant): boolean => now < endsAt;

export const isOpen = (watch: Watch): watch is OpenWatch => watch.connectionId !== undefined;

/** When a page that subscribes now is no longer shown anything. */
export const endsAfter = (now: Instant, { validUntil = Number.POSITIVE_INFINITY }: Viewer): Instant =>
  Math.min(now + longestConnection, validUntil);

/** Until when changes are kept for a page whose WebSocket has ended without a sign. One that never subscribed has seen nothing. */
export const resumableUntil = (watch: Watch): Instant => (isOpen(watch) ? watch.endsAt + resumableFor : watch.endsAt);

/** Whether changes are kept now: somebody watches, or may come back. */
export const areKept = ({ watches, keptUntil = Number.NEGATIVE_INFINITY }: Watched, now: Instant): boolean =>
  now < keptUntil || watches.some((watch) => now < resumableUntil(watch));
