import { openVirtualTime } from '../../local/clock/kept-clock.ts';
import { virtualAt } from '../../local/clock/virtual-time.ts';
import { readSeed } from '../../local/seed.ts';
import { startLocal } from '../../local/start-local.ts';
import { aFolder } from './an-assembly.ts';
import { openAuditTrail } from './audit-trail.ts';
import { makeCall } from './call-api.ts';
import { gatewayOf, guidOf, password } from './gateway-client.ts';
import { eventually } from './runs.ts';

const profile = { name: 'Ann', email: 'ann@example.com', agentNumber: '1' };

interface AnAgent {
  readonly teamIds?: readonly string[];
  readonly securityProfileId?: string;
}

export type GatewayRun = Awaited<ReturnType<typeof startGateway>>;

/** The app with the demo's instance, its agent gateway, and what else a test of agents needs. */
export async function startGateway(speed: number) {
  const folder = aFolder();
  const failures: string[] = [];
  const run = await startLocal({ port: 0, folder, speed, seed: readSeed(), log: (line) => failures.push(line) });
  const call = makeCall(run);
  const gateway = gatewayOf(run);
  const auditTrail = openAuditTrail(run, folder);
  const time = openVirtualTime(folder, speed, Date.now());
  let agents = 200;
  const happenedTo = (agentId: string) => auditTrail().filter((detail) => detail.agentId === agentId);
  return {
    run,
    failures,
    call,
    gateway,
    /** The clock of the system. */
    now: () => virtualAt(time, Date.now()),
    /** Makes an agent with a password whom nobody else has. */
    async anAgent({ teamIds = [], securityProfileId }: AnAgent = {}): Promise<string> {
      agents += 1;
      const rights = securityProfileId !== undefined && { securityProfileId };
      await call('PUT', `/v1/agents/${agents}`, { ...profile, teamIds, ...rights });
      await call('PUT', `/v1/agents/${agents}/password`, { password });
      return String(agents);
    },
    signIn: (agentId: string, how = '') => guidOf(gateway, agentId, how),
    beginCall: (agentId: string) => call('PUT', `/v1/agents/${agentId}/contacts/call-1`, { channel: 'VOICE' }),
    /** The events of an agent by now, in the order of publishing, which is on the bus a moment after the answer. */
    whatHappenedTo: (agentId: string, last = 'AgentLoggedOut') =>
      eventually(() => {
        const events = happenedTo(agentId);
        return events.some(({ type }) => type === last) ? events : undefined;
      }),
  };
}
