import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { credentials, place } from '../../local/place.ts';
import type { LocalRun } from '../../local/start-local.ts';

const answer = z.record(z.string(), z.string());

/** What a flow of the demo's instance that is about a contact sends to a Lambda. */
export const flowEvent = (ContactId: string, Parameters: object) => ({
  Name: 'ContactFlowEvent',
  Details: {
    ContactData: {
      Attributes: {},
      Channel: 'CHAT',
      ContactId,
      InitialContactId: ContactId,
      InstanceARN: `arn:aws:connect:${place.region}:${place.account}:instance/demo`,
    },
    Parameters,
  },
});

/** Invokes a function by Lambda's own client, as a flow does; anything but a flat map of texts is thrown. */
export async function invokeByFlow({ addresses }: LocalRun, name: string, event: object) {
  const lambda = new LambdaClient({ region: place.region, credentials, endpoint: addresses.lambda });
  const FunctionName = `lastcall-dev-${name}`;
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new Error(`${name} failed: ${text}`);
  return answer.parse(JSON.parse(text));
}
