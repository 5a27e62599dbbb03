/** How long a call to a service may take. */
export interface CallLimits {
  /** Opening a connection. */
  readonly connectMilliseconds: number;
  /** One attempt, from the request to the first byte of the answer, and any silence within the answer. */
  readonly answerMilliseconds: number;
  readonly attempts: number;
  /** All of it: the attempts, the pauses between them, and reading the answer. */
  readonly wholeMilliseconds: number;
}

/**
 * The time limits of every call that a function makes. A call that is slow or not answered fails after `whole`, so that
 * a function can make two such calls, one after the other, and still answer in time (`runtime/time-limits.ts`).
 *
 * The services answer within some 50 ms; their slowest answers, and a first connection with TLS, take some 200 ms.
 */
export const callLimits = {
  dynamodb: { connectMilliseconds: 500, answerMilliseconds: 900, attempts: 3, wholeMilliseconds: 2_800 },
  sqs: { connectMilliseconds: 500, answerMilliseconds: 900, attempts: 3, wholeMilliseconds: 2_800 },
  /** An event that is not accepted stays in its outbox, and a wake-up publishes it: a request need not wait for long. */
  eventBridge: { connectMilliseconds: 500, answerMilliseconds: 900, attempts: 2, wholeMilliseconds: 1_900 },
  sns: { connectMilliseconds: 500, answerMilliseconds: 2_000, attempts: 2, wholeMilliseconds: 5_000 },
  /** Of Amazon Connect. What it throttles is repeated by whoever knows the quota. */
  connect: { connectMilliseconds: 1_000, answerMilliseconds: 2_500, attempts: 1, wholeMilliseconds: 3_500 },
  /** Of the issuer of tokens, whose keys are fetched when a function starts and when they change. */
  oidc: { connectMilliseconds: 1_500, answerMilliseconds: 1_500, attempts: 1, wholeMilliseconds: 1_500 },
  /** All frames to one WebSocket together. Nobody waits for a WebSocket that does not answer. */
  sockets: { connectMilliseconds: 400, answerMilliseconds: 400, attempts: 2, wholeMilliseconds: 1_000 },
  /** A webhook belongs to somebody else, and may be far away. The queue repeats a delivery that fails. */
  webhook: { connectMilliseconds: 5_000, answerMilliseconds: 5_000, attempts: 1, wholeMilliseconds: 5_000 },
} as const satisfies Record<string, CallLimits>;

/** The same limits, for services that are so many times as slow. */
export const timesLonger = (limits: CallLimits, factor: number): CallLimits => ({
  attempts: limits.attempts,
  connectMilliseconds: factor * limits.connectMilliseconds,
  answerMilliseconds: factor * limits.answerMilliseconds,
  wholeMilliseconds: factor * limits.wholeMilliseconds,
});

/** The configuration of an AWS client with these limits. */
export const limitedConfig = ({ connectMilliseconds, answerMilliseconds, attempts }: CallLimits) => ({
  maxAttempts: attempts,
  requestHandler: {
    connectionTimeout: connectMilliseconds,
    requestTimeout: answerMilliseconds,
    // Without it the SDK only logs a warning, and waits on.
    throwOnRequestTimeout: true,
    // The time limit of the request ends with the headers of the answer. This one is for silence within the body.
    socketTimeout: answerMilliseconds,
  },
});

interface Client {
  readonly middlewareStack: {
    add(middleware: typeof passOn, options: { step: 'initialize'; priority: 'high'; name: string }): void;
  };
}

/** The form of a middleware: what it is given is what it passes on. */
const passOn =
  <Given, Answer>(next: (given: Given) => Promise<Answer>) =>
  (given: Given): Promise<Answer> =>
    next(given);

/** The same client, each of whose calls fails when `whole` is over: also one that answers byte by byte, or is told to wait. */
export function withLimits<Limited extends Client>(client: Limited, { wholeMilliseconds }: CallLimits): Limited {
  client.middlewareStack.add((next) => (given) => withinTime(wholeMilliseconds, next(given)), {
    step: 'initialize',
    priority: 'high',
    name: 'wholeCallLimit',
  });
  return client;
}

/** @throws Error called `TimeoutError`, as the SDK calls its own, when the work takes longer than that. */
export async function withinTime<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`No answer within ${milliseconds} ms`);
    error.name = 'TimeoutError';
    reject(error);
  }, milliseconds);
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}
