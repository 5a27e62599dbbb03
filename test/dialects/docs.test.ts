import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { docsRoutes } from '#dialects/docs.ts';
import { nativeProblems } from '#dialects/native/problem.ts';
import { problemUris } from '#dialects/native/problem-types.ts';
import { docsPage } from '#runtime/docs-page.ts';
import { makeDocsPage } from '../../bin/docs-page/page.ts';
import { answerOf, routeOf } from './call-route.ts';

const ask = (key: 'GET /docs' | 'GET /docs/problems', headers = {}) => {
  const request = { method: 'GET', path: key.slice(4), requestId: 'request-1', backend: 'standalone', headers };
  return answerOf(routeOf(docsRoutes, key), undefined, request, { docsPage });
};

describe('the page of problems', () => {
  test('has a section for every type of a problem, and none of a type that there is not', async () => {
    const { file } = await ask('GET /docs/problems');
    const sections = [...String(file?.content).matchAll(/<h2 id="([^"]+)">/g)].map(([, id]) => `/docs/problems#${id}`);
    expect(sections).toEqual(problemUris);
    const answered = nativeProblems.render({ type: 'conflict', message: 'Busy' }, 'request-1');
    expect(answered.body).toMatchObject({ type: '/docs/problems#conflict' });
  });

  test('runs nothing, loads nothing, and is shown in no frame', async () => {
    const answer = await ask('GET /docs/problems');
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
      },
      file: { type: 'text/html; charset=utf-8' },
    });
    expect(answer.file?.content).not.toMatch(/<(script|style|link|img)|style=|href=/);
  });
});

describe('the page to try the API', () => {
  test.each(['br', 'gzip, deflate, br, zstd', 'gzip;q=1.0, BR;q=0.5', 'br ; q=0.001', '*'])(
    'is sent to a browser that accepts %s',
    async (accepted) => {
      const { status, headers, file } = await ask('GET /docs', { 'accept-encoding': accepted });
      expect([status, headers?.['content-encoding'], headers?.vary]).toEqual([200, 'br', 'accept-encoding']);
      expect(file?.content).toEqual(await docsPage());
    },
  );

  test.each([undefined, '', 'gzip', 'identity, bro', 'gzip, br;q=0', 'br;q=0.000'])(
    'is not sent to a client that accepts %s, which is told why',
    async (accepted) => {
      const { status, headers, file } = await ask('GET /docs', { 'accept-encoding': accepted });
      expect([status, headers?.['content-encoding']]).toEqual([406, undefined]);
      expect(file?.content).toContain('Accept-Encoding: br');
    },
  );

  test('is the one that npm run docs-page makes, and its policy lets in its own program and styles alone', async () => {
    const { html, hashes } = makeDocsPage();
    expect(brotliDecompressSync(await docsPage()).equals(Buffer.from(html))).toBe(true);
    const { headers } = await ask('GET /docs', { 'accept-encoding': 'br' });
    expect(headers?.['content-security-policy']).toBe(
      `default-src 'none'; script-src '${hashes.script}'; style-src '${hashes.style}'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
  });

  test('is small enough that whoever asks for it often costs little', async () => {
    expect((await docsPage()).byteLength).toBeLessThan(400_000);
  });
});
