import { expect, test } from '@jest/globals';
import { anAgentEvent, anOrder, recorded } from '../support/agents.ts';
import { startJsonService } from '../support/json-service.ts';

// The clients of the functions read these.
const variables = {
  EVENT_BUS_NAME: 'lastcall',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'b',
  /** A busy machine may take its time. */
  CALL_TIME_FACTOR: '20',
};
Object.assign(process.env, variables);

test('events of agents do not wait for the event of the request that a slow bus still takes', async () => {
  const { bus, makeBus } = await import('#runtime/compose/messaging.ts');
  const asked = Promise.withResolvers<void>();
  const signedOut = Promise.withResolvers<void>();
  const service = await startJsonService(async ({ body }) => {
    if (JSON.stringify(body).includes('LogoutRequested')) {
      asked.resolve();
      await signedOut.promise;
    }
    return { FailedEntryCount: 0, Entries: [{ EventId: 'id' }] };
  });
  process.env.AWS_ENDPOINT_URL_EVENTBRIDGE = service.endpoint;
  const request = { instanceId: 'demo', order: anOrder(), timing: 'immediate', selection: {} } as const;
  const requested = makeBus().publish([recorded({ type: 'LogoutRequested', ...request })]);
  await asked.promise;
  await bus.publish([recorded(anAgentEvent({}))]);
  signedOut.resolve();
  await requested;
  expect(service.requests).toHaveLength(2);
  await service.stop();
});
