import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import type { Observation, ObservedContact } from '#core/agents/backend.ts';
import { observe } from '#core/agents/observe.ts';

const key = { instanceId: 'demo', agentId: 'ann' };

const call: ObservedContact = { contactId: 'c1', channel: 'VOICE', phase: 'connected', since: 10, canBeStopped: true };

const works = (at: number, since = 0, contacts: readonly ObservedContact[] = []): Observation => ({
  at,
  isEvent: true,
  status: { name: 'Available', type: 'ROUTABLE', since },
  isGoingOffline: false,
  contacts,
});
const isOffline = (at: number, since = at): Observation => ({ at, isEvent: true, type: 'offline', since });

/** The agent after events in the order of their arrival, and how often there was something to write. */
function agentAfter(...events: readonly Observation[]) {
  let agent: Agent | undefined;
  let writes = 0;
  const facts: string[] = [];
  for (const event of events) {
    const { state, events: news } = observe(agent, key, event, `s${event.at}`);
    if (state !== agent) writes += 1;
    agent = state;
    facts.push(...news.map(({ type }) => type));
  }
  return { agent, writes, facts };
}

describe('Events of a backend', () => {
  test('that are doubled write nothing', () => {
    expect(agentAfter(works(10), works(10), works(20, 0, [call]), works(20, 0, [call])).writes).toBe(2);
    expect(agentAfter(works(10), isOffline(20), isOffline(20)).writes).toBe(2);
  });

  test('that were overtaken change nothing, even if the later one showed what was known', () => {
    // The call of 10 to 20 is told after its end.
    const { agent, facts } = agentAfter(works(5), works(20), works(10, 0, [call]));
    expect(agent?.session?.contacts).toEqual([]);
    expect(facts).toEqual(['AgentSignedIn']);
  });

  test('of an agent who has gone sign nobody in who was there before', () => {
    expect(agentAfter(works(5), isOffline(8), isOffline(20), works(15, 10)).agent?.session).toBeUndefined();
  });

  test('that an agent went offline are late, and a status that was chosen meanwhile begins a session', () => {
    const { agent, facts } = agentAfter(works(5), isOffline(300, 100), works(400, 200));
    expect(agent?.session?.signedInAt).toBe(200);
    expect(facts).toEqual(['AgentSignedIn', 'AgentSignedOut', 'AgentSignedIn']);
  });
});

test('an agent who is absent may be back since before it was noticed', () => {
  const [first, second] = [100_000, 115_000].map((at) => ({ at, type: 'absent' }) as const);
  const { agent } = agentAfter(works(5), first ?? isOffline(0), second ?? isOffline(0), works(130_000, 95_000));
  expect(agent?.session?.signedInAt).toBe(95_000);
});
