import * as z from 'zod';
import type { AnswerOnce, Attempt } from '#core/access/idempotency.ts';
import { canonical } from '#core/canonical.ts';
import type { CallerSpec } from './audiences.ts';
import { conflictKinds, type HttpAnswer, type HttpRequest, type Problem, RefusedRequest } from './http.ts';
import { mustBe } from './request-schema.ts';

const longestKey = 255;
const keyError = mustBe(`1 to ${longestKey} printable ASCII characters, with or without quotes around them`);

/**
 * The header `Idempotency-Key`. The IETF draft writes it as a string in quotes, and most clients send it without: both are
 * the same key (draft-ietf-httpapi-idempotency-key-header; strings of RFC 8941).
 */
export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string({ error: keyError })
    .transform((text, { issues }) => {
      const key = unquoted(text);
      if (key !== undefined && keyPattern.test(key)) return key;
      issues.push({ code: 'custom', message: keyError({ input: text }), input: text });
      return z.NEVER;
    })
    .meta({
      description:
        'Names this request for a day, so that it can be sent again. A dry run needs none and takes none up.',
    })
    .exactOptional(),
});

const keyPattern = new RegExp(`^[\\x20-\\x7e]{1,${longestKey}}$`);

/** The key in a text; `undefined` if the text begins with a quote and is no string in quotes. */
function unquoted(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  const [, inside] = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text) ?? [];
  return inside?.replaceAll(/\\(["\\])/g, '$1');
}

/** A request, and which attempt at it this is if it has an idempotency key. */
export interface AttemptedRequest extends HttpRequest {
  readonly attempt?: Attempt;
}

/** What a refusal that is kept can be: one that is decided by what was found, and not by how busy the system is. */
const keptProblem = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('badInput'),
    faults: z.array(z.object({ path: z.string(), message: z.string() })),
  }),
  z.object({ type: z.literal('notFound'), message: z.string() }),
  z.object({
    type: z.literal('conflict'),
    kind: z.enum(conflictKinds).exclude(['notCounted']).exactOptional(),
    message: z.string(),
    members: z.record(z.string(), z.unknown()).exactOptional(),
  }),
]);

const keptAnswer = z.union([
  z.object({
    status: z.int(),
    headers: z.record(z.string(), z.string()).exactOptional(),
    body: z.unknown().optional(),
  }),
  z.object({ problem: keptProblem }),
]);

type Input = { readonly headers: z.output<typeof idempotencyHeader> };

/**
 * The same route for requests that may be sent again: with the same `Idempotency-Key` they have an effect once, and the same
 * answer for a day. The request is read, and its caller's rights are checked, each time.
 */
export const idempotent = <Read extends Input, Outcome, UseCases>({
  run,
  render,
  changesNothing = () => false,
  ...spec
}: CallerSpec<Read, Outcome, UseCases> & {
  /** Whether a request may be answered anew each time, because it has no effect. @default - none */
  readonly changesNothing?: (input: Read) => boolean;
}): CallerSpec<Read, HttpAnswer, UseCases & { readonly answerOnce: AnswerOnce }> => ({
  ...spec,
  async run(useCases, input, request) {
    const answerTo = async (attempted: AttemptedRequest) =>
      render(await run(useCases, input, attempted), input, attempted);
    const key = input.headers['idempotency-key'];
    if (key === undefined || changesNothing(input)) return answerTo(request);
    const { caller, query, body } = request;
    const content = canonical([spec.key, request.path, query, body]);
    const outcome = await useCases.answerOnce({ caller, key, content }, async (attempt) =>
      JSON.stringify(await answerTo({ ...request, attempt }).catch(keptRefusal)),
    );
    if (outcome.type !== 'answered') throw new RefusedRequest(problemOf(outcome));
    const kept = keptAnswer.parse(JSON.parse(outcome.answer));
    if ('problem' in kept) throw new RefusedRequest(kept.problem);
    return kept;
  },
  render: (answer) => answer,
});

/** @throws any error that may be another one next time */
function keptRefusal(error: unknown): { readonly problem: Problem } {
  const kept = error instanceof RefusedRequest ? keptProblem.safeParse(error.problem) : undefined;
  if (kept?.success) return { problem: kept.data };
  throw error;
}

function problemOf(outcome: Exclude<Awaited<ReturnType<AnswerOnce>>, { type: 'answered' }>): Problem {
  switch (outcome.type) {
    case 'otherContent':
      return {
        type: 'conflict',
        message: 'This Idempotency-Key was used for another request within the last day: a new request needs a new key',
      };
    case 'running': {
      const { retryAfterSeconds } = outcome;
      return {
        type: 'conflict',
        message: `The first request with this Idempotency-Key is still running: try again in ${retryAfterSeconds} s`,
        retryAfterSeconds,
      };
    }
  }
}
