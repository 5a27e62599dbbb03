import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { accountId, credentials, region } from '../../local/aws/account.ts';
import type { ServedApp } from '../../local/aws/start-app.ts';

const answer = z.record(z.string(), z.string());

/** The event that a flow of an instance, by default the demo's, sends to a Lambda for a contact. */
export const flowEvent = (ContactId: string, Parameters: object, instanceId = 'demo') => ({
  Name: 'ContactFlowEvent',
  Details: {
    ContactData: {
      Attributes: {},
      Channel: 'CHAT',
      ContactId,
      InitialContactId: ContactId,
      InstanceARN: `arn:aws:connect:${region}:${accountId}:instance/${instanceId}`,
    },
    Parameters,
  },
});

/** Invokes a function, and returns its response as a text. @throws Error if it fails */
export async function invoke({ addresses }: ServedApp, name: string, event: object): Promise<string> {
  const lambda = new LambdaClient({ region, credentials, endpoint: addresses.lambda });
  const FunctionName = `lastcall-dev-${name}`;
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new Error(`${name} failed: ${text}`);
  return text;
}

/** Invokes a function as a flow does. @throws Error if the response is not a flat map of texts */
export const invokeByFlow = async (app: ServedApp, name: string, event: object) =>
  answer.parse(JSON.parse(await invoke(app, name, event)));
