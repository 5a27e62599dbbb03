import { expect, test } from '@jest/globals';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import { Random } from '#test/simulation/random.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import type { User } from '../../local/connect/state/directory.ts';
import type { AgentChange } from '../../local/connect/state/instance.ts';
import { aFollowedCentre } from './a-day-of-events.ts';

/** What truly happened to an agent, in order. */
type Happened =
  | { readonly at: Instant; readonly type: 'missed' | 'accepted'; readonly contactId: string }
  | { readonly at: Instant; readonly type: 'status'; readonly name: string };

/** Follows what happens in Amazon Connect itself. */
function makeTruth(now: () => Instant) {
  const byUser = new Map<string, Happened[]>();
  const types: Readonly<Record<string, 'missed' | 'accepted'>> = { MISSED: 'missed', CONNECTED: 'accepted' };
  return {
    of: (userId: string) => byUser.get(userId) ?? [],
    contactChanged() {},
    agentChanged({ userId, before, after }: AgentChange) {
      const happened = byUser.get(userId) ?? [];
      byUser.set(userId, happened);
      const { status, since, slots } = after.state;
      if (before.state.since !== since || before.state.status !== status)
        happened.push({ at: since, type: 'status', name: status.name });
      for (const { contactId, state } of slots) {
        const earlier = before.state.slots.find((slot) => slot.contactId === contactId);
        const type = types[state];
        const isNew = earlier?.state !== state && earlier?.state !== 'CONNECTED_ONHOLD';
        if (type && isNew) happened.push({ at: now(), type, contactId });
      }
    },
  };
}

const rules = {
  missedContacts: { mode: 'dryRun', contacts: 3 },
  minutesInStatus: { mode: 'dryRun', minutes: 10 },
} as const;

type Centre = Awaited<ReturnType<typeof aFollowedCentre>>;

/** An agent who misses every second call, answers others, and has breaks that are sometimes too long. */
function beginWork({ contacts, agents, instance, time }: Centre, { id }: User, random: Random) {
  const [queueId = ''] = instance.directory.queues.keys();
  const after = (some: number, act: () => void) => time.at(time.now() + seconds(some), async () => act());
  const clear = (contactId: string) => {
    contacts.clear(id, contactId);
    after(random.upTo(20), next);
  };
  function takesABreak() {
    agents.chooseStatus(id, 'Lunch');
    after(60 * (7 + random.upTo(6)), () => {
      agents.chooseStatus(id, 'Available');
      after(1, next);
    });
  }
  function isOffered() {
    const { id: contactId } = contacts.begin({ channel: 'VOICE', queueId });
    contacts.offer(contactId, id);
    if (random.chance(0.6)) after(21 + random.upTo(10), () => clear(contactId));
    else {
      after(2, () => contacts.accept(contactId));
      after(3 + random.upTo(30), () => {
        contacts.end(contactId);
        clear(contactId);
      });
    }
  }
  const next = () => (random.chance(0.1) ? takesABreak() : isOffered());
  next();
}

const late = seconds(50);
const betweenBatches = seconds(5);
const mostDelay = late + betweenBatches;

/** Hours of agents whose events come up to 50 seconds late, shuffled and doubled. Nobody looks at everybody. */
async function aShuffledDay(seed: number) {
  const eventFaults = { lateMillis: late, doubled: 0.2, lost: 0 };
  const centre = await aFollowedCentre({ seed, eventFaults });
  const truth = makeTruth(() => centre.time.now());
  centre.instance.observe(truth);
  for (const username of ['ann', 'bob', 'cy', 'dan']) {
    const user = centre.works(username);
    await centre.putTeamRules(centre.instanceId, { teamId: user.routingProfileId, ...rules });
    beginWork(centre, user, new Random(seed + username.length));
  }
  await centre.pass(minutes(150), betweenBatches);
  return { ...centre, truth };
}

test('rules act never too early and never twice on events that are late, doubled and out of order', async () => {
  const matched = { missedContacts: 0, minutesInStatus: 0, longContact: 0 };
  for (let seed = 1; seed <= randomRuns(4); seed += 1) {
    const { published, truth } = await aShuffledDay(seed);
    const occasions = new Set<string>();
    for (const { at, fact } of published()) {
      if (fact.type !== 'RuleMatched') continue;
      matched[fact.rule] += 1;
      const happened = truth.of(fact.agentId).filter((each) => each.at <= at);
      // What was accepted a moment ago cannot be known yet; the row was complete before that.
      const answered = happened.findLast((each) => each.type === 'accepted' && each.at <= at - mostDelay)?.at ?? 0;
      const status = happened.findLast(({ type }) => type === 'status');
      if (fact.rule === 'missedContacts') {
        const row = happened.filter((each) => each.type === 'missed' && each.at > answered);
        expect([fact.agentId, at, row.length >= 3]).toEqual([fact.agentId, at, true]);
      } else expect(at).toBeGreaterThanOrEqual((status?.at ?? at) + minutes(10));
      const occasion = `${fact.sessionId} ${fact.rule} ${fact.rule === 'missedContacts' ? answered : status?.at}`;
      expect([...occasions]).not.toContain(occasion);
      occasions.add(occasion);
    }
  }
  expect(matched.missedContacts).toBeGreaterThan(3);
  expect(matched.minutesInStatus).toBeGreaterThan(3);
});
