import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { readBody } from '../http/body.ts';
import type { LambdaService } from './lambda-service.ts';

/** Lambda's limit of a synchronous invocation's payload. */
const maximumBytes = 6 * 1024 * 1024;

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Serves Lambda's `Invoke`, so that the SDK and `aws lambda invoke --endpoint-url` work.
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
    return refusal(404, 'UnknownOperationException', 'The local run serves Invoke only');
  if (body === undefined)
    return refusal(413, 'RequestTooLargeException', `The payload must be at most ${maximumBytes} bytes`);
  const asked = decodeURIComponent(reference);
  const { functionNames } = lambda;
  // A name, a whole ARN, or a part of one: all end with the name.
  const functionName = functionNames.find((name) => asked === name || asked.endsWith(`:function:${name}`));
  if (functionName === undefined) {
    const message = `Function not found: ${asked}. There are: ${functionNames.join(', ')}`;
    return refusal(404, 'ResourceNotFoundException', message, { Type: 'User' });
  }
  const event = body.length === 0 ? '{}' : body.toString();
  if (!isJson(event)) return refusal(400, 'InvalidRequestContentException', 'Could not parse request body into json');

  switch (type ?? 'RequestResponse') {
    case 'DryRun':
      return { status: 204, body: '' };
    case 'Event':
      lambda.invokeLater(functionName, event);
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
