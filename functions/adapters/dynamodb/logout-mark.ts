import * as z from 'zod/mini';
import type { LogoutMark, LogoutOutcome, Remarks, Unconfirmed } from '#core/agents/logout-order.ts';
import { keyword, texts } from '../codec/fields.ts';
import { asTuple, type Codec, optional, savedAs } from '../codec/saved-as.ts';

/** A mark with its outcome beside the job and the chunk. */
type FlatMark<Outcome> = Omit<LogoutMark, 'outcome'> & Pick<Outcome, keyof Outcome>;

/** What an outcome says besides. */
type MarkRemarks = Remarks & Pick<Unconfirmed, 'seenStatus'>;

const ofMark = { jobId: z.number(), chunk: z.string() };
/** Release 0.1.0 stores and reads how many contacts lost their after-contact work. */
const countedOnce: Codec<true> = { stored: z.number(), read: () => true, write: () => 1 };
const outcomesWhenSignedOut: readonly unknown[] = ['alreadySignedOut', 'unknownAgent', 'countedElsewhere'];

const markWhenSignedIn = asTuple<FlatMark<Extract<LogoutOutcome, { contacts: number }>>>({
  ...ofMark,
  type: keyword(),
  previousStatus: z.string(),
  contacts: z.number(),
});
const markWhenSignedOut = asTuple<FlatMark<Exclude<LogoutOutcome, { contacts: number }>>>({
  ...ofMark,
  type: keyword(),
});

const markWithRemarks = asTuple<
  FlatMark<Extract<LogoutOutcome, { contacts: number }>> & { readonly remarks: MarkRemarks }
>({
  ...ofMark,
  type: keyword(),
  previousStatus: z.string(),
  contacts: z.number(),
  remarks: savedAs<MarkRemarks>({
    losesAfterContactWork: ['lw', optional(countedOnce)],
    notStopped: ['ns', optional(texts)],
    seenStatus: ['st', optional(z.string())],
  }),
});

/**
 * Job, chunk, outcome, for an agent who was signed in the status before and the number of contacts, and remarks if there are
 * any.
 */
export const logoutMark: Codec<LogoutMark, readonly unknown[]> = {
  stored: z.union([markWithRemarks.stored, markWhenSignedIn.stored, markWhenSignedOut.stored]),
  read(stored) {
    const [, , type, status, contacts, remarked] = stored;
    const isLong = typeof status === 'string' && typeof contacts === 'number' && !outcomesWhenSignedOut.includes(type);
    if (isLong && typeof remarked === 'object') {
      const { jobId, chunk, remarks, ...outcome } = markWithRemarks.read(stored);
      return { jobId, chunk, outcome: { ...outcome, ...remarks } };
    }
    const { jobId, chunk, ...outcome } = (isLong ? markWhenSignedIn : markWhenSignedOut).read(stored);
    return { jobId, chunk, outcome };
  },
  write({ jobId, chunk, outcome }) {
    if (!('contacts' in outcome)) return markWhenSignedOut.write({ jobId, chunk, ...outcome });
    const { losesAfterContactWork, notStopped, seenStatus, ...rest }: typeof outcome & MarkRemarks = outcome;
    const mark = { jobId, chunk, ...rest };
    const remarks = {
      ...(losesAfterContactWork && { losesAfterContactWork }),
      ...(notStopped && { notStopped }),
      ...(seenStatus !== undefined && { seenStatus }),
    };
    return Object.keys(remarks).length > 0 ? markWithRemarks.write({ ...mark, remarks }) : markWhenSignedIn.write(mark);
  },
};
