import { forAnybody } from './audiences.ts';
import hashes from './docs-page-hashes.json' with { type: 'json' };
import type { HttpAnswer } from './http.ts';
import { nativeProblems } from './native/problem.ts';
import { problemsPage } from './native/problem-types.ts';
import { aFile, type OpenRequest } from './route.ts';

/** A page loads nothing from elsewhere, is shown in no frame, and tells no other page where somebody came from. */
const pageHeaders = (policy: string) => ({
  'content-security-policy': `default-src 'none'; ${policy}base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'public, max-age=300',
});

const htmlType = 'text/html; charset=utf-8';

/** What the types of problems mean. */
const problems = forAnybody({
  key: 'GET /docs/problems',
  throttleShare: 0.001,
  answers: { 200: aFile },
  problems: nativeProblems,
  answer: () => ({ status: 200, headers: pageHeaders(''), file: { type: htmlType, content: problemsPage() } }),
});

interface DocsPage {
  /** The page to try the API, compressed by brotli. */
  readonly docsPage: () => Promise<Uint8Array>;
}

/** The program and the styles in the page are let in by their hashes, and nothing else; it may call the API of its own origin. */
const policy = `script-src '${hashes.script}'; style-src '${hashes.style}'; img-src data:; connect-src 'self'; `;

async function answerPage({ headers }: OpenRequest, { docsPage }: DocsPage): Promise<HttpAnswer> {
  if (!acceptsBrotli(headers['accept-encoding'])) {
    const content = 'This page is sent compressed by brotli, as every browser accepts it: send Accept-Encoding: br\n';
    return { status: 406, headers: pageHeaders(''), file: { type: 'text/plain; charset=utf-8', content } };
  }
  const encoding = { 'content-encoding': 'br', vary: 'accept-encoding' };
  const file = { type: htmlType, content: await docsPage() };
  return { status: 200, headers: { ...pageHeaders(policy), ...encoding }, file };
}

const acceptsBrotli = (accepted = ''): boolean =>
  accepted.split(',').some((coding) => /^\s*(br|\*)\s*(;\s*q=(1|0?\.0*[1-9])|$)/i.test(coding));

/** A page to read about the API and to try it. */
const page = forAnybody({
  key: 'GET /docs',
  throttleShare: 0.001,
  answers: { 200: aFile, 406: aFile },
  problems: nativeProblems,
  answer: answerPage,
});

/** Pages for people. */
export const docsRoutes = [page, problems];
