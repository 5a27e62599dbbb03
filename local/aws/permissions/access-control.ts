import { globalArn } from '../account.ts';
import { allows, type FunctionRole, type Permission } from './policies.ts';

/** A permission that a function has requested, and whether its role allows it. */
export interface PermissionUse extends Permission {
  readonly functionName: string;
  readonly allowed: boolean;
}

/** A request to one of the emulated services, as far as permissions are concerned. */
export interface ServiceRequest {
  readonly authorization: string | undefined;
  /** The permissions the request requires. It is called only if the caller is a function. */
  readonly required: () => readonly Permission[];
}

/**
 * Allows each function what its role allows, and records what it requested. A caller that is no function (a developer's
 * tool, the local run itself) may do everything.
 */
export class AccessControl {
  readonly #roles = new Map<string, FunctionRole>();
  readonly #uses = new Map<string, PermissionUse>();
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** Starts to enforce these roles. */
  enforce(roles: readonly FunctionRole[]): void {
    for (const role of roles) this.#roles.set(role.functionName, role);
  }

  /** Each function with each action and resource it requested, once. */
  get uses(): readonly PermissionUse[] {
    return [...this.#uses.values()];
  }

  /** AWS's message if a request is denied. Undefined if it is allowed. */
  denial({ authorization, required }: ServiceRequest): string | undefined {
    const role = this.#roles.get(accessKeyOf(authorization) ?? '');
    if (role === undefined) return undefined;
    const uses = required().map((permission) => this.#record(role, permission));
    const denied = uses.find(({ allowed }) => !allowed);
    if (denied === undefined) return undefined;
    const { action, resource, functionName } = denied;
    const user = globalArn('sts', `assumed-role/${role.roleName}/${functionName}`);
    return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  }

  /** Whether the caller with this access key may do something. */
  allows(accessKey: string, permission: Permission): boolean {
    const role = this.#roles.get(accessKey);
    return role === undefined || this.#record(role, permission).allowed;
  }

  #record({ functionName, statements }: FunctionRole, { action, resource }: Permission): PermissionUse {
    const use = { functionName, action, resource, allowed: allows(statements, { action, resource }) };
    const key = `${functionName} ${action} ${resource}`;
    // Logged once, since a denied request is often retried.
    if (!use.allowed && !this.#uses.has(key)) {
      this.#log(`${functionName} was denied ${action} on ${resource}: its role does not allow it`);
    }
    this.#uses.set(key, use);
    return use;
  }
}

/**
 * The access key of a signed request, which identifies its caller. The signature is not verified.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
function accessKeyOf(authorization: string | undefined): string | undefined {
  return /\bCredential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
}
