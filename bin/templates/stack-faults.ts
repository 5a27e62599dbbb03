import type { Fault, Template } from './fault.ts';
import { makeResolve, type Place, referencesIn, unknownIntrinsics } from './intrinsics.ts';
import { stackLimits } from './limits.ts';
import { limitFaults } from './resource-faults.ts';
import { schemaFaults, schemaOf } from './schema.ts';

/** Everything in a stack that CloudFormation or a service would refuse there, as far as its template shows it. */
export function stackFaults(stack: Template, place: Place): readonly Fault[] {
  const resolve = makeResolve(stack, place);
  return [
    ...sizeFaults(stack, place),
    ...Object.entries(stack.Resources).flatMap(([id, resource]) => [
      ...unknownIntrinsics(id, resource.Properties),
      ...schemaFaults(id, resource, resolve),
      ...limitFaults(id, resource, place, resolve),
    ]),
    ...referenceFaults(stack),
    ...circleFaults(stack),
  ];
}

function sizeFaults(stack: Template, { stackName }: Place): readonly Fault[] {
  const fault = (where: string, wrong: string, right: string): Fault => ({ where, path: [], wrong, right });
  const atMost = (where: string, size: number, most: number) =>
    size > most ? [fault(where, `there are ${size}`, `CloudFormation takes ${most}`)] : [];
  const { logicalId, stackName: nameOfStack } = stackLimits;
  const descriptions = [
    ['Description', stack.Description],
    ...Object.entries(stack.Outputs).map(([name, { Description }]) => [`Outputs.${name}.Description`, Description]),
  ] as const;
  const bytes = Buffer.byteLength(JSON.stringify(stack, undefined, 1));
  return [
    ...atMost('Resources', Object.keys(stack.Resources).length, stackLimits.resources),
    ...atMost('Outputs', Object.keys(stack.Outputs).length, stackLimits.outputs),
    ...atMost('Parameters', Object.keys(stack.Parameters).length, stackLimits.parameters),
    ...(bytes > stackLimits.templateBytes
      ? [fault('template', `it has ${bytes} bytes`, `CloudFormation takes ${stackLimits.templateBytes}`)]
      : []),
    ...(nameOfStack.test(stackName)
      ? []
      : [fault('stack', `its name is ${stackName}`, `it must match ${nameOfStack.source}`)]),
    ...[stack.Resources, stack.Outputs, stack.Parameters]
      .flatMap((each) => Object.keys(each))
      .flatMap((id) => (logicalId.test(id) ? [] : [fault(id, 'the logical id', `it must match ${logicalId.source}`)])),
    ...descriptions.flatMap(([where = '', description = '']) =>
      Buffer.byteLength(description) > stackLimits.descriptionBytes
        ? [fault(where, `it has ${description.length} characters`, `at most ${stackLimits.descriptionBytes} bytes fit`)]
        : [],
    ),
  ];
}

/** References that lead nowhere. */
function referenceFaults({ Resources, Parameters, Outputs }: Template): readonly Fault[] {
  const nowhere = (where: string, value: unknown): readonly Fault[] =>
    referencesIn(value).flatMap(([id, attribute]) => {
      const type = Resources[id]?.Type;
      if (type === undefined) {
        if (attribute === undefined && (id in Parameters || id.startsWith('AWS::'))) return [];
        return [
          {
            where,
            path: [],
            wrong: `it refers to ${id}`,
            right: 'that must be a resource or a parameter of its stack',
          },
        ];
      }
      const schema = schemaOf(type);
      if (attribute === undefined || schema === undefined || attribute in schema.attributes) return [];
      const attributes = Object.keys(schema.attributes).join(', ');
      return [
        { where, path: [], wrong: `${id} has no attribute ${attribute}`, right: `${type} has ${attributes || 'none'}` },
      ];
    });
  return [
    ...Object.entries(Resources).flatMap(([id, { Properties, DependsOn }]) => [
      ...nowhere(id, Properties),
      ...DependsOn.flatMap((other) =>
        other in Resources
          ? []
          : [
              {
                where: id,
                path: ['DependsOn'],
                wrong: `it names ${other}`,
                right: 'that must be a resource of its stack',
              },
            ],
      ),
    ]),
    ...Object.entries(Outputs).flatMap(([name, { Value }]) => nowhere(`Outputs.${name}`, Value)),
  ];
}

/** Resources that wait for each other. */
function circleFaults({ Resources }: Template): readonly Fault[] {
  const needs = (id: string): readonly string[] => {
    const { Properties, DependsOn } = Resources[id] ?? { Properties: {}, DependsOn: [] };
    return [...DependsOn, ...referencesIn(Properties).map(([other]) => other)].filter((other) => other in Resources);
  };
  const done = new Set<string>();
  const circleFrom = (id: string, before: readonly string[]): readonly string[] | undefined => {
    if (before.includes(id)) return [...before.slice(before.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const other of needs(id)) {
      const circle = circleFrom(other, [...before, id]);
      if (circle) return circle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of Object.keys(Resources)) {
    const circle = circleFrom(id, []);
    if (circle)
      return [{ where: id, path: [], wrong: `it waits for itself: ${circle.join(' > ')}`, right: 'no resource may' }];
  }
  return [];
}
