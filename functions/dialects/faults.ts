import type * as z from 'zod';
import type { Fault } from './http.ts';
import { cut } from './must-be.ts';

/** More than anybody corrects at a time. */
const mostFaults = 20;

/** Every fault of a request, for one answer; where there are very many, the first and how many more. */
export function faultsOf(issues: readonly z.core.$ZodIssue[]): readonly Fault[] {
  const faults = issues.flatMap(faultsOfIssue);
  if (faults.length <= mostFaults) return faults;
  const rest = { path: '', message: `There are ${faults.length - mostFaults} more faults` };
  return [...faults.slice(0, mostFaults), rest];
}

/** One fault, or one for each unknown key. */
const faultsOfIssue = (issue: z.core.$ZodIssue): readonly Fault[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: issue.message }))
    : [{ path: pathText(issue.path), message: issue.message }];

/** `select.ipAddresses[1]`. The first step, which part of the request it is, is left out: no two parts share a name. */
const pathText = ([, ...steps]: readonly PropertyKey[]): string =>
  steps.reduce<string>((path, step) => `${path}${stepText(step, path === '')}`, '');

function stepText(step: PropertyKey, isFirst: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  const name = String(step);
  if (!/^[\w-]{1,60}$/.test(name)) return `[${JSON.stringify(cut(name))}]`;
  return isFirst ? name : `.${name}`;
}
