import { AgentActions } from './actions/agent-actions.ts';
import { ContactActions } from './actions/contact-actions.ts';
import { BadRequest, ConnectError, notFound } from './connect-error.ts';
import { ChatMessages } from './events/chat-messages.ts';
import { type EventFaults, usualEventFaults } from './events/delivery.ts';
import { type EventReceivers, EventSource } from './events/event-source.ts';
import { type Fault, Faults } from './faults.ts';
import { htmlUnavailable, refusal, success, throttle } from './http/answers.ts';
import type { StandInAnswer, StandInRequest } from './http/request.ts';
import { accessKeyOf } from './http/signature.ts';
import { addUser, fill, type NewInstance, type NewUser } from './instance-settings.ts';
import { readInput } from './model/read-input.ts';
import { matchOperation, type OperationModel } from './model/service-model.ts';
import { faultsOf } from './model/validate.ts';
import { operations } from './operations/operations.ts';
import { type Quota, Quotas } from './quotas.ts';
import { SeededRandom } from './random.ts';
import type { User } from './state/directory.ts';
import { ConnectInstance } from './state/instance.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import type { StandInTime } from './time.ts';

/** So many requests are remembered. */
const mostCalls = 10_000;

/** A request that was made, for tests to look at. */
export interface RecordedCall {
  readonly at: number;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly status: number;
}

export interface StandInSettings extends EventReceivers {
  readonly time: StandInTime;
  /** The seed of ids and of everything that happens by chance. @default 1 */
  readonly seed?: number;
  /** @default eu-central-1 */
  readonly region?: string;
  /** @default 111122223333 */
  readonly account?: string;
  /** Other answers to what is not known. @default the first value of each */
  readonly switches?: Partial<Switches>;
  /** Quotas that AWS has raised, by operation. @default none */
  readonly quotas?: Readonly<Record<string, Quota>>;
  /** How badly events are delivered, unless the switch says `inOrder`. @default a second late, 1 % twice, none lost */
  readonly eventFaults?: Partial<EventFaults>;
  /** Whether the policy of a caller allows an action on a resource. @default everything is allowed */
  readonly isAllowed?: (permission: { accessKey: string; action: string; resource: string }) => boolean;
}

/** An instance with the people who work in it. */
export interface Centre {
  readonly instance: ConnectInstance;
  readonly agents: AgentActions;
  readonly contacts: ContactActions;
  /** What is on its way to consumers of events. */
  readonly events: EventSource;
  /** What participants of chats say. */
  readonly messages: ChatMessages;
  addUser(user: NewUser): User;
}

/** Amazon Connect in one account and region. Deterministic for a seed, a clock and the order of the requests. */
export class ConnectStandIn {
  readonly region: string;
  readonly account: string;
  readonly time: StandInTime;
  readonly random: SeededRandom;
  readonly faults = new Faults();
  readonly quotas: Quotas;
  /** The last 10 000 requests, the newest last. */
  readonly calls: RecordedCall[] = [];
  switches: Switches;
  readonly #isAllowed: StandInSettings['isAllowed'];
  readonly #receivers: EventReceivers;
  readonly #eventFaults: EventFaults;
  readonly #centres = new Map<string, Centre>();

  constructor({ time, seed = 1, switches, quotas, isAllowed, eventFaults, ...more }: StandInSettings) {
    this.region = more.region ?? 'eu-central-1';
    this.account = more.account ?? '111122223333';
    this.time = time;
    this.random = new SeededRandom(seed);
    this.switches = { ...defaultSwitches, ...switches };
    this.quotas = new Quotas(time, () => this.switches, quotas);
    this.#isAllowed = isAllowed;
    this.#receivers = more;
    this.#eventFaults = { ...usualEventFaults, ...eventFaults };
  }

  /** Adds an instance. */
  addInstance(settings: NewInstance = {}): Centre {
    const { region, account, time, random } = this;
    const id = settings.id ?? random.uuid();
    const alias = settings.alias ?? 'example';
    const switches = () => this.switches;
    const instance = new ConnectInstance({ id, alias, region, account, time, random, switches });
    fill(instance, settings);
    const delivery = { time, random, switches, faults: this.#eventFaults };
    const events = new EventSource(instance, this.#receivers, delivery);
    const messages = new ChatMessages(instance, (sent) => this.#receivers.onChatNotification?.(sent), delivery);
    for (const observer of [events, messages]) instance.observe(observer);
    const centre: Centre = {
      instance,
      agents: new AgentActions(instance),
      contacts: new ContactActions(instance),
      events,
      messages,
      addUser: (user) => addUser(instance, user),
    };
    this.#centres.set(id, centre);
    return centre;
  }

  /** The instances with their people. */
  get centres(): readonly Centre[] {
    return [...this.#centres.values()];
  }

  /** Answers a request. Undefined for one whose answer never comes. */
  answer(request: StandInRequest): StandInAnswer | undefined {
    const matched = matchOperation(request.method, request.path);
    if (matched === undefined) {
      const message = `Amazon Connect has no operation ${request.method} ${request.path}`;
      return refusal(new ConnectError('NotInStandInException', message), this.switches);
    }
    const { model, labels } = matched;
    const fault = this.faults.take(model.name);
    const { input, faults } = inputOf(model, labels, request);
    const answer = this.#answerWithFault(fault, () => {
      const accessKey = accessKeyOf(request.headers.authorization, this.region);
      if (!this.quotas.take(model.name)) return undefined;
      if (faults.length > 0) throw new BadRequest(faults.join('; '));
      return this.#run(model, input, accessKey);
    });
    this.calls.push({ at: this.time.now(), operation: model.name, input, status: answer.status });
    if (this.calls.length > mostCalls) this.calls.shift();
    return fault?.type === 'hang' ? undefined : answer;
  }

  #answerWithFault(fault: Fault | undefined, run: () => object | undefined): StandInAnswer {
    try {
      if (fault?.type === 'html') return htmlUnavailable;
      if (fault?.type === 'error') throw new ConnectError(fault.name, fault.message ?? 'A fault that was asked for');
      const output = run();
      if (output === undefined) return throttle(this.switches);
      if (fault?.type === 'lostAnswer') throw new ConnectError('InternalServiceException', 'The answer was lost');
      return success(output);
    } catch (error) {
      return refusal(error, this.switches);
    }
  }

  #run(model: OperationModel, input: Readonly<Record<string, unknown>>, accessKey: string): object {
    const operation = operations.get(model.name);
    if (operation === undefined)
      throw new ConnectError('NotInStandInException', `The stand-in does not have ${model.name}`);
    const instanceId = String(input.InstanceId);
    const instance = this.#centres.get(instanceId)?.instance;
    if (instance === undefined) throw notFound('Instance', instanceId);
    const shape = model.input();
    const action = `connect:${model.name}`;
    for (const resource of operation.resources(instance, shape, input)) {
      if (this.#isAllowed?.({ accessKey, action, resource }) === false)
        throw new ConnectError(
          'AccessDeniedException',
          `${accessKey} is not authorized to perform: ${action} on resource: ${resource}`,
        );
    }
    const output = operation.run(instance, shape, input);
    const faults = faultsOf(model.output(), output);
    if (faults.length > 0) throw new TypeError(`The output of ${model.name} is wrong: ${faults.join('; ')}`);
    return output;
  }
}

/** The input of a request, with what is wrong with it by the service model. */
function inputOf(
  model: OperationModel,
  labels: Readonly<Record<string, string>>,
  { query, body }: StandInRequest,
): { readonly input: Readonly<Record<string, unknown>>; readonly faults: readonly string[] } {
  const read = readInput(model, { labels, query, body: body === '' ? undefined : parsed(body) });
  return 'faults' in read ? { input: labels, ...read } : { ...read, faults: faultsOf(model.input(), read.input) };
}

/** The value of a JSON text, or the text itself, which is then refused. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
