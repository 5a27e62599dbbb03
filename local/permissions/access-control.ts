import { place } from '../place.ts';
import { accessKeyOf } from './caller.ts';
import type { FunctionRole } from './function-role.ts';
import { allows, type Permission } from './statement.ts';

/** Something a function did, or would have done if it had been allowed. */
export interface PermissionUse extends Permission {
  readonly functionName: string;
  readonly allowed: boolean;
}

/** A request to one of the services here, as far as permissions go. */
export interface ServiceRequest {
  readonly authorization: string | undefined;
  /** What its caller must be allowed, all of it; asked for only if the caller is a function. */
  readonly needs: () => readonly Permission[];
}

/**
 * Holds each function to what its role allows, and remembers what it was asked for. Whoever is no function (a person's
 * tools, the local run itself) may do everything.
 */
export class AccessControl {
  readonly #roles = new Map<string, FunctionRole>();
  readonly #uses = new Map<string, PermissionUse>();
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** Begins to enforce these roles. */
  enforce(roles: readonly FunctionRole[]): void {
    for (const role of roles) this.#roles.set(role.functionName, role);
  }

  /** Each function, action and resource there was a request for, once. */
  get uses(): readonly PermissionUse[] {
    return [...this.#uses.values()];
  }

  /** Why a request is denied, in the words of AWS; nothing if it may go on. */
  denial({ authorization, needs }: ServiceRequest): string | undefined {
    const role = this.#roles.get(accessKeyOf(authorization) ?? '');
    if (role === undefined) return undefined;
    const uses = needs().map((permission) => this.#note(role, permission));
    const denied = uses.find(({ allowed }) => !allowed);
    if (denied === undefined) return undefined;
    const { action, resource, functionName } = denied;
    const user = `arn:${place.partition}:sts::${place.account}:assumed-role/${role.roleName}/${functionName}`;
    return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  }

  #note({ functionName, statements }: FunctionRole, { action, resource }: Permission): PermissionUse {
    const use = { functionName, action, resource, allowed: allows(statements, { action, resource }) };
    const key = `${functionName} ${action} ${resource}`;
    // Once is enough: what is denied is often tried again.
    if (!use.allowed && !this.#uses.has(key)) {
      this.#log(`${functionName} was denied ${action} on ${resource}: its role does not allow it`);
    }
    this.#uses.set(key, use);
    return use;
  }
}
