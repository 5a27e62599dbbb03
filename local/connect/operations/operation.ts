import type { Shape } from '../model/shape.ts';
import { isValid, type Valid } from '../model/validate.ts';
import type { ConnectInstance } from '../state/instance.ts';

/** The members of an output, as they are written in JSON: timestamps are seconds since 1970. */
export type Output = Readonly<Record<string, unknown>>;

/** An operation that the stand-in has. */
export interface Operation {
  readonly name: string;
  /** The ARNs that the caller's policy must name, for the action of the operation. */
  resources(instance: ConnectInstance, shape: Shape, input: unknown): readonly string[];
  run(instance: ConnectInstance, shape: Shape, input: unknown): Output;
}

/** How an operation is declared. `Input` is the type of its request in the AWS SDK. */
export interface OperationDefinition<Input> {
  /** @default the instance */
  readonly resources?: (instance: ConnectInstance, input: Valid<Input>) => readonly string[];
  readonly run: (instance: ConnectInstance, input: Valid<Input>) => Output;
}

/** Declares an operation. Its input is valid by the service model when it runs. */
export function operation<Input>(name: string, { resources, run }: OperationDefinition<Input>): Operation {
  const checked = (shape: Shape, input: unknown): Valid<Input> => {
    if (!isValid<Input>(shape, input)) throw new TypeError(`The input of ${name} was not validated`);
    return input;
  };
  return {
    name,
    resources: (instance, shape, input) =>
      resources === undefined ? [instance.arns.instance] : resources(instance, checked(shape, input)),
    run: (instance, shape, input) => defined(run(instance, checked(shape, input))),
  };
}

/** An instant as Amazon Connect writes it in JSON. */
export function seconds(instant: number): number {
  return instant / 1000;
}

/** The members that have a value. */
export function defined(members: Output): Output {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
