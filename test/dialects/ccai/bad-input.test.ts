import { expect, test } from '@jest/globals';
import { ccaiRoutes } from '#dialects/ccai/force-logout.ts';
import { callOf, routeOf } from '../call-route.ts';
import { refusedAnswer } from '../refused-answers.ts';
import { aRequest } from '../requests.ts';

const forceLogout = routeOf(ccaiRoutes, 'POST /apps/api/v1/agent_statuses/force_logout');
const answerTo = (body: unknown, query: Record<string, string> = {}) =>
  refusedAnswer(forceLogout, callOf(forceLogout, aRequest({ body, query })));

const noOne = 'Name at least one agent, team or address in agent_ids, team_ids or ip_addrs';
const anId = 'Must be a whole number from 0 to 9007199254740991';
const lists = 'Must be an object with agent_ids, team_ids, ip_addrs';
const everybody =
  'ip_addrs holds at least half of all IPv4 or of all public IPv6 addresses, so nearly everybody would be logged out: if that is meant, use POST /v1/force-logouts with confirmEveryone true';

test.each([
  [undefined, `${lists}, but is missing`],
  [null, `${lists}, got null`],
  [[{ agent_ids: [11] }], `${lists}, got a list of 1`],
  ['agent_ids', `${lists}, got "agent_ids"`],
  [{}, noOne],
  [{ agent_ids: [], team_ids: [], ip_addrs: [] }, noOne],
  [{ agent_ids: 11 }, 'agent_ids: Must be a list of at most 5000 agent ids, got 11'],
  [{ agent_ids: null }, 'agent_ids: Must be a list of at most 5000 agent ids, got null'],
  [{ agent_ids: [11, '12'] }, `agent_ids[1]: ${anId}, got "12"`],
  [{ agent_ids: [1.5] }, `agent_ids[0]: ${anId}, got 1.5`],
  [{ agent_ids: [-1] }, `agent_ids[0]: ${anId}, got -1`],
  [{ agent_ids: [2 ** 53] }, `agent_ids[0]: ${anId}, got 9007199254740992`],
  [{ team_ids: [true] }, `team_ids[0]: ${anId}, got true`],
  [
    { ip_addrs: ['34.211.11.0/33'] },
    'ip_addrs[0]: The prefix of an IPv4 network must be a whole number from 0 to 32, got "34.211.11.0/33"',
  ],
  [
    { ip_addrs: ['10.0.0.1', '10.0.0.9-10.0.0.1'] },
    'ip_addrs[1]: The first address of a range must not come after the last: write 10.0.0.1-10.0.0.9, got "10.0.0.9-10.0.0.1"',
  ],
  [
    { ip_addrs: ['10.0.0.1-::1'] },
    'ip_addrs[0]: Both ends of a range must be of one family, but "10.0.0.1" is IPv4 and "::1" is IPv6',
  ],
  [{ ip_addrs: ['0.0.0.0/0'], agent_ids: [11] }, everybody],
  [{ ip_addrs: ['0.0.0.0/1', '128.0.0.0/1'] }, everybody],
  [{ ip_addrs: ['::/0'], agent_ids: ['x'] }, `agent_ids[0]: ${anId}, got "x"; ${everybody}`],
  [
    { agent_ids: [11], deadline: 5, team: 1 },
    'deadline: Unknown key; known are agent_ids, team_ids, ip_addrs; team: Unknown key; known are agent_ids, team_ids, ip_addrs',
  ],
  [
    { agent_ids: ['x'], ip_addrs: ['y'] },
    `agent_ids[0]: ${anId}, got "x"; ip_addrs[0]: Must be an IP address, a network such as 10.0.0.0/24 or a range such as 10.0.0.1-10.0.0.9, got "y"`,
  ],
])('%j is refused with one message', async (body, message) => {
  expect(await answerTo(body)).toEqual({ status: 400, headers: { 'x-request-id': 'request-1' }, body: { message } });
});

test('100 000 ids are refused with their number', async () => {
  const body = { agent_ids: Array.from({ length: 100_000 }, (_, id) => id) };
  const message = 'agent_ids: Must be a list of at most 5000 agent ids, got a list of 100000';
  expect((await answerTo(body)).body).toEqual({ message });
});

test('an unknown query key is refused', async () => {
  const answer = await answerTo({ agent_ids: [11] }, { dry_run: 'true' });
  expect(answer.body).toEqual({ message: 'dry_run: Unknown key; there are none to give' });
});
