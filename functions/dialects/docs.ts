import { forAnybody } from './audiences.ts';
import { nativeProblems } from './native/problem.ts';
import { problemsPage } from './native/problem-types.ts';
import { aFile } from './route.ts';

/** A page loads nothing from elsewhere, is shown in no frame, and says nobody where it leads from. */
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

/** Pages for people. */
export const docsRoutes = [problems];
