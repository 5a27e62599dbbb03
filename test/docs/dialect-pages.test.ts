import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Route } from '#dialects/route.ts';
import { allRoutes } from '../support/declared-routes.ts';
import { matched } from './documented-api.ts';
import { aDocumentedCentre } from './documented-centre.ts';
import { Abbreviations, examplesOf, notShown } from './page-examples.ts';

const folder = 'docs/dialects';
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
const flowFunctions = readdirSync('functions').filter((name) => name.startsWith('flow-'));

describe.each(pages)('docs/dialects/%s', (page) => {
  test('shows what Lastcall answers', async () => {
    const centre = await aDocumentedCentre();
    const abbreviations = new Abbreviations();
    const examples = examplesOf(join(folder, page));
    expect(examples).not.toEqual([]);
    for (const example of examples) {
      const { status, answerHeaders, answer, call } = example;
      const actual = await centre.answerTo({
        ...example,
        call: String(abbreviations.resolve(call)),
        body: abbreviations.resolve(example.body),
        headers: Object.fromEntries(
          Object.entries(example.headers).map(([name, value]) => [name, String(abbreviations.resolve(value))]),
        ),
      });
      abbreviations.learn({ body: answer, headers: answerHeaders }, actual);
      const body = answer === notShown ? actual.body : abbreviations.resolve(answer);
      const documented = { status, body, headers: abbreviations.resolve(answerHeaders) };
      const headers = Object.fromEntries(Object.keys(answerHeaders).map((name) => [name, actual.headers[name]]));
      expect([call, { status: actual.status, body: actual.body, headers }]).toEqual([call, documented]);
    }
  });
});

test.each(pages)('docs/dialects/%s lists the public clients it was tried with, and what they send', (page) => {
  const [, ...clients] =
    /^\| client \|.*\n\| - \| - \|\n((?:\|.*\n)+)/m.exec(readFileSync(join(folder, page), 'utf8')) ?? [];
  expect(clients.join('').split('\n').filter(Boolean)).not.toEqual([]);
});

/** Huawei's calls have two paths, and one example is enough for both. */
const oneOfTwo = (key: string) => key.replace(' /{instanceId}/agentgateway/', ' /agentgateway/');

test('every route and every function of a flow has an example', () => {
  const calls = pages.flatMap((page) => examplesOf(join(folder, page))).map(({ call }) => call);
  const shown = new Set(calls.map((call) => (call.includes(' ') ? oneOfTwo(matched(call).routeKey) : `${call}.ts`)));
  const missing = [...allRoutes.map(({ key }) => oneOfTwo(key)), ...flowFunctions].filter((name) => !shown.has(name));
  expect(missing).toEqual([]);
});

/** Who may call a route, as the table says it; `undefined` for agents, who send a password or a secret. */
function callersOf(route: Route<never>): string | undefined {
  switch (route.audience) {
    case 'caller':
      return dependsOnRequest[route.key] ?? route.scopes.map((scope) => `\`${scope}\``).join(' or ');
    case 'signedCaller':
      return 'an IAM signature';
    case 'participant':
      return `a ${route.tokenKind} token`;
    case 'desktop':
      return 'the token of the session';
    case 'anybody':
      return 'anybody';
    case 'agent':
      return undefined;
  }
}

/** The routes whose scope depends on the request. */
const dependsOnRequest: Readonly<Record<string, string>> = {
  'POST /v1/force-logouts': '`logout:bulk`; for one agent by id `logout:one`',
  'POST /apps/api/v1/agent_statuses/force_logout': 'as `POST /v1/force-logouts`',
  'POST /incontactapi/services/{version}/agents/{agentId}/logout': '`logout:one` or `logout:bulk`',
  'POST /{incontactapi}/{services}/{version}/{agents}/{agentId}/{logout}': '`logout:one` or `logout:bulk`',
};

describe('the table of routes', () => {
  const table = readFileSync('docs/dialects.md', 'utf8').matchAll(
    /^\| `([A-Z]+ \/[^`]*|\$default)` \| .* \| (.*) \|$/gm,
  );
  const rows = [...table].map(([, key = '', callers = '']) => ({ key, callers }));

  test('has one row for every route and no other', () => {
    const keys = new Set(allRoutes.map(({ key }) => oneOfTwo(key)));
    expect(rows.map(({ key }) => key).toSorted()).toEqual([...keys].toSorted());
  });

  test('says who may call each route', () => {
    const callers = new Map(rows.map((row) => [row.key, row.callers]));
    const checked = allRoutes.flatMap((route) => {
      const expected = callersOf(route);
      return expected === undefined ? [] : [{ key: route.key, expected }];
    });
    expect(checked.map(({ key }) => ({ key, expected: callers.get(key) }))).toEqual(checked);
  });

  test('has a wording of its own for exactly the routes whose scope depends on the request', () => {
    const undeclared = allRoutes.flatMap((route) =>
      'scopes' in route && route.scopes.length === 0 ? [route.key] : [],
    );
    expect(undeclared.toSorted()).toEqual(Object.keys(dependsOnRequest).toSorted());
  });
});
