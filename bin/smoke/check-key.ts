import * as z from 'zod';
import { SmokeFault, type StageApi, unexpected } from './stage-api.ts';

/** Requests that change nothing, because nothing has these ids, with the scope that each needs. */
const harmless = [
  ['sessions:read', 'GET', '/v1/agents/smoke-nobody'],
  ['sessions:write', 'DELETE', '/v1/agents/smoke-nobody/session'],
  ['logout:bulk', 'POST', '/v1/force-logouts', { select: { agentIds: ['smoke-nobody', 'smoke-nobody-else'] } }],
  ['chats:write', 'DELETE', '/v1/chats/smoke-nothing'],
  [
    'timers:configure',
    'PUT',
    '/v1/chats/smoke-nothing/timers',
    { timers: [{ role: 'CUSTOMER', type: 'IDLE', minutes: 2 }] },
  ],
] as const;

const health = z.object({ status: z.literal('ok') });
const idOf = (key: string) => key.split(':', 1)[0];

/** The stage answers, and the key may do all that follows. Nothing has been created by then. */
export async function checkKey(api: StageApi, key: string): Promise<string> {
  await api.call('GET', '/v1/health', health, { headers: {} });
  for (const [scope, method, path, body] of harmless) {
    const answer = await api.send(method, path, body && { body });
    if (answer.status === 401)
      throw new SmokeFault(
        `The stage refuses the key ${idOf(key)}: it must be a key of this stage, written ID:SECRET, that is not revoked`,
      );
    if (answer.status === 403)
      throw new SmokeFault(`The key ${idOf(key)} may not do this: it needs the scope ${scope}`);
    if (answer.status >= 500 || answer.status === 400) throw unexpected(`${method} ${path}`, answer);
  }
  return `${api.url} answers, and ${idOf(key)} has the ${harmless.length} scopes that are needed`;
}

/** Nobody gets in with a wrong secret, with an unknown key, or without one. */
export async function checkRefusedKeys(api: StageApi, key: string): Promise<string> {
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const refused = {
    'a wrong secret': basic(`${idOf(key)}:wrong`),
    'an unknown key': basic('smoke-nobody:wrong'),
    'no key': {},
  };
  for (const [what, headers] of Object.entries(refused)) {
    const answer = await api.send('GET', '/v1/agents/smoke-nobody', { headers });
    if (answer.status !== 401) throw new SmokeFault(`With ${what} the answer must be 401, got ${answer.status}`);
  }
  return `401 for ${Object.keys(refused).join(', ')}`;
}
