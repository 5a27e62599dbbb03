/** The resources of an instance that have ARNs of their own. */
export type ResourceType =
  | 'agent'
  | 'agent-state'
  | 'agent-group'
  | 'authentication-profile'
  | 'contact'
  | 'notification'
  | 'queue'
  | 'routing-profile';

/** The ARNs of an instance. */
export class Arns {
  readonly instance: string;

  constructor({ region, account, instanceId }: { region: string; account: string; instanceId: string }) {
    this.instance = `arn:aws:connect:${region}:${account}:instance/${instanceId}`;
  }

  /** The ARN of a resource of the instance. */
  of(type: ResourceType, id: string): string {
    return `${this.instance}/${type}/${id}`;
  }

  /** The id in what is either an id or an ARN of this instance. Undefined for the ARN of anything else. */
  idOf(type: ResourceType, idOrArn: string): string | undefined {
    const prefix = `${this.instance}/${type}/`;
    if (idOrArn.startsWith(prefix)) return idOrArn.slice(prefix.length);
    return idOrArn.startsWith('arn:') ? undefined : idOrArn;
  }
}
