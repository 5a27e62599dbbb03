import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { scopes } from '#core/access/access.ts';
import { messageOf, StartError } from './aws/start-error.ts';

const id = z.string().min(1);
/** The names that `npm run api-key` accepts. */
const name = (maximumLength: number) =>
  z
    .string()
    .regex(new RegExp(`^[\\w.-]{1,${maximumLength}}$`), `Must be 1 to ${maximumLength} letters, digits, dots, _ and -`);

const agent = z.strictObject({
  agentId: id,
  name: z.string(),
  email: z.string(),
  agentNumber: z.string(),
  teamIds: z.array(id).default([]),
  session: z
    .strictObject({
      status: z.string().min(1),
      statusType: z.enum(['ROUTABLE', 'CUSTOM']),
      ipAddress: z.union([z.ipv4(), z.ipv6()], 'Invalid IP address').optional(),
    })
    .optional(),
});

/** An instance of Amazon Connect whose agents are driven. */
const connect = z.strictObject({
  instanceArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:connect:[a-z0-9-]+:\d{12}:instance\/[0-9a-f-]{36}$/,
      'Must be the ARN of an instance of Amazon Connect',
    ),
  teams: z.enum(['hierarchyGroups', 'routingProfiles']).optional(),
  agentIds: z.enum(['userId', 'username']).optional(),
  chatTimers: z.enum(['native', 'lastcall']).optional(),
  pollSeconds: z.int().min(15).max(60).optional(),
});

const instance = z
  .strictObject({
    instanceId: name(100),
    keys: z.array(z.strictObject({ keyId: name(64), secret: id, scopes: z.array(z.enum(scopes)) })).default([]),
    agents: z.array(agent).default([]),
    connect: connect.optional(),
  })
  .refine(({ instanceId, connect: driven }) => !driven || driven.instanceArn.endsWith(`:instance/${instanceId}`), {
    path: ['instanceId'],
    error: 'Must be the id at the end of connect.instanceArn',
  })
  .refine(({ agents, keys }) => agents.length === 0 || keys.some((key) => key.scopes.includes('sessions:write')), {
    path: ['keys'],
    error: 'Must have a key with the scope sessions:write, by which the agents are put in',
  });

const seedSchema = z.strictObject({ instances: z.array(instance) }).superRefine(({ instances }, context) => {
  const keyIds = new Set<string>();
  for (const [index, { keys }] of instances.entries()) {
    for (const [position, { keyId }] of keys.entries()) {
      const path = ['instances', index, 'keys', position, 'keyId'];
      if (keyIds.has(keyId)) context.addIssue({ code: 'custom', path, message: `There is another key ${keyId}` });
      keyIds.add(keyId);
    }
  }
});

/** The data a local run begins with: instances with their API keys and agents, signed in or not. */
export type Seed = z.output<typeof seedSchema>;

const demoSeed = fileURLToPath(new URL('demo-seed.json', import.meta.url));

/**
 * Reads a seed file.
 *
 * @param file - the demo's by default
 * @throws StartError naming the path of every problem
 */
export function readSeed(file: string = demoSeed): Seed {
  const read = seedSchema.safeParse(parse(file));
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new StartError(`Seed file ${file} is refused: ${problems.join('; ')}`);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StartError(`Seed file ${file} cannot be read: ${messageOf(error)}`);
  }
}
