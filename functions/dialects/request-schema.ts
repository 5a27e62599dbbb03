import * as z from 'zod';
import { type Fault, RefusedRequest } from './http.ts';
import { printableJson, unprintableIn } from './printable.ts';

/** What a schema's `error` receives. */
interface Issue {
  readonly input?: unknown;
}

/** The error of a schema: says what a value must be and what came instead. */
export const mustBe =
  (what: string, got: (value: unknown) => string = shown) =>
  ({ input }: Issue): string =>
    input === undefined ? `Must be ${what}, but is missing` : `Must be ${what}, got ${got(input)}`;

const longestShown = 60;

/** A caller's value in a message: enough of it to recognise, however long it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return printableJson(cut(value));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : cut(String(value));
}

/** The same for a value that must not be repeated, such as a name: only its size is shown. */
export function sizeOf(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : `${Array.isArray(value) ? 'a list' : kindOf(value)}`;
  const size = [...value].length;
  const unprintable = unprintableIn(value);
  const wrong = unprintable === undefined ? '' : `, not all of them printable: ${unprintable}`;
  return `${size} character${size === 1 ? '' : 's'}${wrong}`;
}

const kindOf = (value: unknown) => (typeof value === 'object' ? 'an object' : `a ${typeof value}`);

const cut = (text: string): string =>
  text.length > longestShown ? `${text.slice(0, longestShown).toWellFormed()}…` : text;

/**
 * An object with these keys and no others: an unknown key may be an option that the caller counts on. `got` is how a
 * message shows a value that is not an object.
 */
export function closedObject<Shape extends z.core.$ZodShape>(shape: Shape, got?: (value: unknown) => string) {
  const keys = Object.keys(shape).filter((key) => !isRefused(shape[key]));
  const known = keys.length > 0 ? `known are ${keys.join(', ')}` : 'there are none to give';
  const must = mustBe(keys.length > 0 ? `an object with ${keys.join(', ')}` : 'left out', got);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `Unknown key; ${known}` : must(issue)),
  });
}

/** A key that is refused with what to do in its place, where somebody may expect it. */
export const refusedKey = (error: string) => z.never({ error }).exactOptional();

const isRefused = (schema: z.core.$ZodType | undefined): boolean =>
  schema instanceof z.ZodExactOptional && schema.def.innerType instanceof z.ZodNever;

/** Runs a check across these keys unless one of them has a fault already, so that one answer names the faults of all keys. */
export const onceRead =
  (...keys: readonly string[]) =>
  ({ issues }: z.core.ParsePayload): boolean =>
    !issues.some(({ path = [], code }) =>
      path.length === 0 ? code !== 'unrecognized_keys' : keys.includes(String(path[0])),
    );

/** The query of a route that takes none. */
export const noQuery = closedObject({});

/** The body of a route that takes none. */
export const noBody = closedObject({}).optional();

/**
 * Reads the parts of a request that the schema names: path, query and body.
 * @throws RefusedRequest `badInput` with every fault in all of them.
 */
export function parseRequest<Output>(schema: z.ZodType<Output>, request: object): Output {
  // Compiling a schema takes longer than a function's few requests would save.
  const read = schema.safeParse(request, { jitless: true });
  if (read.success) return read.data;
  throw new RefusedRequest({ type: 'badInput', faults: faultsOf(read.error.issues) });
}

/** More than a caller corrects at a time. */
const mostFaults = 20;

/** Every fault of a request, for one answer; if there are very many, the first ones and how many more. */
export function faultsOf(issues: readonly z.core.$ZodIssue[]): readonly Fault[] {
  const faults = issues.flatMap(withinForm).flatMap(faultsOfIssue);
  if (faults.length <= mostFaults) return faults;
  const rest = { path: '', message: `There are ${faults.length - mostFaults} more faults` };
  return [...faults.slice(0, mostFaults), rest];
}

/** The issues within the form that a value has, if it has one of several that are allowed: they name what is wrong in it. */
function withinForm(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const isOtherForm = ({ path, code }: z.core.$ZodIssue) =>
    path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
  const [form, ...others] = issue.errors.filter((issues) => !issues.some(isOtherForm));
  if (form === undefined || others.length > 0) return [issue];
  return form.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** One fault, or one for each unknown key. */
const faultsOfIssue = (issue: z.core.$ZodIssue): readonly Fault[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: issue.message }))
    : [{ path: pathText(issue.path), message: issue.message }];

/** More than any request has. */
const mostSteps = 10;

/** `select.ipAddresses[1]`. The first step names the part of the request and is left out: no two parts share a name. */
export function pathText([, ...steps]: readonly PropertyKey[]): string {
  const path = steps.slice(0, mostSteps).reduce<string>((path, step) => `${path}${stepText(step, path === '')}`, '');
  return steps.length > mostSteps ? `${path}…` : path;
}

function stepText(step: PropertyKey, isFirst: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  const name = String(step);
  if (!/^[\w-]{1,60}$/.test(name)) return `[${printableJson(cut(name))}]`;
  return isFirst ? name : `.${name}`;
}
