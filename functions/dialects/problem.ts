import type { Problem } from './http.ts';

/** A problem in one sentence for the caller. It reveals nothing internal. */
export function problemSentence(problem: Problem): string {
  switch (problem.type) {
    case 'badInput':
      return problem.faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
    case 'unauthenticated':
    case 'notFound':
    case 'conflict':
    case 'notJsonContent':
    case 'unavailable':
      return problem.message;
    case 'forbidden':
      return 'scope' in problem
        ? `This needs the scope ${problem.scope}, which your key does not have`
        : problem.message;
    case 'tooLarge':
      return `The body may be at most ${problem.limitBytes} bytes: send several smaller requests`;
    case 'tooManyRequests':
      return `You ask too often: try again in ${wholeSeconds(problem.retryAfterSeconds)} s`;
    case 'contended':
      return 'Others are changing the same thing at this moment: try again';
    case 'internal':
      return 'Something went wrong here, not with your request: try again, and if it stays so, report the request id';
  }
}

/** The headers of a problem in every dialect that has statuses. */
export const problemHeaders = (problem: Problem): Record<string, string> =>
  problem.type === 'unauthenticated'
    ? { 'www-authenticate': 'Basic realm="Lastcall", charset="UTF-8"' }
    : retryHeaders(problem);

/** When to try again, for problems that pass by themselves. */
export function retryHeaders(problem: Problem): Record<string, string> {
  if ('retryAfterSeconds' in problem) return { 'retry-after': wholeSeconds(problem.retryAfterSeconds) };
  return problem.type === 'contended' || problem.type === 'unavailable' ? { 'retry-after': '1' } : {};
}

/** Retry-After has no fractions (RFC 9110). At least 1, because a caller that tries again at once is refused again. */
const wholeSeconds = (seconds: number) => String(Math.max(1, Math.ceil(seconds)));
