import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Bundles } from './bundles.ts';
import { type FunctionGrants, LambdaFunction } from './lambda-function.ts';

export interface FunctionsProps<Name extends string> {
  /** Begins every function's name, which goes on with the name of its file. */
  readonly prefix: string;
  readonly bundles: Bundles;
  /** What each function is given; it must name exactly the bundled files. */
  readonly inventory: Readonly<Record<Name, FunctionGrants>>;
}

/** Every file of functions/, deployed as one Lambda each. */
export class Functions<Name extends string> extends Construct {
  /** By file name. */
  readonly byName: ReadonlyMap<string, Lambda>;

  /** @throws Error when a file is not deployed, or a deployed file is not there. */
  constructor(scope: Construct, id: string, { prefix, bundles, inventory }: FunctionsProps<Name>) {
    super(scope, id);
    const forgotten = bundles.names.filter((name) => !Object.hasOwn(inventory, name));
    if (forgotten.length > 0) {
      const files = forgotten.map((name) => `functions/${name}.ts`).join(', ');
      throw new Error(`Not deployed: ${files}. Give it a line in lib/function-inventory.ts, or move it into a folder.`);
    }
    this.byName = new Map(
      Object.entries<FunctionGrants>(inventory).map(([name, grants]) => {
        const code = bundles.codeOf(name);
        return [name, new LambdaFunction(this, name, { ...grants, code, functionName: `${prefix}-${name}` }).lambda];
      }),
    );
  }

  get(name: Name): Lambda {
    const lambda = this.byName.get(name);
    if (lambda === undefined) throw new Error(`No function ${name}`);
    return lambda;
  }
}
