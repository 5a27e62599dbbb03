/** Where an instance has the events of its chats sent. */
export interface StreamingEndpoint {
  readonly instanceId: string;
  /** Chosen by the instance. */
  readonly endpointId: string;
  readonly target:
    | { readonly type: 'webhook'; readonly url: string }
    /** An SNS topic. */
    | { readonly type: 'topic'; readonly arn: string };
  /** What deliveries are signed with: 32 bytes in base64. */
  readonly secret: string;
}

/** As many as an instance may have. */
export const mostEndpoints = 5;
