import { BadRequest, ConnectError, errorStatus } from '../connect-error.ts';
import type { Switches } from '../switches.ts';
import type { StandInAnswer } from './request.ts';

const json = { 'content-type': 'application/json' };

/** Errors that the gateway in front of the service writes, with a small letter. */
const byGateway: readonly string[] = [
  'TooManyRequestsException',
  'MissingAuthenticationTokenException',
  'InvalidSignatureException',
];

/** The answer to a request that has succeeded. */
export function success(output: object): StandInAnswer {
  // Amazon Connect writes no body where an operation has no output.
  const isEmpty = Object.keys(output).length === 0;
  return { status: 200, headers: json, body: isEmpty ? '' : JSON.stringify(output) };
}

/** The answer to a request that was refused. Throws whatever is no refusal. */
export function refusal(error: unknown, { badRequestName }: Pick<Switches, 'badRequestName'>): StandInAnswer {
  if (error instanceof BadRequest) return refusal(new ConnectError(badRequestName, error.message), { badRequestName });
  if (!(error instanceof ConnectError)) throw error;
  const { name, message } = error;
  const body = byGateway.includes(name) ? { message } : { Message: message };
  return { status: errorStatus[name], headers: { ...json, 'x-amzn-errortype': name }, body: JSON.stringify(body) };
}

/** The answer to a request that the quota has no token for. A switch says whether it names its error, and how. */
export function throttle(switches: Switches): StandInAnswer {
  switch (switches.throttleName) {
    case 'none':
      return { status: 429, headers: json, body: JSON.stringify({ message: 'Too Many Requests' }) };
    case 'TooManyRequestsException':
      return refusal(new ConnectError('TooManyRequestsException', 'Too Many Requests'), switches);
    case 'ThrottlingException':
      return refusal(new ConnectError('ThrottlingException', 'Rate exceeded'), switches);
  }
}

/** A 503 of a load balancer, which speaks HTML. */
export const htmlUnavailable: StandInAnswer = {
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: '<html><body><h1>503 Service Unavailable</h1></body></html>',
};
