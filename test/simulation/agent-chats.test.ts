import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { AgentKey } from '#core/agents/agent.ts';
import type { Instant } from '#core/instant.ts';
import { ann } from '#test/support/agents.ts';
import { agentsInChats, type BusEvent } from '#test/support/agents-in-chats.ts';
import { sue } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { Random } from './random.ts';

const staff = [ann, sue];
const keys = ['c1', 'c2'].map((contactId) => ({ instanceId: 'demo', contactId }));

/**
 * Two agents join and leave two chats, are forced out and sign in again, while events are followed late, repeatedly and in
 * any order. The calls of all that goes on at a time are interleaved, and some of them fail or lose their answer.
 */
async function play(seed: number) {
  const random = new Random(seed);
  const centre = await agentsInChats();
  const waiting: (() => void)[] = [];
  const pause = () => new Promise<void>((go) => waiting.push(go));
  const faulty = centre.through((port) =>
    intercept(port, async (_, call) => {
      await pause();
      centre.time.at += random.upTo(3);
      if (random.chance(0.04)) throw new Error('The call was refused');
      const answer = await call();
      await pause();
      if (random.chance(0.04)) throw new Error('The answer was lost');
      return answer;
    }),
  );
  const pick = <Item>(items: readonly Item[]) => items[random.upTo(items.length - 1)];
  const shuffled = <Item>(items: readonly Item[]) =>
    items
      .map((item) => ({ item, place: random.upTo(1_000_000) }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ item }) => item);
  let participants = 0;
  const followed = new Set<string>();

  async function act(): Promise<unknown> {
    const [agent = ann, key] = [pick(staff), pick(keys)];
    switch (random.upTo(8)) {
      case 0:
      case 1: {
        // A centre gives chats to agents who are signed in.
        if (!(await centre.getAgent(agent))?.session) return;
        participants += 1;
        return faulty.join(`p${participants}`, agent.agentId, key && { key });
      }
      case 2: {
        const present = key && (await centre.getChat(key))?.participants.filter(({ leftAt }) => leftAt === undefined);
        const leaving = pick((present ?? []).filter(({ role }) => role === 'AGENT'));
        return key && leaving && faulty.leaveChat(key, leaving.participantId);
      }
      case 3:
        return faulty.forceLogout(agent, pick(['immediate', 'afterContact'] as const) ?? 'immediate');
      case 4:
        centre.time.at += 1;
        return (await centre.getAgent(agent))?.session ? undefined : centre.signInAgain(agent);
      default: {
        const event = pick(centre.published());
        if (!event) return;
        await faulty.follow(event);
        followed.add(event.eventId);
        return;
      }
    }
  }

  for (const key of keys) await centre.start(key);
  for (let round = 0; round < 25; round += 1) {
    let running = 0;
    for (let each = random.upTo(4); each >= 0; each -= 1) {
      running += 1;
      act()
        .catch(() => {})
        .finally(() => {
          running -= 1;
        });
    }
    while (running > 0) {
      await eventLoopTurn();
      waiting.splice(random.upTo(Math.max(0, waiting.length - 1)), 1)[0]?.();
    }
  }

  // The wake-ups that guard outboxes fire, and what was not followed is delivered again until it is.
  centre.time.at += 120_000;
  for (const agent of staff) await centre.wakeAgent(agent);
  for (const key of keys) await centre.wakeChat(key);
  await centre.followAll(shuffled, followed);
  return centre;
}

/** Whether an agent, who was signed in at first, was signed in at an instant. */
function wasSignedIn(events: readonly BusEvent[], { agentId }: AgentKey, at: Instant): boolean {
  const changes = events
    .filter(({ fact }) => 'agentId' in fact && fact.agentId === agentId && /^AgentSigned/.test(fact.type))
    .filter((event) => event.at <= at)
    .toSorted((a, b) => a.sequence - b.sequence);
  return changes.at(-1)?.fact.type !== 'AgentSignedOut';
}

test('after all events have arrived, exactly the chats that agents are in are their contacts, whatever went wrong', async () => {
  let [contacts, removals] = [0, 0];
  for (let seed = 1; seed <= randomRuns(300); seed += 1) {
    const centre = await play(seed);
    for (const agent of staff) {
      const { session } = (await centre.getAgent(agent)) ?? {};
      const held = session?.contacts.map(({ contactId }) => contactId) ?? [];
      for (const key of keys) {
        const joinedAt = await centre.latestJoin(key, agent);
        const isContact = held.includes(key.contactId);
        // Whoever joins while signed out is in the chat without a contact, perhaps until the next session.
        const joinedSignedOut = joinedAt !== undefined && !wasSignedIn(centre.published(), agent, joinedAt);
        expect({ seed, agent, key, isContact }).toEqual({
          seed,
          agent,
          key,
          isContact: joinedSignedOut ? isContact && session !== undefined : joinedAt !== undefined,
        });
      }
      contacts += held.length;
      expect(session?.pendingLogout === undefined || held.length > 0).toBe(true);
    }
    const left = centre.chatEvents().flatMap((event) => (event.type === 'ParticipantLeft' ? [event] : []));
    const named = new Map(centre.ofChats.bus.published().map(({ eventId, fact }) => [eventId, fact]));
    const leftOnce = [...named.values()].flatMap((fact) => (fact.type === 'ParticipantLeft' ? fact.participantId : []));
    expect(new Set(leftOnce).size).toBe(leftOnce.length);
    removals += left.filter(({ cause }) => cause === 'agentSignedOut').length;
  }
  expect(contacts).toBeGreaterThan(0);
  expect(removals).toBeGreaterThan(0);
});
