import { Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Route } from '../functions/dialects/route.ts';
import type { Bundles } from './bundles.ts';
import { gradualFilesOf, liveAlias } from './gradual-deployment.ts';
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
  /** Where Amazon Connect streams chats to. @default - nowhere: its own timers run */
  readonly chatTopic?: ITopic | undefined;
}

/** A function of the HTTP API, with the routes that it answers. */
export interface HttpFunction {
  readonly lambda: IFunction;
  /** CDK reads their keys, audiences and throttles, and calls none of them. */
  readonly routes: readonly Route<never>[];
}

type StageSettings = Omit<StageOfFunctions, 'log'> & { readonly functionLogDays: number };

/** Makes the Lambda of a file in functions/. At the end every file must have one. */
export class Functions {
  /** Begins the name of every function, which ends with the name of its file. */
  readonly prefix: string;
  /** The files whose functions are deployed gradually. */
  readonly gradual: readonly string[];
  private readonly bundles: Bundles;
  private readonly stage: StageSettings;
  private readonly made = new Set<string>();
  private log?: ILogGroup;

  constructor(settings: Pick<Settings, 'stage' | 'gradualDeployment'> & StageSettings, bundles: Bundles) {
    this.prefix = `lastcall-${settings.stage}`;
    this.gradual = gradualFilesOf(settings);
    this.stage = settings;
    this.bundles = bundles;
  }

  /** Returns what is invoked: the function, or the alias of one that is deployed gradually. */
  make(scope: Construct, file: string, grants: FunctionGrants = {}): IFunction {
    const code = this.bundles.codeOf(file);
    this.made.add(file);
    const { functionLogDays, kmsKeyArn, tracing = false } = this.stage;
    // One log for all: each function's would be one more resource, and a search would have to name them all.
    this.log ??= new LogGroup(Stack.of(scope), 'FunctionLog', { retention: functionLogDays });
    const ofStage = { log: this.log, kmsKeyArn, tracing };
    const functionName = this.nameOf(file);
    const { lambda } = new LambdaFunction(scope, file, { ...grants, ...ofStage, code, functionName });
    return this.gradual.includes(file) ? liveAlias(lambda, this.prefix, functionName) : lambda;
  }

  /** Says that a file has no Lambda in this deployment, whose settings do not ask for it. */
  leaveOut(file: string): void {
    this.made.add(file);
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
