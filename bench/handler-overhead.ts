import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import { fingerprint } from '#adapters/crypto/secret-hash.ts';
import { makeRememberCallers } from '#core/access/access.ts';
import type { ForceLogoutsOutcome } from '#core/forced-logouts/force-logouts.ts';
import { native } from '#dialects/native/problem.ts';
import type { Route } from '#dialects/route.ts';
import { clock } from '#runtime/compose/clock.ts';
import { type HttpHandler, http } from '#runtime/http.ts';
import { logoutsApi } from '../functions/apis/logouts.ts';
import { apiEvent } from './api-event.ts';
import { atMost, type Measure, median, short } from './figure.ts';
import { lambdaContext } from './lambda-context.ts';

const batch = 200;
const rounds = 250;
const warmUpRounds = 50;

const outcome: ForceLogoutsOutcome = {
  type: 'done',
  rows: ['00000001', '00000002', '00000003'].map((agentId) => ({
    agentId,
    outcome: 'loggedOut',
    previousStatus: 'Available',
    currentStatus: 'Offline',
    contacts: 0,
    matchedBy: { agentId },
  })),
};
const context = lambdaContext(10);
/** Callers are remembered, as those are who have called within the last minute. */
const authenticate = makeRememberCallers(
  async () => ({ callerId: 'contoso-supervisor', instanceId: 'contoso-production', scopes: ['logout:bulk'] }),
  { clock, fingerprint },
);
const useCases = {
  forceLogouts: async () => outcome,
  getLogoutJob: async () => undefined,
  listLogoutResults: async () => undefined,
  admit: async () => ({ type: 'admitted' }) as const,
  ccaiDeferredStatusCode: 400 as const,
};

/** The function of forced logouts, with all of its routes, but for what its use cases do. */
const whole = http<never>(logoutsApi, useCases as never, { authenticate });
const answer = await invoke(whole);
/** The same without the dialect: nothing is validated, and what is rendered is ready. */
const withoutDialect: Route<unknown> = {
  key: 'POST /v1/force-logouts',
  audience: 'caller',
  scopes: [],
  isRateLimited: false,
  heedsTeams: false,
  request: z.unknown(),
  answers: {},
  problems: { render: native, body: z.unknown() },
  handle: async () => ({ status: 200, body: outcome.rows }),
};
const wrapperOnly = http([withoutDialect], {}, { authenticate });
const bare: HttpHandler = async () => answer;

async function invoke(handler: HttpHandler) {
  const answered = await handler(apiEvent, context, () => {});
  if (typeof answered !== 'object' || answered.statusCode !== 200) throw new Error('The handler did not answer');
  return answered;
}

/** Microseconds of one invocation, on average over a batch. */
async function timed(handler: HttpHandler): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < batch; n += 1) await handler(apiEvent, context, () => {});
  return ((performance.now() - began) * 1000) / batch;
}

const write = process.stdout.write;
const writeNowhere = () => true;

const variants = {
  bare: { handler: bare, log: write },
  whole: { handler: whole, log: writeNowhere },
  wholeLogged: { handler: whole, log: write },
  wrapper: { handler: wrapperOnly, log: writeNowhere },
} as const;
type Variant = keyof typeof variants;
const names = ['bare', 'whole', 'wholeLogged', 'wrapper'] as const satisfies readonly Variant[];

/** What `http(...)` and a dialect take beside the use case, compared with a handler that does nothing. */
export const measure: Measure = async () => {
  const times: Record<Variant, number[]> = { bare: [], whole: [], wholeLogged: [], wrapper: [] };
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const name of names) {
      process.stdout.write = variants[name].log;
      const microseconds = await timed(variants[name].handler);
      // Between batches the pipe is drained: a batch of lines fits into it, so each is written, not kept.
      await nextTurn();
      if (round >= 0) times[name].push(microseconds);
    }
  }
  process.stdout.write = write;
  const ofBare = median(times.bare);
  const over = (name: Variant) => median(times[name]) - ofBare;
  return {
    setup: `A request for three agents and a range; medians of ${rounds} batches of ${batch}, the variants alternate. The log of each request is formatted and dropped, or written to a pipe where that is said.`,
    figures: [
      { what: 'bare handler, the same answer ready', measured: `${short(ofBare)} µs` },
      { what: 'http(...) alone: caller, body, log line, answer', measured: `${short(over('wrapper'))} µs` },
      atMost('the same with the dialect: validated and rendered', {
        value: over('whole'),
        most: 25,
        unit: 'µs',
        of: 'time',
      }),
      { what: 'the same with its log line down a pipe', measured: `${short(over('wholeLogged'))} µs` },
    ],
  };
};
