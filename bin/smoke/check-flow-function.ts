import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Calls } from './agents.ts';
import { startChat } from './check-idle-chat.ts';
import { SmokeFault } from './stage-api.ts';

/** Which function is invoked, and for which contact centre. */
interface FlowFunction {
  readonly flowFunction: string;
  readonly instanceId: string;
  readonly region?: string;
}

const answered = z.object({ outcome: z.string() });
const chat = z.object({ configuration: z.object({ stored: z.object({ AGENT: z.object({ IDLE: z.int() }) }) }) });
const minutes = 30;

/** The function that flows invoke sets a timer of a chat, and the API shows it. */
export async function checkFlowFunction(
  calls: Calls,
  { flowFunction, instanceId, region }: FlowFunction,
): Promise<string> {
  const { contactId, path } = await startChat(calls);
  const event = {
    Name: 'ContactFlowEvent',
    Details: {
      ContactData: {
        Attributes: {},
        Channel: 'CHAT',
        ContactId: contactId,
        InitialContactId: contactId,
        InstanceARN: `arn:aws:connect:${region ?? 'eu-central-1'}:000000000000:instance/${instanceId}`,
      },
      Parameters: { agentIdleMinutes: String(minutes) },
    },
  };
  const lambda = new LambdaClient({ ...(region !== undefined && { region }) });
  const invoke = new InvokeCommand({ FunctionName: flowFunction, Payload: JSON.stringify(event) });
  const response = await lambda.send(invoke, { abortSignal: calls.api.signal }).catch((error: unknown) => {
    calls.api.signal.throwIfAborted();
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new SmokeFault(`The function ${flowFunction} cannot be invoked: ${reason}`);
  });
  const payload = response.Payload?.transformToString() ?? '';
  if (response.FunctionError !== undefined)
    throw new SmokeFault(`The function ${flowFunction} failed: ${payload.slice(0, 300)}`);
  const { outcome } = answered.safeParse(JSON.parse(payload || 'null')).data ?? {};
  if (outcome !== 'configured')
    throw new SmokeFault(
      `The function ${flowFunction} must answer configured, got ${outcome ?? payload.slice(0, 300)}`,
    );
  const { configuration } = await calls.api.call('GET', path, chat);
  if (configuration.stored.AGENT.IDLE !== minutes)
    throw new SmokeFault(`GET ${path} does not show the timer of the flow`);
  return `${flowFunction} set a timer of ${contactId}`;
}
