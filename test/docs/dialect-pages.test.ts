import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allRoutes, matched } from './documented-api.ts';
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

/** Huawei's calls have two paths, and one example is enough for both. */
const oneOfTwo = (key: string) => key.replace(' /{instanceId}/agentgateway/', ' /agentgateway/');

test('every route and every function of a flow has an example', () => {
  const calls = pages.flatMap((page) => examplesOf(join(folder, page))).map(({ call }) => call);
  const shown = new Set(calls.map((call) => (call.includes(' ') ? oneOfTwo(matched(call).routeKey) : `${call}.ts`)));
  const missing = [...allRoutes.map(({ key }) => oneOfTwo(key)), ...flowFunctions].filter((name) => !shown.has(name));
  expect(missing).toEqual([]);
});

test('the table of routes names every route', () => {
  const table = readFileSync('docs/dialects.md', 'utf8');
  const missing = allRoutes.map(({ key }) => oneOfTwo(key)).filter((key) => !table.includes(`\`${key}\``));
  expect(missing).toEqual([]);
});
