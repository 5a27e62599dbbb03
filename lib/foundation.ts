import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Route } from '../functions/dialects/route.ts';
import type { Bundles } from './bundles.ts';
import { type FunctionGrants, LambdaFunction, type StageOfFunctions } from './lambda-function.ts';
import type { Settings } from './settings.ts';
import type { SocketApi } from './socket-api.ts';
import type { StateStack } from './state-stack.ts';

/** What every capability is built on. */
export interface Foundation {
  readonly settings: Settings;
  readonly state: StateStack;
  readonly functions: Functions;
  readonly bus: EventBus;
  readonly sockets: SocketApi;
  readonly wakeUpQueue: Queue;
}

/** A function of the HTTP API, with the routes that it answers. */
export interface HttpFunction {
  readonly lambda: Lambda;
  /** CDK reads their keys, audiences and throttles, and calls none of them. */
  readonly routes: readonly Route<never>[];
}

/** Makes the Lambda of a file in functions/. At the end every file must have one. */
export class Functions {
  private readonly prefix: string;
  private readonly bundles: Bundles;
  private readonly stage: StageOfFunctions;
  private readonly made = new Set<string>();

  /** @param prefix - begins the name of every function, which ends with the name of its file */
  constructor(prefix: string, bundles: Bundles, stage: StageOfFunctions) {
    this.prefix = prefix;
    this.stage = stage;
    this.bundles = bundles;
  }

  make(scope: Construct, file: string, grants: FunctionGrants = {}): Lambda {
    const code = this.bundles.codeOf(file);
    this.made.add(file);
    const { functionLogDays, kmsKeyArn, tracing = false } = this.stage;
    const ofStage = { functionLogDays, kmsKeyArn, tracing };
    return new LambdaFunction(scope, file, { ...grants, ...ofStage, code, functionName: this.nameOf(file) }).lambda;
  }

  /** The name of the function of a file. */
  nameOf(file: string): string {
    return `${this.prefix}-${file}`;
  }

  /** The files of all functions made so far. */
  get files(): readonly string[] {
    return [...this.made];
  }

  /** @throws Error when a file of functions/ has no Lambda. */
  requireAll(): void {
    const forgotten = this.bundles.names.filter((name) => !this.made.has(name));
    if (forgotten.length === 0) return;
    const files = forgotten.map((name) => `functions/${name}.ts`).join(', ');
    throw new Error(
      `Not deployed: ${files}. Make its function in the construct of its capability, or move it into a folder.`,
    );
  }
}
