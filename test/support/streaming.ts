import type { StreamingEndpoint } from '#core/streaming/ports.ts';

/** A webhook of instance `demo`; with the secret of the example in the Standard Webhooks libraries. */
export const anEndpoint = (overrides: Partial<StreamingEndpoint> = {}): StreamingEndpoint => ({
  instanceId: 'demo',
  endpointId: 'crm',
  events: ['chats'],
  target: { type: 'webhook', url: 'https://crm.example.com/chats' },
  secret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  ...overrides,
});
