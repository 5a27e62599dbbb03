import { describe, expect, test } from '@jest/globals';
import { matchRoute } from '../../../local/aws/http/route-match.ts';

const routes = [
  'ANY /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{kind}/{id}',
  'GET /pets/{any+}',
  'GET /pets/dog/1',
  '$default',
].map((routeKey) => ({ routeKey }));
const match = (method: string, path: string, among = routes) => {
  const found = matchRoute(among, method, path);
  return found && [found.route.routeKey, found.pathParameters];
};

describe('a request is routed to', () => {
  test.each([
    ['the full match', 'GET', '/pets/dog/1', ['GET /pets/dog/1', {}]],
    ['the route of ANY if there is none of its method', 'PUT', '/pets/dog/1', ['ANY /pets/dog/1', {}]],
    ['the route with fewer variables', 'GET', '/pets/dog/2', ['GET /pets/dog/{id}', { id: '2' }]],
    ['the route with variables', 'GET', '/pets/cat/2', ['GET /pets/{kind}/{id}', { kind: 'cat', id: '2' }]],
    [
      'the greedy route if nothing else matches',
      'GET',
      '/pets/cat/2/toys',
      ['GET /pets/{any+}', { any: 'cat/2/toys' }],
    ],
    ['the default route if no other matches', 'POST', '/pets/cat', ['$default', {}]],
    ['a route with the decoded value of its variable', 'GET', '/pets/dog/a%2Fb', ['GET /pets/dog/{id}', { id: 'a/b' }]],
  ])('%s', (_, method, path, expected) => {
    expect(match(method, path)).toEqual(expected);
  });

  test('no route if there is no default route', () => {
    expect(match('GET', '/cars', [{ routeKey: 'GET /pets' }])).toBeUndefined();
  });

  test('no route whose variable would be empty', () => {
    expect(match('GET', '/pets/dog/', [{ routeKey: 'GET /pets/dog/{id}' }])).toBeUndefined();
  });
});
