import type { Admit } from '../access/rate-limit.ts';
import type { SessionClaims, Tokens } from '../access/tokens.ts';
import { type AgentKey, isSignedIn, type Session } from '../agents/agent.ts';
import { closeConnections, hasAllConnections, type OpenedConnection, openConnection } from '../agents/desktops.ts';
import type { Origin } from '../agents/logout-order.ts';
import type { AgentStore } from '../agents/ports.ts';
import type { AgentUseCases } from '../agents/use-cases.ts';
import type { Instant } from '../instant.ts';
import type { Clock, Ids, Report, Sockets } from '../ports.ts';
import type { SessionRightsUseCases } from '../session-rights/use-cases.ts';
import { type ClientHeartbeat, makeHeartbeat, type SessionState, stateOfSession } from './heartbeat.ts';
import { type Leave, leave } from './leave.ts';
import { type OwnSignOut, signOutOwn } from './own-session.ts';
import { makePasswordSignIn } from './password-sign-in.ts';
import { type HeldPolls, makePoll } from './poll.ts';
import type { AgentPasswords, PasswordGuesses, PasswordHash, SessionSecrets } from './ports.ts';
import { makeSessionTokens } from './session-tokens.ts';
import { makeSignIn } from './sign-in.ts';
import { makeWithSignInLock } from './sign-in-lock.ts';
import { makeSupervisorSignOut } from './supervisor-sign-out.ts';

export interface AgentClientPorts {
  readonly agents: AgentStore;
  readonly passwords: AgentPasswords;
  readonly guesses: PasswordGuesses;
  readonly passwordHash: PasswordHash;
  readonly secrets: SessionSecrets;
  readonly tokens: Tokens;
  readonly admit: Admit;
  /** Admits the comparisons of passwords from one source. */
  readonly admitComparison: Admit;
  readonly heldPolls: HeldPolls;
  readonly sockets: Sockets;
  /** Where WebSockets are opened. */
  readonly socketUrl: () => string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly report: Report;
}

type Needed = Pick<AgentUseCases, 'changeAgent' | 'contactGraceOf'> & Pick<SessionRightsUseCases, 'rightsOf'>;

interface DesktopConnection {
  readonly sessionId: string;
  readonly connectionId: string;
}

/** Where a desktop opens its WebSocket, and whether the session goes on; or that the session has all that it may have. */
export type RequestedSocket =
  | { readonly type: 'address'; readonly state: SessionState; readonly url: string; readonly expiresAt: Instant }
  | { readonly type: 'full' };

export type AgentClientUseCases = ReturnType<typeof makeAgentClientUseCases>;

/** What the clients of agents' sessions do: desktops with a token, and clients with a password and a secret. */
export function makeAgentClientUseCases(ports: AgentClientPorts, { changeAgent, contactGraceOf, rightsOf }: Needed) {
  const { agents, passwords, passwordHash, secrets, sockets } = ports;
  const sessionTokens = makeSessionTokens(ports);
  const heartbeat = makeHeartbeat({ ...ports, changeAgent });
  const withSignInLock = makeWithSignInLock({ ...ports, changeAgent });
  const poll = makePoll({ ...ports, changeAgent });
  const supervisorSignOut = makeSupervisorSignOut({ ...ports, rightsOf, withSignInLock });

  return {
    withSignInLock,

    signIn: makeSignIn({ ...ports, changeAgent, contactGraceOf, sessionTokens }),
    heartbeat,

    /** A heartbeat by token. Late in its validity the token is renewed. */
    async heartbeatByToken(claims: SessionClaims, sent: Pick<ClientHeartbeat, 'sentAt' | 'from'>) {
      const { instanceId, agentId, sessionId } = claims;
      const state = await heartbeat({ instanceId, agentId }, { sessionId, ...sent });
      return { state, token: state.type === 'goesOn' ? await sessionTokens.renewed(claims) : undefined };
    },

    leave: ({ instanceId, agentId }: AgentKey, going: Leave) =>
      changeAgent({ instanceId, agentId }, (agent, now) => leave(agent, going, now)),

    /** Where the desktop opens its WebSocket, unless the session is over or has as many as it may have. */
    async requestSocket(claims: SessionClaims): Promise<RequestedSocket> {
      const agent = (await agents.load(claims))?.state;
      const state = stateOfSession(agent, claims.sessionId, ports.clock.now());
      if (state.type === 'goesOn' && isSignedIn(agent) && hasAllConnections(agent.session)) return { type: 'full' };
      const { token, expiresAt } = await sessionTokens.issueForSocket(claims);
      return { type: 'address', state, url: `${ports.socketUrl()}?token=${token}`, expiresAt };
    },

    /**
     * Connects a desktop: from now on it is notified over this connection. A connection that is displaced is closed. The
     * welcome goes over the new connection itself and shows whether it is still there: its closing may have been handled
     * before its opening, and nothing else would ever reveal that.
     */
    async connectDesktop(
      key: AgentKey,
      opened: DesktopConnection,
      welcome: (session: Session, now: Instant) => readonly string[],
    ): Promise<OpenedConnection> {
      const outcome = await changeAgent(key, (agent) => openConnection(agent, opened));
      if (outcome.type === 'over') return outcome;
      if (outcome.displaced.length > 0) await sockets.close(outcome.displaced);
      const gone = await sockets.send([opened.connectionId], welcome(outcome.session, ports.clock.now()));
      if (gone.length > 0) await changeAgent(key, (agent) => closeConnections(agent, gone));
      return outcome;
    },

    disconnectDesktop: (key: AgentKey, connectionId: string) =>
      changeAgent(key, (agent) => closeConnections(agent, [connectionId])),

    putPassword: async (key: AgentKey, password: string) => passwords.put(key, await passwordHash.hash(password)),
    passwordSignIn: makePasswordSignIn({ ...ports, withSignInLock, contactGraceOf }),
    signOutOwn: (key: AgentKey, secret: string, how: Omit<OwnSignOut, 'secretHash'>) =>
      withSignInLock(key, (change) =>
        change((agent) => signOutOwn(agent, { ...how, secretHash: secrets.hash(secret) })),
      ),
    poll: (key: AgentKey, secret: string) => poll(key, secrets.hash(secret)),
    supervisorSignOut: (supervisor: AgentKey, sent: { secret: string; from: Origin }, targetId: string) =>
      supervisorSignOut(supervisor, { secretHash: secrets.hash(sent.secret), from: sent.from }, targetId),
  };
}
