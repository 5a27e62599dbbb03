import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A request on the wire. */
export interface Passing {
  /** `PutItem`, `Query` … */
  readonly operation: string;
  /** Lets the request through; resolves when it is answered. */
  send(): Promise<void>;
}

/**
 * Stands between a client and the wire: holds requests, loses them or their answers.
 * Each attempt of the SDK passes by itself. Who acts must send the request or throw.
 */
export function intercept({ middlewareStack }: DynamoDBDocumentClient, act: (request: Passing) => Promise<void>): void {
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

/** What a client sees of an answer that got lost; the SDK sends the request again. */
export function lostAnswer(): Error {
  const error = new Error('The answer got lost');
  error.name = 'TimeoutError';
  return error;
}
