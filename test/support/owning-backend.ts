import type { AgentKey } from '#core/agents/agent.ts';
import type { Backend, Observation, ObservedContact } from '#core/agents/backend.ts';
import type { Clock } from '#core/ports.ts';

interface Shown {
  readonly status: string;
  readonly type: 'ROUTABLE' | 'CUSTOM' | 'OFFLINE';
  readonly since: number;
  readonly isGoingOffline: boolean;
  readonly contacts: readonly ObservedContact[];
}

const isOffline = (shown: Shown | undefined) => shown?.type === 'OFFLINE';

const isLive = ({ phase }: ObservedContact) => phase === 'ringing' || phase === 'connected';

/**
 * A contact centre that owns its agents, in memory: a change of status waits for contacts that ring or are connected, clears
 * all others, and takes effect when the last one is cleared.
 */
export function makeOwningBackend({ clock, lag = 0 }: { readonly clock: Clock; readonly lag?: number }) {
  const histories = new Map<string, { readonly at: number; readonly shown: Shown | undefined }[]>();
  const calls: string[] = [];
  const ended: string[] = [];
  const keepsGoing = { value: false };
  const shownAt = (agentId: string, at: number) => histories.get(agentId)?.findLast((entry) => entry.at <= at)?.shown;
  const now = (agentId: string) => shownAt(agentId, Number.POSITIVE_INFINITY);
  function set(agentId: string, shown: Shown | undefined) {
    histories.set(agentId, [...(histories.get(agentId) ?? []), { at: clock.now(), shown }]);
  }

  /** The agent after a change: the next status applies when nothing is left. */
  function settle(agentId: string, shown: Shown) {
    const isOut = shown.isGoingOffline && shown.contacts.length === 0;
    set(agentId, isOut ? { ...shown, ...offline(clock.now()) } : shown);
  }
  const offline = (since: number) => ({ status: 'Offline', type: 'OFFLINE', since, isGoingOffline: false }) as const;

  const without = (agentId: string, contactId: string) => {
    const shown = now(agentId);
    if (shown) settle(agentId, { ...shown, contacts: shown.contacts.filter((each) => each.contactId !== contactId) });
  };

  const whole = (contacts: readonly Partial<ObservedContact>[]): readonly ObservedContact[] =>
    contacts.map((contact, n) => ({
      contactId: `c${n + 1}`,
      channel: 'VOICE',
      phase: 'connected',
      since: clock.now(),
      canBeStopped: true,
      ...contact,
    }));

  const observationOf = ({ status: name, type, since, isGoingOffline, contacts }: Shown): Observation => {
    const at = clock.now();
    return type === 'OFFLINE'
      ? { at, type: 'offline' }
      : { at, status: { name, type, since }, isGoingOffline, contacts };
  };

  const backend: { -readonly [Call in keyof Backend]: Backend[Call] } = {
    pace: { perSecond: 100, atOnce: 100 },
    async observe({ agentId }): Promise<Observation> {
      calls.push(`observe ${agentId}`);
      const shown = shownAt(agentId, clock.now() - lag);
      return shown ? observationOf(shown) : { at: clock.now(), type: 'absent' };
    },
    async *observeEverybody() {
      const page = [...histories.keys()].flatMap((agentId) => {
        const shown = shownAt(agentId, clock.now() - lag);
        return shown ? [{ agentId, observation: observationOf(shown) }] : [];
      });
      yield page;
    },
    async goOffline({ agentId }) {
      calls.push(`goOffline ${agentId}`);
      const shown = now(agentId);
      if (!shown || shown.type === 'OFFLINE') return;
      settle(agentId, { ...shown, isGoingOffline: true, contacts: shown.contacts.filter(isLive) });
    },
    async keepOnline({ agentId }, status) {
      calls.push(`keepOnline ${agentId} ${status}`);
      const shown = now(agentId);
      if (shown && keepsGoing.value) return;
      if (shown) set(agentId, { ...shown, isGoingOffline: false });
    },
    async stopContact({ agentId }, contactId) {
      calls.push(`stop ${contactId}`);
      const shown = now(agentId);
      if (!shown?.contacts.some((contact) => contact.contactId === contactId && isLive(contact))) return;
      ended.push(contactId);
      const contacts = shown.contacts.map((contact) =>
        contact.contactId === contactId ? ({ ...contact, phase: 'afterContactWork' } as const) : contact,
      );
      set(agentId, { ...shown, contacts });
    },
    async clearContact({ agentId }, contactId) {
      calls.push(`clear ${contactId}`);
      without(agentId, contactId);
    },
  };

  return {
    backend,
    calls,
    /** From now on nothing takes back that an agent goes offline. */
    keepGoingOffline: () => {
      keepsGoing.value = true;
    },
    /** The contacts that were ended for everybody, each time. */
    ended,
    shown: (agentId: string) => now(agentId),
    /** How often the agent has become offline. */
    wentOffline: (agentId: string) =>
      (histories.get(agentId) ?? []).filter(({ shown }, n, all) => isOffline(shown) && !isOffline(all[n - 1]?.shown))
        .length,
    /** An agent of the centre works. */
    works({ agentId }: AgentKey, contacts: readonly Partial<ObservedContact>[] = [], status = 'Available') {
      set(agentId, {
        status,
        type: status === 'Available' ? 'ROUTABLE' : 'CUSTOM',
        since: clock.now(),
        isGoingOffline: false,
        contacts: whole(contacts),
      });
    },
    /** The agent has these contacts now, in the same status. */
    has({ agentId }: AgentKey, contacts: readonly Partial<ObservedContact>[]) {
      const shown = now(agentId);
      if (shown) set(agentId, { ...shown, contacts: whole(contacts) });
    },
    /** The agent has hung up, and has nothing to write down. */
    endContact: ({ agentId }: AgentKey, contactId = 'c1') => without(agentId, contactId),
    vanishes: ({ agentId }: AgentKey) => set(agentId, undefined),
  };
}
