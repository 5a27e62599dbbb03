import { parseAuditEvent } from '#adapters/codec/audit-event.ts';
import { parseAgentChatEvent, parseStreamedEvent } from '#adapters/codec/bus-events.ts';
import { parseWatchedEvent } from '#adapters/codec/watched-events.ts';
import type { Recorded } from '#core/change.ts';
import { toIso } from '#core/instant.ts';
import { setChatTimeouts, setChatTimeoutsFailed } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { setSecurityUser, setSecurityUserFailed } from '#dialects/connect-flow/set-security-user.ts';
import { terminateAgentSession, terminateAgentSessionFailed } from '#dialects/connect-flow/terminate-agent-session.ts';
import { event, scheduled } from '#runtime/event.ts';
import { flow } from '#runtime/flow.ts';
import { type Calls, contextIn, type Ending, mayFail, pauseOf } from './calls.ts';
import type { StartedFunction, World } from './faulty-world.ts';
import { oldChat } from './scene.ts';
import { authorizeSocket, sockets } from './socket-calls.ts';

type Answer = Readonly<Record<string, string>>;
type FlowWork = (started: StartedFunction, received: unknown) => Promise<Answer>;

/** The calls of flows for contacts. */
const flowCall =
  (
    contactIds: readonly string[],
    { work, failed, parameters }: { work: FlowWork; failed: Answer; parameters: (world: World) => Promise<object> },
  ): Calls =>
  async (world) => {
    const Parameters = await parameters(world);
    const callFor = (ContactId: string) => async (): Promise<Ending> => {
      const started = world.startFunction();
      const handler = flow((given) => work(started, given), failed, { pause: pauseOf(world) });
      const InstanceARN = 'arn:aws:connect:eu-central-1:1:instance/demo';
      const received = { Details: { ContactData: { ContactId, InstanceARN }, Parameters } };
      const answer = await handler(received, contextIn(world, 8_000), () => {});
      if (Object.values(answer ?? {}).some((text) => typeof text !== 'string')) throw new Error('Not a map of texts');
      return JSON.stringify(answer) === JSON.stringify(failed) ? 'failed' : 'done';
    };
    return Object.fromEntries(contactIds.map((contactId) => [contactId, callFor(contactId)]));
  };

/** An event of an agent as EventBridge passes it on. */
const fromBus = ({ fact, at, ...recorded }: Recorded<{ readonly type: string }>) => {
  const { type, ...more } = fact;
  return { source: 'lastcall', 'detail-type': type, detail: { ...recorded, type, ...more, at: toIso(at) } };
};

const published = (world: World, type: string) => {
  const isMeant = ({ fact }: Recorded<{ readonly type: string }>) => fact.type === type && 'agentId' in fact;
  const found = [...world.bus.published(), ...world.chatBus.published()].find(isMeant);
  if (!found) throw new Error(`No ${type} was published`);
  return fromBus(found);
};

type Received = ReturnType<typeof fromBus>;

/** Invocations with events, each with its name. */
const eventCalls =
  (
    events: Readonly<Record<string, (world: World) => Received>>,
    handlerOf: (started: StartedFunction, world: World) => ReturnType<typeof event>,
  ): Calls =>
  async (world) =>
    Object.fromEntries(
      Object.entries(events).map(([name, received]) => [
        name,
        () => {
          const handler = handlerOf(world.startFunction(), world);
          return mayFail(Promise.resolve(handler(received(world) as never, contextIn(world, 10_000), () => {})));
        },
      ]),
    );

const signedOut = (world: World): Received => {
  const { detail, ...rest } = released(world);
  const fact = { type: 'AgentSignedOut', cause: 'forced', order: { requestedBy: 'sup' } };
  return { ...rest, detail: { ...detail, ...fact } };
};
const joined = (world: World) => published(world, 'ParticipantJoined');
const released = (world: World) => published(world, 'ContactReleased');
/** The agent is not in that chat any more. */
const releasedBefore = (world: World): Received => {
  const { detail, ...rest } = released(world);
  return { ...rest, detail: { ...detail, ...oldChat } };
};

/** Invocations of each function that neither the HTTP API nor a queue invokes. */
export const otherCalls: Readonly<Record<string, Calls>> = {
  'socket-authorize': authorizeSocket,
  'socket-client': sockets,
  'flow-set-chat-timeouts': flowCall(['c1', 'old'], {
    work: ({ chats }, received) => setChatTimeouts(chats, received),
    failed: setChatTimeoutsFailed,
    parameters: async () => ({ agentIdleMinutes: '400' }),
  }),
  'flow-set-security-user': flowCall(['call'], {
    work: ({ sessionRights }, received) => setSecurityUser(sessionRights, received),
    failed: setSecurityUserFailed,
    parameters: async () => ({ agent: 'sue' }),
  }),
  'flow-terminate-agent-session': flowCall(['call'], {
    work: ({ sessionRights }, received) => terminateAgentSession(sessionRights, received),
    failed: terminateAgentSessionFailed,
    async parameters(world) {
      const { sessionRights } = world.startFunction();
      const user = await sessionRights.setSecurityUser({ instanceId: 'demo', contactId: 'call', agentId: 'sue' });
      return { securityUser: user.type === 'set' ? user.securityUser : '', agentId: 'ann' };
    },
  }),
  'event-agent-chats': eventCalls({ joined, released, releasedBefore }, ({ agentChats }, world) =>
    event({
      parse: parseAgentChatEvent,
      work: (parsed) =>
        parsed.of === 'agent' ? agentChats.followAgent(parsed.event) : agentChats.followChat(parsed.event),
      idsOf: ({ event: { eventId } }) => ({ eventId }),
      pause: pauseOf(world),
    }),
  ),
  'event-stream-chat': eventCalls({ joined }, ({ streaming }, world) =>
    event({
      parse: parseStreamedEvent,
      work: streaming.streamEvent,
      idsOf: ({ event: { eventId } }) => ({ eventId }),
      pause: pauseOf(world),
    }),
  ),
  'event-audit': eventCalls({ signedOut }, ({ audit }, world) =>
    event({
      parse: parseAuditEvent,
      work: audit.recordAudit,
      idsOf: ({ eventId }) => ({ eventId }),
      pause: pauseOf(world),
    }),
  ),
  'event-supervisors': eventCalls({ joined, signedOut }, ({ supervisorChanges }, world) =>
    event({
      parse: parseWatchedEvent,
      work: supervisorChanges.pushChange,
      idsOf: ({ eventId }) => ({ eventId }),
      pause: pauseOf(world),
    }),
  ),
  'schedule-sweep-wake-ups': async (world) => ({
    'a sweep': () => {
      const handler = scheduled('WakeUpsSent', world.startFunction().wakeUps.sweep, { pause: pauseOf(world) });
      return mayFail(Promise.resolve(handler({} as never, contextIn(world, 60_000), () => {})));
    },
  }),
};
