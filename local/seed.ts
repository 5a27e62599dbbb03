import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { scopes } from '#core/access/access.ts';
import { StartFault } from './start-fault.ts';

const id = z.string().min(1);
/** As `npm run api-key` takes them. */
const name = (longest: number) =>
  z.string().regex(new RegExp(`^[\\w.-]{1,${longest}}$`), `Must be 1 to ${longest} letters, digits, dots, _ and -`);

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

const instance = z
  .strictObject({
    instanceId: name(100),
    keys: z.array(z.strictObject({ keyId: name(64), secret: id, scopes: z.array(z.enum(scopes)) })).default([]),
    agents: z.array(agent).default([]),
  })
  .refine(({ agents, keys }) => agents.length === 0 || keys.some((key) => key.scopes.includes('sessions:write')), {
    path: ['keys'],
    error: 'Must have a key with the scope sessions:write, by which the agents are put in',
  });

const seedSchema = z.strictObject({ instances: z.array(instance) }).superRefine(({ instances }, context) => {
  const known = new Set<string>();
  for (const [index, { keys }] of instances.entries()) {
    for (const [place, { keyId }] of keys.entries()) {
      const path = ['instances', index, 'keys', place, 'keyId'];
      if (known.has(keyId)) context.addIssue({ code: 'custom', path, message: `There is another key ${keyId}` });
      known.add(keyId);
    }
  }
});

/** What a local run begins with: instances with their API keys and agents, signed in or not. */
export type Seed = z.output<typeof seedSchema>;

const demoSeed = fileURLToPath(new URL('demo-seed.json', import.meta.url));

/**
 * Reads a seed file, or the demo's.
 *
 * @throws StartFault naming every fault by its path
 */
export function readSeed(file: string = demoSeed): Seed {
  const read = seedSchema.safeParse(parse(file));
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  throw new StartFault(`Seed file ${file} is refused: ${faults.join('; ')}`);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StartFault(`Seed file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
