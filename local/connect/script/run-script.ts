import { SeededRandom } from '../random.ts';
import type { Centre } from '../stand-in.ts';
import type { User } from '../state/directory.ts';
import { ScriptedAgents } from './scripted-agents.ts';
import { ScriptedCustomers } from './scripted-customers.ts';

/** How a centre moves by itself. */
export interface ScriptSettings {
  /** @default 40 */
  readonly agents?: number;
  /** @default 1 */
  readonly seed?: number;
  /** The username of an agent whose status only people change. @default none */
  readonly yours?: string;
}

const firstNames = ['Ada', 'Ben', 'Cem', 'Dana', 'Eli', 'Fay', 'Gus', 'Hana', 'Ivo', 'June'] as const;
const lastNames = ['Adler', 'Brandt', 'Costa', 'Demir', 'Evans', 'Fischer', 'Garcia', 'Hoang'] as const;

/**
 * Staffs a centre and lets it move: agents answer, miss and reject, work after contacts, take breaks, sign out and close their
 * windows; customers call, chat and give up. The same for the same seed, as long as nobody else does anything.
 *
 * @returns the agents, and how to stop
 */
export function runScript(
  centre: Centre,
  { agents = 40, seed = 1, yours }: ScriptSettings = {},
): { readonly users: readonly User[]; stop(): void } {
  const random = new SeededRandom(seed);
  const groups = [...centre.instance.directory.groups.keys()];
  const usernames = Array.from({ length: agents }, (_, index) => usernameOf(index));
  // Yours is one of them, not one more.
  if (yours !== undefined) usernames[0] = yours;
  const users = usernames.map((username, index) => {
    const hierarchyGroupId = groups[index % Math.max(groups.length, 1)];
    return centre.addUser({
      username,
      email: `${username}@example.com`,
      afterContactWorkSeconds: 120,
      ...(hierarchyGroupId !== undefined && { hierarchyGroupId }),
    });
  });
  const scripted = new ScriptedAgents(centre, random, ({ username }) => username === yours);
  const customers = new ScriptedCustomers(centre, random, agents);
  for (const observer of [scripted, customers]) centre.instance.observe(observer);
  for (const user of users) scripted.begin(user.id);
  customers.begin();
  return {
    users,
    stop() {
      scripted.stop();
      customers.stop();
    },
  };
}

/** A name for each of up to 80 agents, and a number besides for more. */
function usernameOf(index: number): string {
  const first = firstNames[index % firstNames.length];
  const last = lastNames[Math.floor(index / firstNames.length) % lastNames.length];
  const round = Math.floor(index / (firstNames.length * lastNames.length));
  return `${first}.${last}${round === 0 ? '' : round + 1}`.toLowerCase();
}
