import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The same port with `around` called for each of its calls. Every method has to return a promise. */
export function intercept<Port extends object>(
  port: Port,
  around: (method: string, call: () => Promise<unknown>, given: readonly unknown[]) => Promise<unknown>,
): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => around(String(name), async () => Reflect.apply(method, target, given), given);
    },
  });
}

/** A request of the SDK on its way to DynamoDB. */
export interface InterceptedRequest {
  /** `PutItem`, `Query` … */
  readonly operation: string;
  /** Sends the request; resolves when it is answered. */
  send(): Promise<void>;
}

/**
 * Calls `act` for each attempt of each request of a client: it can delay the request, or lose the request or its answer.
 * `act` has to send the request or throw.
 */
export function interceptRequests(
  { middlewareStack }: DynamoDBDocumentClient,
  act: (request: InterceptedRequest) => Promise<void>,
): void {
  middlewareStack.add(
    (next, context) => async (args) => {
      const operation = String(context.commandName).replace(/Command$/, '');
      const answers: Awaited<ReturnType<typeof next>>[] = [];
      await act({
        operation,
        async send() {
          answers.push(await next(args));
        },
      });
      const [answer] = answers;
      if (!answer) throw new Error(`${operation} was neither sent nor refused`);
      return answer;
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
}

/** What a client sees when an answer is lost; the SDK sends the request again. */
export function lostAnswer(): Error {
  const error = new Error('The answer was lost');
  error.name = 'TimeoutError';
  return error;
}
