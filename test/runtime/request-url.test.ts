import { expect, test } from '@jest/globals';
import { requestUrl } from '#runtime/request-url.ts';

const own = 'abc123.execute-api.eu-central-1.amazonaws.com';

interface Given {
  readonly host?: string;
  readonly rawPath?: string;
  readonly stage?: string;
  readonly routeKey?: string;
}

const received = ({ host, rawPath = '/v1/force-logouts', stage = '$default', ...more }: Given) => ({
  headers: { 'x-forwarded-proto': 'https', ...(host !== undefined && { host }) },
  routeKey: more.routeKey ?? 'POST /v1/force-logouts',
  rawPath,
  requestContext: { domainName: own, stage },
});

test.each<[string, Given, string]>([
  ['its own address', { host: own }, `https://${own}/v1/force-logouts`],
  ['an old client without a Host header', {}, `https://${own}/v1/force-logouts`],
  [
    'a stage with a name, which API Gateway leaves in the path',
    { host: own, stage: 'live', rawPath: '/live/v1/force-logouts' },
    `https://${own}/live/v1/force-logouts`,
  ],
  ['another domain than the one that is set', { host: 'old.example.com' }, 'https://old.example.com/v1/force-logouts'],
])('a request through %s is linked to there', (_, given, url) => {
  expect(requestUrl(received(given), '')).toBe(url);
  expect(requestUrl(received(given), 'https://api.example.com/lastcall')).toBe(url);
});

test.each([
  ['taken off, as API Gateway documents', '/v1/force-logouts'],
  ['left in place, as a proxy may', '/lastcall/v1/force-logouts'],
  ['taken off, with the stage in front', '/live/v1/force-logouts'],
])('behind a domain a link has the base path once: %s', (_, rawPath) => {
  const event = received({ host: 'API.example.com:443', rawPath, stage: '$default' });
  expect(requestUrl(event, 'https://api.example.com/lastcall')).toBe(
    'https://api.example.com/lastcall/v1/force-logouts',
  );
});

test.each([
  ['no base path', 'https://api.example.com', 'https://api.example.com/v1/force-logouts'],
  ['two segments', 'https://api.example.com/cc/eu', 'https://api.example.com/cc/eu/v1/force-logouts'],
  ['the first segment of the route', 'https://api.example.com/v1', 'https://api.example.com/v1/v1/force-logouts'],
])('a base path may be %s', (_, publicUrl, url) => {
  expect(requestUrl(received({ host: 'api.example.com' }), publicUrl)).toBe(url);
});

test('a route that takes any path keeps all of it', () => {
  const anything = { rawPath: '/lastcall/no/such/path', host: own };
  expect(requestUrl(received({ ...anything, routeKey: '$default' }), '')).toBe(`https://${own}/lastcall/no/such/path`);
  const greedy = { ...anything, routeKey: 'GET /{proxy+}' };
  expect(requestUrl(received(greedy), '')).toBe(`https://${own}/lastcall/no/such/path`);
});
