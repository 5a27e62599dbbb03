import { type CallLimits, callLimits } from '#adapters/call-limits.ts';
import type { Variable } from '#runtime/env.ts';
import { accessOfFunctions } from '#test/support/access-of-functions.ts';
import { intercept } from '#test/support/intercept.ts';
import type { SlowTime } from '../virtual-time.ts';

/** The variables of functions: where a dependency is, with the time limits of calls to it, or how the function behaves. */
const variables = {
  AGENTS_TABLE: callLimits.dynamodb,
  JOBS_TABLE: callLimits.dynamodb,
  KEYS_TABLE: callLimits.dynamodb,
  CHATS_TABLE: callLimits.dynamodb,
  WAKE_UPS_TABLE: callLimits.dynamodb,
  TRANSCRIPTS_TABLE: callLimits.dynamodb,
  SETTINGS_TABLE: callLimits.dynamodb,
  SIGNING_KEYS_TABLE: callLimits.dynamodb,
  LIMITS_TABLE: callLimits.dynamodb,
  AUDIT_TABLE: callLimits.dynamodb,
  SUPERVISORS_TABLE: callLimits.dynamodb,
  LOGOUT_QUEUE_URL: callLimits.sqs,
  WAKE_UP_QUEUE_URL: callLimits.sqs,
  STREAM_QUEUE_URL: callLimits.sqs,
  EVENT_BUS_NAME: callLimits.eventBridge,
  SOCKET_URL: callLimits.sockets,
  MAKES_SIGNING_KEYS: 'behaviour',
  API_URL: 'behaviour',
  PUBLIC_URL: 'behaviour',
  // Of a deployment that drives Amazon Connect, whose suites are in test/connect.
  AMAZON_CONNECT_INSTANCES: 'behaviour',
  // Of a deployment that accepts tokens of an issuer; test/adapters/oidc has the faults of that.
  OIDC_ISSUER: 'behaviour',
  AMAZON_CONNECT_QUOTAS: 'behaviour',
  AMAZON_CONNECT_CHATS: 'behaviour',
  AMAZON_CONNECT_NOTIFICATION_LOCALE: 'behaviour',
  STREAMING_TOPIC_ARNS: 'behaviour',
  HUAWEI_INSTANCE_ID: 'behaviour',
  HUAWEI_HELD_POLLS: 'behaviour',
  THROTTLE: 'behaviour',
  TRUSTED_PROXIES: 'behaviour',
  PLAIN_WEBHOOKS: 'behaviour',
  CHAT_DAYS: 'behaviour',
  TRANSCRIPT_DAYS: 'behaviour',
  RESULT_DAYS: 'behaviour',
  AUDIT_DAYS: 'behaviour',
  LOGOUT_ATTEMPTS: 'behaviour',
  CCAI_DEFERRED_STATUS_CODE: 'behaviour',
} as const satisfies Record<Variable, CallLimits | 'behaviour'>;

/** Dependencies that no variable names. */
const others = { topic: callLimits.sns, webhook: callLimits.webhook } as const;

type Variables = typeof variables;
export type Dependency =
  | { [Name in Variable]: Variables[Name] extends CallLimits ? Name : never }[Variable]
  | keyof typeof others;

const limits = new Map<string, CallLimits>(
  Object.entries({ ...variables, ...others }).flatMap(([name, each]) => (each === 'behaviour' ? [] : [[name, each]])),
);
const isDependency = (name: string): name is Dependency => limits.has(name);

/** Grants beyond tables that name a dependency without a variable. */
const byGrant: Readonly<Record<string, Dependency>> = { 'sns:Publish': 'topic' };
/** Endpoints of instances are reached without a grant. */
const withoutGrant: Readonly<Record<string, readonly Dependency[]>> = { 'queue-deliver-stream': ['webhook'] };

/** What a function depends on, as its grants and variables say. @throws Error for a variable that nobody has thought of here */
export function dependenciesOf(file: string): readonly Dependency[] {
  const [, , beyond, names] = accessOfFunctions.find(([each]) => each === file) ?? [file, [], [], []];
  const unknown = names.filter((name) => !(name in variables));
  if (unknown.length > 0) throw new Error(`The fault matrix does not know whether ${unknown} names a dependency`);
  const granted = beyond.flatMap((grant) => byGrant[grant] ?? []);
  return [...names.filter(isDependency), ...granted, ...(withoutGrant[file] ?? [])];
}

/** How a dependency goes wrong. `answers half`: every second call is refused, beginning with the first or with the second. */
export const faults = ['refuses', 'hangs', 'answers late', 'answers half', 'answers the other half'] as const;
export type Fault = (typeof faults)[number];

/** How long every call is on its way. */
const usualMilliseconds = 5;

/** Ports behind time limits, as adapters are, of which one dependency at a time goes wrong. */
export class Outage {
  /** The dependencies that were called since it was emptied. */
  readonly called = new Set<Dependency>();
  readonly #time: SlowTime;
  #broken: { readonly dependency: Dependency; readonly fault: Fault } | undefined;
  #calls = 0;

  constructor(time: SlowTime) {
    this.#time = time;
  }

  begin(dependency: Dependency, fault: Fault): void {
    this.#broken = { dependency, fault };
    this.#calls = 0;
  }

  end(): void {
    this.#broken = undefined;
  }

  /** A port of this dependency. What is not answered fails when the time of the call is over. */
  of<Port extends object>(dependency: Dependency, port: Port): Port {
    return intercept(port, async (method, call, [ids]) => {
      this.called.add(dependency);
      await this.#time.pause(usualMilliseconds);
      if (this.#broken?.dependency !== dependency) return call();
      this.#calls += 1;
      const unreached = method === 'deliver' ? { gone: [], unreached: ids } : [];
      return this.#goWrong(this.#broken.fault, dependency, { call, unreached });
    });
  }

  async #goWrong(
    fault: Fault,
    dependency: Dependency,
    { call, unreached }: { readonly call: () => Promise<unknown>; readonly unreached: unknown },
  ): Promise<unknown> {
    const wholeMilliseconds = limits.get(dependency)?.wholeMilliseconds ?? 0;
    // A WebSocket that was not reached is reported by its adapter, which fails nothing.
    const failed = (answer = unreached) =>
      dependency === 'SOCKET_URL' ? answer : Promise.reject(new Error(`${dependency} ${fault}`));
    switch (fault) {
      case 'refuses':
        return failed();
      case 'hangs':
        await this.#time.pause(wholeMilliseconds);
        return failed();
      case 'answers late': {
        const late = await call();
        await this.#time.pause(wholeMilliseconds);
        return failed(late);
      }
      case 'answers half':
        return this.#calls % 2 === 0 ? call() : failed();
      case 'answers the other half':
        return this.#calls % 2 === 1 ? call() : failed();
    }
  }
}
