import { makeCache } from '../cache.ts';
import type { Publisher } from '../change.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock, Ids, Pauses, Report, Sockets } from '../ports.ts';
import { makePushFrames } from '../push-frames.ts';
import type { WakeUps } from '../wake-ups/ports.ts';
import type { Agent, AgentKey, ChosenStatus, Contact, Profile } from './agent.ts';
import type { Backends } from './backend.ts';
import { type ChangeAgent, makeChangeAgent } from './change-agent.ts';
import { beginContact, endContact } from './contacts.ts';
import { meetDeadline } from './deadline.ts';
import { closeConnections, type FrameOfEvent, makeNotifyDesktops } from './desktops.ts';
import { makeEraseAgent } from './erase-agent.ts';
import type { AgentEvent } from './events.ts';
import { makeFollowContact } from './follow-contact.ts';
import { makeFollowNews } from './follow-news.ts';
import { withoutEndedHold } from './hold.ts';
import { type AgentSettings, defaultAgentSettings, expireLease } from './lease.ts';
import { makeListAgents } from './list-agents.ts';
import type { AgentDirectory, AgentErasure, AgentSettingsStore, AgentStore, TeamRulesStore } from './ports.ts';
import { changeStatus, putProfile, signOut } from './presence.ts';
import { makeFollowBackend, makePursue } from './pursue.ts';
import { makeReconcile } from './reconcile.ts';
import { laneOfLook } from './rules/apply-rules.ts';
import { makeRuleUseCases } from './rules/use-cases.ts';
import { makeCancelLogout, makeTakeBack } from './take-back.ts';

export interface AgentPorts {
  readonly agents: AgentStore;
  readonly directory: AgentDirectory;
  readonly agentSettings: AgentSettingsStore;
  readonly teamRules: TeamRulesStore;
  readonly erasure: AgentErasure;
  /** @default - Lastcall itself owns the agents of every instance */
  readonly backends?: Backends;
  readonly bus: Publisher<AgentEvent>;
  readonly wakeUps: WakeUps;
  readonly sockets: Sockets;
  readonly frameOfAgentEvent: FrameOfEvent;
  /** Until when heartbeats may have been refused because others flooded the deployment, if they were. */
  readonly crowdedOutUntil: () => Promise<Instant | undefined>;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly ids: Ids;
  readonly report: Report;
}

export type AgentUseCases = ReturnType<typeof makeAgentUseCases>;

/** What can be done with agents, their status and their contacts. */
export function makeAgentUseCases(ports: AgentPorts) {
  const { agents, directory, agentSettings, bus, sockets, clock, report } = ports;

  const pushFrames = makePushFrames<AgentKey>({
    sockets,
    forget: ({ instanceId, agentId }, gone) =>
      changeAgent({ instanceId, agentId }, (agent) => closeConnections(agent, gone)),
    report,
  });
  const notifyDesktops = makeNotifyDesktops({ pushFrames, frameOf: ports.frameOfAgentEvent });
  const backends: Backends = ports.backends ?? (() => undefined);
  const changeAgent: ChangeAgent = makeChangeAgent({
    ...ports,
    backends,
    store: agents,
    publisher: bus,
    notify: notifyDesktops,
  });

  const { rulesOfInstance, ...rules } = makeRuleUseCases({ ...ports, backends });
  const followBackend = makeFollowBackend({ ...ports, changeAgent, rulesOfInstance });
  const pursue = makePursue({ ...ports, changeAgent, backends, rulesOfInstance });
  const takeBack = makeTakeBack({ ...ports, changeAgent, backends });

  /** What an agent does is shown by the backend, if there is one: a report of it would be another truth beside that. */
  async function unlessOwned<Outcome>(key: AgentKey, change: () => Promise<Outcome>) {
    return backends(key.instanceId) ? ({ type: 'ownedByBackend' } as const) : change();
  }

  const cached = makeCache<AgentSettings>({ clock, milliseconds: seconds(60) });
  const getAgentSettings = async (instanceId: string) => (await agentSettings.load(instanceId)) ?? defaultAgentSettings;

  return {
    ...rules,
    changeAgent,
    backends,

    /** Records what the backend of an instance shows of an agent. */
    followBackend,

    /** Follows what the backend of an instance says of an agent by itself. */
    followNews: makeFollowNews({ backends, followBackend, report }),

    /** Follows what it says of a contact of an agent. */
    followContact: makeFollowContact({ changeAgent }),

    /** Compares all agents of an instance with what its backend shows. */
    reconcile: makeReconcile({ ...ports, backends, followBackend, rulesOfInstance }),

    getAgent: async (key: AgentKey): Promise<Agent | undefined> => (await agents.load(key))?.state,

    takeBackLogout: takeBack,
    cancelLogout: makeCancelLogout({ changeAgent, takeBack }),

    putProfile: (key: AgentKey, profile: Profile) => changeAgent(key, (agent) => putProfile(agent, key, profile)),

    eraseAgent: makeEraseAgent({ ...ports, backends, changeAgent }),

    listAgents: makeListAgents({ directory }),

    changeStatus: (key: AgentKey, command: ChosenStatus) =>
      unlessOwned(key, () => changeAgent(key, (agent, now) => changeStatus(agent, command, now))),

    signOut: (key: AgentKey) => changeAgent(key, signOut),

    beginContact: (key: AgentKey, contact: Pick<Contact, 'contactId' | 'channel'>) =>
      unlessOwned(key, () => changeAgent(key, (agent, now) => beginContact(agent, contact, now))),

    endContact: (key: AgentKey, contactId: string) =>
      unlessOwned(key, () => changeAgent(key, (agent, now) => endContact(agent, contactId, now))),

    getAgentSettings,

    putAgentSettings: (instanceId: string, settings: AgentSettings) => agentSettings.save(instanceId, settings),

    /** How long contacts keep a new session alive after its lease. A change of the setting takes effect within a minute. */
    async contactGraceOf(instanceId: string): Promise<{ readonly contactGraceSeconds?: number }> {
      const { contactGraceSeconds } = await cached(instanceId, () => getAgentSettings(instanceId));
      return contactGraceSeconds === 'off' ? {} : { contactGraceSeconds };
    },

    /**
     * The wake-up of an agent: ends the session if its lease has expired, does what is due by the deadline of a logout, publishes
     * events that are still in the outbox, and looks at a backend that has not shown yet what it was told, or whose agent a rule
     * comes due for.
     */
    async wakeAgent(key: AgentKey): Promise<void> {
      const crowdedOutUntil = await ports.crowdedOutUntil();
      const { lane, givesUp } = await changeAgent(
        key,
        (agent, now) => {
          const expired = expireLease(agent, now, crowdedOutUntil);
          const { state, events, givesUp } = meetDeadline(withoutEndedHold(expired.state, now), now);
          const hasEnded = agent?.session !== undefined && !state?.session;
          const lane = hasEnded ? 'urgent' : laneOfLook(state, now);
          return { state, events: [...expired.events, ...events], outcome: { lane, givesUp } };
        },
        { delivery: 'repeated' },
      );
      if (givesUp) await takeBack(key, { why: { cause: 'deadline' }, lane: 'job' });
      else if (lane) await pursue(key, lane);
    },
  };
}
