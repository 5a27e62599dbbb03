import { aWebSocketApi } from './a-websocket-api.ts';
import { aFunction, anAssembly } from './an-assembly.ts';
import { aRun, someNotes } from './runs.ts';
import { connect } from './socket-client.ts';

// Notes every event and behaves as the query or the message says.
const participant = `
import { appendFileSync } from 'node:fs';
export const handler = async (event) => {
  appendFileSync(process.env.NOTES, JSON.stringify(event) + '\\n');
  if (event.queryStringParameters?.full) return { statusCode: 409, body: 'full' };
  const { fail, answer } = event.requestContext.eventType === 'MESSAGE' ? JSON.parse(event.body.replace(/^not.*/, '{}')) : {};
  if (fail === 'error') throw new Error('no');
  if (fail === 'malformed') return 'no';
  return { statusCode: 200, body: answer };
};`;

// The token says how to answer.
const authorize = `export const handler = async (event) => {
  const { token } = event.queryStringParameters;
  if (token === 'none') throw new Error('Unauthorized');
  if (token === 'broken') return { isAuthorized: true };
  const Statement = [{ Action: 'execute-api:Invoke', Effect: token === 'bad' ? 'Deny' : 'Allow', Resource: event.methodArn }];
  return { principalId: token, policyDocument: { Version: '2012-10-17', Statement }, context: { event: JSON.stringify(event), turns: 3 } };
};`;

const authorizer = { function: 'Authorize', identitySources: ['route.request.querystring.token'] };

interface SocketRunSettings {
  /** @default `$connect`, `$disconnect` and `$default` */
  readonly routes?: readonly string[];
  /** The routes that send the response of their function. @default none */
  readonly withResponse?: string[];
  /** Routes that the API answers by itself, with their answers. @default none */
  readonly constants?: Readonly<Record<string, string>>;
}

/** Runs a WebSocket API with one function, which notes its events. Clients need a token to connect. */
export async function aSocketRun({
  routes = ['$connect', '$disconnect', '$default'],
  constants = {},
  ...more
}: SocketRunSettings = {}) {
  const notes = someNotes();
  const targets = {
    ...Object.fromEntries(routes.map((routeKey) => [routeKey, 'Participant'])),
    ...Object.fromEntries(Object.entries(constants).map(([routeKey, answer]) => [routeKey, `=${answer}`])),
  };
  const Resources = {
    Participant: aFunction('participant', { NOTES: notes.file }),
    Authorize: aFunction('authorize'),
    ...aWebSocketApi(targets, { authorizer, ...more }),
  };
  const run = await aRun(anAssembly({ S: { Resources } }, { participant, authorize }));
  const url = `${run.addresses.webSocket}/live`;
  return { run, notes, url, open: (token = 'ann') => connect(`${url}?token=${token}`) };
}
