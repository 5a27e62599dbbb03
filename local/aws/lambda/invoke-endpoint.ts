import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { parseJson, readBody } from '../http-server.ts';
import type { LambdaService } from './lambda-service.ts';

/** Lambda's limit for the payload of a synchronous invocation. */
const maximumBytes = 6 * 1024 * 1024;

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Serves Lambda's `Invoke`, as the AWS SDK and `aws lambda invoke --endpoint-url` call it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function invokeEndpoint(lambda: LambdaService): RequestListener {
  return async (incoming, response) => {
    const requestId = randomUUID();
    const reply = await readBody(incoming, maximumBytes).then(
      (body) =>
        handle(lambda, {
          method: incoming.method,
          path: incoming.url ?? '/',
          type: incoming.headers['x-amz-invocation-type'],
          body,
          requestId,
        }),
      () => refusal(400, 'InvalidRequestContentException', 'The request was cut off'),
    );
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      ...reply.headers,
    });
    response.end(reply.body);
  };
}

interface InvokeRequest {
  readonly method: string | undefined;
  readonly path: string;
  readonly type: string | string[] | undefined;
  readonly body: Buffer | undefined;
  readonly requestId: string;
}

async function handle(lambda: LambdaService, { method, path, type, body, requestId }: InvokeRequest): Promise<Reply> {
  const [, reference] = /^\/2015-03-31\/functions\/([^/]+)\/invocations(?:\?|$)/.exec(path) ?? [];
  if (method !== 'POST' || reference === undefined)
    return refusal(404, 'UnknownOperationException', 'The local run supports Invoke only');
  if (body === undefined)
    return refusal(413, 'RequestTooLargeException', `The payload must be at most ${maximumBytes} bytes`);
  const requested = decodeURIComponent(reference);
  const { functionNames } = lambda;
  // A name, an ARN, or a partial ARN: all end with the name.
  const functionName = functionNames.find((name) => requested === name || requested.endsWith(`:function:${name}`));
  if (functionName === undefined) {
    const message = `Function not found: ${requested}. There are: ${functionNames.join(', ')}`;
    return refusal(404, 'ResourceNotFoundException', message, { Type: 'User' });
  }
  const event = body.length === 0 ? '{}' : body.toString();
  if (parseJson(event) === undefined)
    return refusal(400, 'InvalidRequestContentException', 'Could not parse request body into json');

  switch (type ?? 'RequestResponse') {
    case 'DryRun':
      return { status: 204, body: '' };
    case 'Event':
      lambda.invokeAsynchronously(functionName, event);
      return { status: 202, body: '' };
    case 'RequestResponse': {
      const { failed, payload } = await lambda.invoke(functionName, event, requestId);
      const headers = {
        'x-amz-executed-version': '$LATEST',
        ...(failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
      };
      return { status: 200, headers, body: payload };
    }
    default:
      return refusal(
        400,
        'InvalidParameterValueException',
        `X-Amz-Invocation-Type must be RequestResponse, Event or DryRun, got ${String(type)}`,
      );
  }
}

function refusal(status: number, errorType: string, message: string, more: object = {}): Reply {
  return { status, headers: { 'x-amzn-errortype': errorType }, body: JSON.stringify({ ...more, Message: message }) };
}
