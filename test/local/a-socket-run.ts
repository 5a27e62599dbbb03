import { aWebSocketApi } from './a-websocket-api.ts';
import { aFunction, anAssembly } from './an-assembly.ts';
import { someNotes } from './notes.ts';
import { aRun } from './runs.ts';
import { connect } from './socket-client.ts';

// Notes every event, and does what the query or the message says.
const participant = `
import { appendFileSync } from 'node:fs';
export const handler = async (event) => {
  appendFileSync(process.env.NOTES, JSON.stringify(event) + '\\n');
  if (event.queryStringParameters?.full) return { statusCode: 409, body: 'full' };
  const { fail, answer } = event.requestContext.eventType === 'MESSAGE' ? JSON.parse(event.body.replace(/^not.*/, '{}')) : {};
  if (fail === 'error') throw new Error('no');
  if (fail === 'nonsense') return 'no';
  return { statusCode: 200, body: answer };
};`;

// Says of the token what it is.
const authorize = `export const handler = async (event) => {
  const { token } = event.queryStringParameters;
  if (token === 'none') throw new Error('Unauthorized');
  if (token === 'broken') return { isAuthorized: true };
  const Statement = [{ Action: 'execute-api:Invoke', Effect: token === 'bad' ? 'Deny' : 'Allow', Resource: event.methodArn }];
  return { principalId: token, policyDocument: { Version: '2012-10-17', Statement }, context: { asked: JSON.stringify(event), turns: 3 } };
};`;

const authorizer = { function: 'Authorize', identitySources: ['route.request.querystring.token'] };

interface SocketRunSettings {
  /** @default `$connect`, `$disconnect` and `$default` */
  readonly routes?: readonly string[];
  /** The routes that send their function's answer. @default none */
  readonly answering?: string[];
}

/** Starts a WebSocket API with one function, which notes what it is told. Who connects needs a token. */
export async function aSocketRun({
  routes = ['$connect', '$disconnect', '$default'],
  ...more
}: SocketRunSettings = {}) {
  const notes = someNotes();
  const Resources = {
    Participant: aFunction('participant', { NOTES: notes.file }),
    Authorize: aFunction('authorize'),
    ...aWebSocketApi(Object.fromEntries(routes.map((routeKey) => [routeKey, 'Participant'])), { authorizer, ...more }),
  };
  const run = await aRun(anAssembly({ S: { Resources } }, { participant, authorize }));
  const url = `${run.addresses.webSocket}/live`;
  return { run, notes, url, open: (token = 'ann') => connect(`${url}?token=${token}`) };
}
