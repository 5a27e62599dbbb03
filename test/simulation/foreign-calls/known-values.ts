import type { Random } from '../random.ts';
import { agentIds, instances, teams } from './owners.ts';

/** Names of members and parameters by the kind of value that they take. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^(agent_?ids?|workNo|agents)$/i, 'agentId'],
  [/^team_?ids?$/i, 'teamId'],
  [/^(contactId|InitialContactId)$/i, 'contactId'],
  [/^ip/i, 'ip'],
  [/^(cursor|NextToken)$/, 'cursor'],
  [/^token$/, 'sessionToken'],
  [/^(guid|set-guid)$/i, 'guid'],
  [/^instanceId$/i, 'instanceId'],
];

const kindOf = (name: string) => kinds.find(([pattern]) => pattern.test(name))?.[1] ?? name;

/** What is the same in every instance, or may be guessed. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  agentId: [...agentIds, '99'],
  teamId: [...teams],
  contactId: ['chat-1', 'chat-2', 'call-1'],
  ip: ['10.0.0.0/24', '10.0.0.7', '10.0.0.1-10.0.0.99'],
  instanceId: [...instances],
  jobId: ['1', '2'],
  id: ['1', '2'],
  endpointId: ['crm'],
  profileId: ['supervisors'],
  securityProfileId: ['supervisors'],
  scheduleId: ['nightly'],
  limit: ['1', '20', '100'],
  signedIn: ['true', 'false'],
  version: ['v30.0'],
  password: ['a long password'],
  timeZone: ['Europe/Berlin'],
  'idempotency-key': ['the-same-key'],
};

/** The members of answers whose values are not the same in every instance. */
const learned =
  /^(participantId|sessionId|keyId|importId|scheduleId|cursor|NextToken|token|participantToken|ConnectionToken|(set-)?guid)$/i;

/** Ids, cursors and tokens that answers have shown, whoever got them. */
export class KnownValues {
  readonly #seen = new Map<string, string[]>();
  /** The instance that a token was given out by. */
  readonly #instanceOf = new Map<string, string>();

  /** Remembers what an answer shows. */
  learn(answer: unknown, instanceId: string | undefined, name = ''): void {
    if (Array.isArray(answer)) {
      for (const each of answer) this.learn(each, instanceId, name);
    } else if (typeof answer === 'object' && answer !== null) {
      for (const [member, value] of Object.entries(answer)) this.learn(value, instanceId, member);
    } else if (typeof answer === 'string' && learned.test(name)) {
      this.#remember(kindOf(name), answer, instanceId);
    }
  }

  #remember(kind: string, value: string, instanceId: string | undefined): void {
    if (instanceId !== undefined && !this.#instanceOf.has(value)) this.#instanceOf.set(value, instanceId);
    const values = this.#seen.get(kind) ?? [];
    if (!values.includes(value)) values.push(value);
    if (values.length > mostRemembered) values.shift();
    this.#seen.set(kind, values);
  }

  instanceOf(value: string): string | undefined {
    return this.#instanceOf.get(value);
  }

  /** A value for a member or parameter of this name, if its kind is known. */
  pick(name: string, random: Random): string | undefined {
    const kind = kindOf(name);
    const all = [...(fixed[kind] ?? []), ...(this.#seen.get(kind) ?? [])];
    return all[random.upTo(all.length - 1)];
  }
}

const mostRemembered = 60;
