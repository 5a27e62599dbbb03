/** A notification in the header of the workspace. */
export interface Notification {
  readonly id: string;
  /** ARNs of users, or that of the instance. */
  readonly recipients: readonly string[];
  /** By locale. */
  readonly content: Readonly<Record<string, string>>;
  readonly priority: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Where an instance sends or stores something, such as its agent events. */
export interface StorageConfig {
  readonly resourceType: string;
  /** As the API writes it. */
  readonly config: { readonly StorageType: string; readonly KinesisStreamConfig?: { readonly StreamArn: string } };
}

/** What holds for the sign-in of users. */
export interface AuthenticationProfile {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly allowedIps: readonly string[];
  readonly blockedIps: readonly string[];
  readonly inactivityHandlingEnabled: boolean;
  readonly inactivityMinutes: number;
}

/** What else an instance has, each by its id. */
export class InstanceResources {
  readonly notifications = new Map<string, Notification>();
  /** By association id. */
  readonly storageConfigs = new Map<string, StorageConfig>();
  readonly authenticationProfiles = new Map<string, AuthenticationProfile>();

  /** The Kinesis stream that agent events go to. Undefined if there is none. */
  get agentEventStream(): string | undefined {
    for (const { resourceType, config } of this.storageConfigs.values())
      if (resourceType === 'AGENT_EVENTS') return config.KinesisStreamConfig?.StreamArn;
    return undefined;
  }
}
