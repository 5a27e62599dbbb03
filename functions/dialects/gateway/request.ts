import * as z from 'zod';
import type { AgentKey } from '#core/sessions/agent.ts';
import { instanceId } from '../fields.ts';
import { mustBe, sizeOf } from '../must-be.ts';

/** A call of the agent gateway. Nobody has been authenticated: a password or the header Guid says who calls. */
export interface GatewayRequest {
  /** Whose agents it is about; `undefined` if neither the path nor the deployment names an instance. */
  readonly instanceId: string | undefined;
  /** As it is declared, which tells the forms of a call apart: `PUT /agentgateway/resource/onlineagent/{agentid}`. */
  readonly route: string;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body; `undefined` when there is none. */
  readonly body: unknown;
  /** The caller's address, as the gateway saw it. */
  readonly sourceIp: string;
}

const agentIdError = mustBe('the id of an agent, a number from 101 to 999999');

/** The id of an agent here: digits, which is how one is known inside too. */
export const gatewayAgentId = z
  .string({ error: agentIdError })
  .regex(/^(?!100$)[1-9]\d{2,5}$/, { error: agentIdError });

const guidSuffix = '.AgentGateway1';
const guidError = mustBe('the value of the header Guid that signing in has answered', sizeOf);

/** The header of every call of a session; read as the secret in it. */
const guid = z
  .string({ error: guidError })
  .regex(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.AgentGateway1$/i, { error: guidError })
  .transform((text) => text.slice(0, -guidSuffix.length).toLowerCase());

/** The Guid that a secret goes out as. */
export const writeGuid = (secret: string) => `${secret}${guidSuffix}`;

/** The parts that every call has: the path, with the instance, and more parameters of it. */
export const pathOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.object({ instanceId, agentid: gatewayAgentId, ...shape });

/** The agent that a path names. */
export const agentKeyOf = ({ instanceId, agentid }: { instanceId: string; agentid: string }): AgentKey => ({
  instanceId,
  agentId: agentid,
});

/** The headers of a call of a session. */
export const sessionHeaders = z.object({ guid });

/** A request with its instance among the parameters of the path, where a schema looks for it. */
export const withInstance = ({ instanceId, path, ...request }: GatewayRequest) => ({
  ...request,
  path: { ...path, instanceId },
});
