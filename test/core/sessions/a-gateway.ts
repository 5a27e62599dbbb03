import { makeMemoryAgentPasswords } from '#adapters/memory/agent-passwords.ts';
import { makeMemorySecurityProfiles } from '#adapters/memory/security-profiles.ts';
import type { Instant } from '#core/instant.ts';
import type { Agent, AgentKey, SignedInAgent } from '#core/sessions/agent.ts';
import { type GatewayPorts, makeGatewayUseCases } from '#test/simulation/gateway-use-cases.ts';
import { memoryCentre } from '#test/simulation/memory-centre.ts';
import { anAddress, anAgent, aSession, someDay } from '#test/support/agents.ts';
import { countingIds, makeOpenSecrets, makeQuickPasswordHash, password } from '#test/support/gateway.ts';

/** The agent that most of it is about. */
export const ann: AgentKey = { instanceId: 'demo', agentId: 'ann' };
export const sue: AgentKey = { instanceId: 'demo', agentId: 'sue' };

/** Ann's session as a client with `secret-0` holds it, heard of right now. */
export const aLeasedSession = (says: Parameters<typeof aSession>[0] = {}) =>
  aSession({ lease: { seconds: 120, heardAt: someDay }, secretHash: 'hash of secret-0', ...says });

export const annSignedIn = (says: Parameters<typeof aSession>[0] = {}): SignedInAgent => ({
  ...anAgent(ann),
  session: aLeasedSession(says),
});

/** Signing in, by somebody who knows the password. */
export const entry = { password, ipAddress: anAddress('10.0.0.1'), takeOver: false };

/** A contact centre whose agents have passwords, at rest on some day; its time is set by hand. */
export async function aGateway(
  staff: readonly Agent[] = [anAgent(ann)],
  settings: Pick<GatewayPorts, 'contactGraceSeconds'> = {},
) {
  const time = { at: someDay };
  const { alarms, ...centre } = await memoryCentre(staff);
  const passwordHash = makeQuickPasswordHash();
  const passwords = makeMemoryAgentPasswords();
  for (const agent of staff) await passwords.put(agent, await passwordHash.hash(password));
  const ports: GatewayPorts = {
    ...centre,
    ...settings,
    alarms,
    passwords,
    passwordHash,
    secrets: makeOpenSecrets(),
    profiles: makeMemorySecurityProfiles(),
    ids: countingIds('id'),
    clock: { now: () => time.at },
  };
  const useCases = makeGatewayUseCases(ports);

  return {
    ...centre,
    ...useCases,
    profiles: ports.profiles,
    alarms,
    passwordHash,
    time,
    /** The same centre, with the calls of one process going through `connect`. */
    through: (connect: <Port extends object>(port: Port) => Port) =>
      makeGatewayUseCases({
        ...ports,
        agents: connect(ports.agents),
        passwords: connect(ports.passwords),
        alarms: connect(ports.alarms),
        publisher: connect(ports.publisher),
      }),
    agent: async (key = ann) => (await centre.agents.load(key))?.state,
    facts: () => centre.publisher.published().map(({ fact }) => fact),
    /** Time passes, and whatever alarm comes due on the way rings. */
    async passUntil(end: Instant): Promise<void> {
      for (;;) {
        const next = Math.min(...alarms.pending().map(({ at }) => at));
        if (next > end) break;
        time.at = Math.max(time.at, next);
        for (const alarm of alarms.ring(time.at)) if (alarm.kind === 'agent') await useCases.wake(alarm);
      }
      time.at = Math.max(time.at, end);
    },
  };
}
export type Gateway = Awaited<ReturnType<typeof aGateway>>;
