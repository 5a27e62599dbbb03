import { expect, test } from '@jest/globals';
import { docsRoutes } from '#dialects/docs.ts';
import { nativeProblems } from '#dialects/native/problem.ts';
import { problemUris } from '#dialects/native/problem-types.ts';
import { answerOf, routeOf } from './call-route.ts';

const request = { method: 'GET', path: '/docs/problems', requestId: 'request-1', backend: 'standalone' };
const answer = await answerOf(routeOf(docsRoutes, 'GET /docs/problems'), undefined, request);
const page = answer.file?.content ?? '';

test('every type of a problem has its section, and no section is of a type that there is not', () => {
  const sections = [...page.matchAll(/<h2 id="([^"]+)">/g)].map(([, id]) => `/docs/problems#${id}`);
  expect(sections).toEqual(problemUris);
  const answered = nativeProblems.render({ type: 'conflict', message: 'Busy' }, 'request-1');
  expect(answered.body).toMatchObject({ type: '/docs/problems#conflict' });
});

test('the page runs nothing, loads nothing, and is shown in no frame', () => {
  expect(answer).toMatchObject({
    status: 200,
    headers: {
      'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    },
    file: { type: 'text/html; charset=utf-8' },
  });
  expect(page).not.toMatch(/<(script|style|link|img)|style=|href=/);
});
