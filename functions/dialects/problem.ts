import type { Problem } from './http.ts';
import { shown } from './must-be.ts';

/** A problem in one sentence, for the caller. Says nothing of what went on inside. */
export function problemSentence(problem: Problem): string {
  switch (problem.type) {
    case 'badInput':
      return problem.faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
    case 'unauthenticated':
    case 'notFound':
    case 'conflict':
    case 'unavailable':
      return problem.message;
    case 'forbidden':
      return `This needs the scope ${problem.scope}, which your key does not have`;
    case 'tooLarge':
      return `The body may be at most ${problem.limitBytes} bytes: send several smaller requests`;
    case 'notJsonContent':
      return `The content-type must be application/json, got ${shown(problem.contentType ?? 'none')}`;
    case 'contended':
      return 'Others are changing the same thing at this moment: try again';
    case 'internal':
      return 'Something went wrong here, not with your request: try again, and if it stays so, report the request id';
  }
}

/** Headers that go with a problem in every dialect. */
export function problemHeaders({ type }: Problem): Record<string, string> {
  if (type === 'unauthenticated') return { 'www-authenticate': 'Basic realm="Lastcall", charset="UTF-8"' };
  return type === 'contended' || type === 'unavailable' ? { 'retry-after': '1' } : {};
}
