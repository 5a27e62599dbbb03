import { days, minutes, seconds } from './instant.ts';

/** How long something is kept, and what the days are counted from. */
interface Kept {
  readonly days: number;
  readonly after: string;
}

// Everything that expires. docs/data.md lists it together with what is in it and what never expires.

/** What operators choose by a setting of the CDK app; these are the defaults. */
export const chosenRetention = {
  /** A chat that nobody ends: as long as one of Amazon Connect lasts at most. */
  chatDays: { days: 7, after: 'the start of the chat' },
  /** A chat of Amazon Connect lasts a week at most, and its transcript can be read for a day longer. */
  transcriptDays: { days: 8, after: 'the message' },
  /** Jobs and their results. Whoever asks later than a quarter of a year finds the events in the audit log. */
  resultDays: { days: 90, after: 'the item was written' },
  /** Who ended whose session and why: for a year, and for as long as it takes to look back at one. */
  auditDays: { days: 400, after: 'the event' },
  /** Long enough to look into a fault that is reported late. */
  functionLogDays: { days: 30, after: 'the line' },
  /** Shows patterns of abuse over several weeks. */
  accessLogDays: { days: 90, after: 'the request' },
} as const satisfies Readonly<Record<string, Kept>>;

/** What is the same in every deployment. */
export const fixedRetention = {
  /** Clients that reconnect learn of the end, and streaming endpoints that were down get the last events. */
  chats: { days: 1, after: 'the end of the chat' },
  /** When the sweeper has been down for days, everything that came due in the meantime is still done. */
  wakeUps: { days: 7, after: 'the instant of the wake-up' },
  /** The events of a schedule that is made again under its id go on counting, and late wake-ups find that it is gone. */
  deletedSchedules: { days: 90, after: 'the deletion' },
  /** A bucket is full again after two seconds, and a full bucket need not be stored. */
  rateLimits: { days: 1, after: 'the last request' },
  /** A client that was down for hours sends its requests again without a second effect. */
  idempotencyKeys: { days: 1, after: 'the first request with the key' },
  /** Somebody who guesses at one password for ever gets a hundred attempts a day; a pause is 15 minutes at most. */
  passwordGuesses: { days: 1, after: 'the last wrong password' },
  /** An agent who comes back from holidays is still known at the usual place. */
  knownSources: { days: 30, after: 'the last sign-in' },
  /** A worker that fails over a weekend loses nothing. */
  queuedWork: { days: 4, after: 'the message' },
  /** The longest that the queue allows, so that somebody can redrive them. */
  deadLetters: { days: 14, after: 'the message' },
} as const satisfies Readonly<Record<string, Kept>>;

/** How long tokens are valid, in milliseconds. They are signed, and stored nowhere. */
export const tokenValidity = {
  /** The heartbeats of an agent's desktop. It is renewed before it expires. */
  session: days(1),
  /** The address of a desktop's WebSocket. */
  sessionSocket: seconds(100),
  /** The address of the WebSocket of a supervisor's page. */
  supervisorSocket: seconds(100),
  /** The token of a participant, which gives all others: what the stock clients of Amazon Connect expect. */
  participant: days(1),
  /** The messages of a participant: what the stock clients of Amazon Connect expect. */
  connection: days(1),
  /** The address of a participant's WebSocket: what the stock clients of Amazon Connect expect. */
  socket: seconds(100),
  /** A contact flow acts in an agent's name: enough for it to get from one block to the other, with waiting. */
  securityUser: minutes(15),
} as const;

/** A key that signs tokens is followed by a new one at this age, when it is next needed. Tokens of the old one go on. */
export const signingKeyLasts = days(30);
