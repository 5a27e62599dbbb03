import { describeFault, isObject, type Template } from './fault.ts';
import { intrinsicOf, makeResolve, type Place } from './intrinsics.ts';
import { stackFaults } from './stack-faults.ts';

/** A stack and where it is deployed. */
export interface PlacedStack {
  readonly template: Template;
  readonly place: Place;
}

/** A line for every fault in the stacks of an app, imports from each other included. */
export function appFaults(stacks: readonly PlacedStack[]): readonly string[] {
  const exported = stacks.flatMap(({ template, place }) => {
    const resolve = makeResolve(template, place);
    return Object.values(template.Outputs).flatMap(({ Export }) => (Export ? [String(resolve(Export.Name))] : []));
  });
  const twice = exported.filter((name, at) => exported.indexOf(name) !== at);
  return [
    ...stacks.flatMap(({ template, place }) => [
      ...stackFaults(template, place).map((fault) => `${place.stackName}: ${describeFault(fault)}`),
      ...importsIn(template.Resources)
        .filter((name) => !exported.includes(name))
        .map((name) => `${place.stackName}: it imports ${name}; no stack of the app exports that.`),
    ]),
    ...twice.map((name) => `Two outputs export ${name}; names of exports are unique in a region.`),
  ];
}

function importsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(importsIn);
  if (!isObject(value)) return [];
  const { name, argument } = intrinsicOf(value) ?? {};
  return name === 'Fn::ImportValue' ? [String(argument)] : Object.values(value).flatMap(importsIn);
}
