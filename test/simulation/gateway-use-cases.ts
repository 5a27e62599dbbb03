import type { Alarms } from '#core/alarms/ports.ts';
import type { Publisher } from '#core/commit.ts';
import type { Clock, Ids, Report } from '#core/ports.ts';
import type { AgentKey } from '#core/sessions/agent.ts';
import { makeCommitAgent } from '#core/sessions/commit-agent.ts';
import type { AgentEvent, LogoutCause } from '#core/sessions/events.ts';
import { makeHeartbeat } from '#core/sessions/heartbeat.ts';
import { type Leave, leave } from '#core/sessions/leave.ts';
import { signOutOwn } from '#core/sessions/own-session.ts';
import { makePasswordSignIn } from '#core/sessions/password-sign-in.ts';
import { makePoll } from '#core/sessions/poll.ts';
import type {
  AgentPasswords,
  AgentStore,
  PasswordHash,
  SecurityProfiles,
  SessionSecrets,
} from '#core/sessions/ports.ts';
import { makeSupervisorSignOut } from '#core/sessions/supervisor-sign-out.ts';
import { makeTerminateSession } from '#core/sessions/terminate-session.ts';
import { makeTakeTurn } from '#core/sessions/turn.ts';
import { makeWakeAgent } from '#core/sessions/wake-agent.ts';

/** Everything outside that agents need who sign in by themselves. */
export interface GatewayPorts {
  readonly agents: AgentStore;
  readonly passwords: AgentPasswords;
  readonly passwordHash: PasswordHash;
  readonly secrets: SessionSecrets;
  readonly profiles: SecurityProfiles;
  readonly alarms: Alarms;
  readonly publisher: Publisher<AgentEvent>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly report: Report;
  /** @default a contact in hand holds off the end of a lease for as long as it lasts */
  readonly contactGraceSeconds?: number;
}

/** What agents, supervisors and flows can do with a session, over any ports. */
export function makeGatewayUseCases(ports: GatewayPorts) {
  const { agents, secrets, contactGraceSeconds } = ports;
  const contactGraceOf = async () => (contactGraceSeconds === undefined ? {} : { contactGraceSeconds });
  const commitAgent = makeCommitAgent({ ...ports, store: agents });
  const takeTurn = makeTakeTurn({ ...ports, commitAgent });
  const poll = makePoll({ ...ports, commitAgent });
  const supervisorSignOut = makeSupervisorSignOut({ ...ports, takeTurn, admit: async () => {} });
  return {
    commitAgent,
    takeTurn,
    signIn: makePasswordSignIn({ ...ports, takeTurn, contactGraceOf }),
    signOut: (key: AgentKey, secret: string, how: { byForce: boolean; cause?: LogoutCause }) =>
      takeTurn(key, (endTurn) => endTurn((agent) => signOutOwn(agent, { ...how, secretHash: secrets.hash(secret) }))),
    poll: (key: AgentKey, secret: string) => poll(key, secrets.hash(secret)),
    supervisorSignOut: (supervisor: AgentKey, secret: string, targetId: string) =>
      supervisorSignOut(supervisor, secrets.hash(secret), targetId),
    terminate: makeTerminateSession({ commitAgent }),
    heartbeat: makeHeartbeat({ ...ports, commitAgent }),
    leave: (key: AgentKey, going: Leave) => commitAgent(key, (agent, now) => leave(agent, going, now), 'caller'),
    wake: makeWakeAgent({ commitAgent }),
  };
}

export type GatewayUseCases = ReturnType<typeof makeGatewayUseCases>;
