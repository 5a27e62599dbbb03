import { days, type Instant, seconds } from '../instant.ts';
import type { Clock, Ids, Report } from '../ports.ts';
import { fixedRetention } from '../retention.ts';
import type { Caller } from './access.ts';

/** A request that its caller may send again: with the same key it is the same request. */
export interface RepeatableRequest {
  readonly caller: Pick<Caller, 'instanceId' | 'callerId'>;
  readonly key: string;
  /** All that it asks for, the same text for the same request. */
  readonly content: string;
}

/** Names the record of a key: those of different callers never meet. */
export interface RecordKey {
  readonly instanceId: string;
  /** A digest of the caller and the key. */
  readonly id: string;
}

/** What is known of a key. */
export interface IdempotencyRecord {
  /** A digest of the request that the key was first used for. */
  readonly content: string;
  /** When the key was first used. After a day it is forgotten. */
  readonly since: Instant;
  /** The latest attempt at the request, and by when it has ended. */
  readonly attempt: { readonly id: string; readonly endsBy: Instant };
  /** A number that an attempt has reserved, for all further ones. */
  readonly reserved?: number;
  /** What was answered. @default - no attempt has answered yet */
  readonly answer?: string;
}

/** A record that is as old as this counts no more. */
interface Forgotten {
  readonly forgottenBefore: Instant;
}

/** Keeps the records of idempotency keys. */
export interface IdempotencyRecords {
  find(key: RecordKey): Promise<IdempotencyRecord | undefined>;
  /**
   * Writes the record of an attempt that begins in place of none, or only its attempt in place of that of the one that was
   * seen and has no answer. @returns `false` when something else is stored
   */
  begin(key: RecordKey, record: IdempotencyRecord, seen: IdempotencyRecord | Forgotten): Promise<boolean>;
  /** Reserves the number, unless one is reserved already. @returns the one that is reserved */
  reserve(key: RecordKey, record: IdempotencyRecord, number: number): Promise<number>;
  /** Keeps the answer, unless one is kept already. */
  answer(key: RecordKey, record: IdempotencyRecord, answer: string): Promise<void>;
  /** The attempt has ended without an answer to keep. Does nothing when another one has begun. */
  end(key: RecordKey, record: IdempotencyRecord, now: Instant): Promise<void>;
}

/** What must not be done twice has a number, which every attempt at it shares. */
export interface Reservation {
  /** The number, if an earlier attempt has reserved one. */
  readonly reserved?: number;
  /** Reserves a number. @returns it, or the one that another attempt has reserved in the meantime */
  reserve(number: number): Promise<number>;
}

/** An attempt at a request. */
export interface Attempt extends Reservation {
  /** Names the request: the same for every attempt at it, and for no other request. */
  readonly requestId: string;
  /** When the first attempt began. */
  readonly since: Instant;
  /** An attempt before this one has died or failed, and may have done a part of it. */
  readonly isFurther: boolean;
}

export type OnceOutcome =
  /** `answer` as it was kept, whichever attempt gave it. */
  | { readonly type: 'answered'; readonly answer: string }
  | { readonly type: 'running'; readonly retryAfterSeconds: number }
  | { readonly type: 'otherContent' };

/** By then an attempt has answered or is dead: the time limit of a function, and some for clocks that differ. */
export const endsWithin = seconds(12);
/** Of so many who begin at the same moment each knows whether it was first. */
const mostTries = 5;

const keptFor = days(fixedRetention.idempotencyKeys.days);

export type AnswerOnce = ReturnType<typeof makeAnswerOnce>;

interface Ports {
  readonly records: IdempotencyRecords;
  readonly ids: Ids;
  /** A one-way digest. */
  readonly fingerprint: (text: string) => string;
  readonly clock: Clock;
  readonly report: Report;
}

/**
 * Answers a request with an idempotency key: the first time by doing the work, for a day after that with what was answered.
 * While an attempt is running there is no other. One that has died is followed by the next after some seconds, and what it
 * has reserved is not made twice.
 *
 * `work` returns the answer to keep, and throws what may be otherwise next time.
 */
export function makeAnswerOnce({ records, ids, fingerprint, clock, report }: Ports) {
  return async (
    { caller, key, content }: RepeatableRequest,
    work: (attempt: Attempt) => Promise<string>,
  ): Promise<OnceOutcome> => {
    const { instanceId, callerId } = caller;
    const recordKey: RecordKey = { instanceId, id: fingerprint(JSON.stringify([callerId, key])) };
    const begun = await begin(recordKey, fingerprint(content));
    if (begun.type !== 'begun') return begun;
    const { record, isFurther } = begun;
    const attempt: Attempt = {
      ...(record.reserved !== undefined && { reserved: record.reserved }),
      requestId: fingerprint(JSON.stringify([recordKey.id, record.since])),
      since: record.since,
      isFurther,
      reserve: (number) => records.reserve(recordKey, record, number),
    };
    const survive = (error: unknown) => report('What became of a request could not be kept for its repeats', error);
    try {
      const answer = await work(attempt);
      await records.answer(recordKey, record, answer).catch(survive);
      return { type: 'answered', answer };
    } catch (error) {
      await records.end(recordKey, record, clock.now()).catch(survive);
      throw error;
    }
  };

  async function begin(key: RecordKey, content: string): Promise<OnceOutcome | Begun> {
    const attemptId = ids.next();
    const startedAt = clock.now();
    // Nearly every key is new, so nothing is read before it is taken.
    let seen: IdempotencyRecord | undefined;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const now = clock.now();
      const known = seen && now - seen.since < keptFor ? seen : undefined;
      // The write was made, and only its answer was lost.
      if (known?.attempt.id === attemptId) return { type: 'begun', record: known, isFurther: known.since < startedAt };
      if (known && known.content !== content) return { type: 'otherContent' };
      if (known?.answer !== undefined) return { type: 'answered', answer: known.answer };
      if (known && now < known.attempt.endsBy) return running(known.attempt.endsBy - now);
      const attempt = { id: attemptId, endsBy: now + endsWithin };
      const record = { ...(known ?? { content, since: now }), attempt };
      if (await records.begin(key, record, known ?? { forgottenBefore: now - keptFor }))
        return { type: 'begun', record, isFurther: known !== undefined };
      seen = await records.find(key);
    }
    return running(seconds(1));
  }
}

interface Begun {
  readonly type: 'begun';
  readonly record: IdempotencyRecord;
  /** Whether an attempt before this one has died or failed. */
  readonly isFurther: boolean;
}

const running = (milliseconds: number): OnceOutcome => ({
  type: 'running',
  retryAfterSeconds: Math.ceil(milliseconds / 1000),
});
