import type { StreamingEndpoint } from '#core/chats/streaming-endpoint.ts';

/** A webhook of instance `demo`; its secret is the one of the example in the Standard Webhooks libraries. */
export const anEndpoint = (says: Partial<StreamingEndpoint> = {}): StreamingEndpoint => ({
  instanceId: 'demo',
  endpointId: 'crm',
  target: { type: 'webhook', url: 'https://crm.example.com/chats' },
  secret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  ...says,
});
