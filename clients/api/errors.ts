/** What Lastcall says of a request that it refuses (RFC 9457). `GET /docs/problems` has a section for each `type`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  /** Of bad input: every fault, with its place. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly [member: string]: unknown;
}

/** A request that was answered with an error, after the last attempt. */
export class LastcallError extends Error {
  override readonly name = 'LastcallError';
  readonly status: number;
  /** Absent when the answer is that of another dialect, of API Gateway or of a proxy. */
  readonly problem?: Problem;
  /** The body of the answer, as JSON if it is JSON. */
  readonly body: unknown;
  readonly headers: Headers;

  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : undefined;
    super(problem ? `${problem.title}: ${sentence(problem)}` : `Lastcall answered ${response.status}: ${textOf(body)}`);
    this.status = response.status;
    if (problem) this.problem = problem;
    this.body = body;
    this.headers = response.headers;
  }

  /** Whether the problem is of this type: `error.is('conflict')`. */
  is(type: string): boolean {
    return this.problem?.type.endsWith(`#${type}`) === true;
  }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'type' in body && 'detail' in body && 'requestId' in body;

const sentence = ({ detail, errors = [] }: Problem) =>
  [detail, ...errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))].join('; ');

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
