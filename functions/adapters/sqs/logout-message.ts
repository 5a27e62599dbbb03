import * as z from 'zod/mini';
import type { ChunkAgent, Found, LogoutMessage } from '#core/sessions/ports.ts';

const groupShape = z.union([z.object({ teamId: z.string() }), z.object({ ipAddress: z.string() })]);
const ofJob = { instanceId: z.string(), jobId: z.number(), page: z.number() };

const messageShape = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('plan'),
    ...ofJob,
    from: z.object({ list: z.number(), after: z.exactOptional(z.string()) }),
  }),
  z.object({
    type: z.literal('chunk'),
    ...ofJob,
    chunk: z.number(),
    found: z.readonly(
      z.array(
        z.object({ by: z.union([z.literal('agentIds'), groupShape]), agentIds: z.readonly(z.array(z.string())) }),
      ),
    ),
  }),
]);

/**
 * A unit of a job's work as the text of a message.
 * Agents found by the same entry of the selector name it once: SQS counts every 64 KB of a request as another one.
 */
export function logoutMessageBody(message: LogoutMessage): string {
  if (message.type === 'plan') return JSON.stringify(message);
  const { agents, ...chunk } = message;
  return JSON.stringify({ ...chunk, found: grouped(agents) } satisfies z.input<typeof messageShape>);
}

/** @throws ZodError or SyntaxError when the text is not a logout message. */
export function parseLogoutMessage(body: string): LogoutMessage {
  const message = messageShape.parse(JSON.parse(body));
  if (message.type === 'plan') return message;
  const { found, ...chunk } = message;
  return { ...chunk, agents: found.flatMap(agentsOf) };
}

function grouped(agents: readonly ChunkAgent[]): Found[] {
  const found: { by: Found['by']; agentIds: string[] }[] = [];
  for (const { agentId, matchedBy } of agents) {
    const by = 'agentId' in matchedBy ? 'agentIds' : matchedBy;
    const last = found.at(-1);
    if (last && isSame(last.by, by)) last.agentIds.push(agentId);
    else found.push({ by, agentIds: [agentId] });
  }
  return found;
}

const isSame = (a: Found['by'], b: Found['by']) => JSON.stringify(a) === JSON.stringify(b);

const agentsOf = ({ by, agentIds }: Found): ChunkAgent[] =>
  agentIds.map((agentId) => ({ agentId, matchedBy: by === 'agentIds' ? { agentId } : by }));
