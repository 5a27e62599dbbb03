import { describe, expect, test } from '@jest/globals';
import type { TeamRules } from '#core/agents/rules/team-rules.ts';
import { minutes, seconds } from '#core/instant.ts';
import type { User } from '../../local/connect/state/directory.ts';
import { oneSwitchAtATime, type Switches } from '../../local/connect/switches.ts';
import { aFollowedCentre } from './a-day-of-events.ts';
import { aDrivenCentre } from './driven-centre.ts';

type Rules = Omit<TeamRules, 'teamId'>;

/** What rules have said and done, each in a few words. */
const toldOf = ({ published }: Pick<Awaited<ReturnType<typeof aDrivenCentre>>, 'published'>) =>
  published().flatMap(({ fact }) => {
    if (fact.type === 'RuleMatched') return [`${fact.mode}: ${fact.reason}`];
    if (fact.type === 'ContactNotStopped') return [`${fact.type}: ${fact.because}`];
    if (fact.type === 'ContactStopped') return [fact.type];
    return fact.type === 'AgentSignedOut' ? [`out by ${fact.order?.requestedBy}`] : [];
  });

/** Everybody is looked at each 15 seconds, less often if much time passes. */
async function byLooks(rules: Rules, switches: Partial<Switches> = {}) {
  const centre = await aDrivenCentre({ switches });
  const ann = centre.works();
  await centre.putTeamRules(centre.instanceId, { teamId: ann.routingProfileId, ...rules });
  async function pass(milliseconds: number) {
    const end = centre.time.now() + milliseconds;
    const pause = Math.max(seconds(15), milliseconds / 60);
    while (centre.time.now() < end) {
      await centre.time.wait(Math.min(pause, end - centre.time.now()));
      await centre.reconcile(centre.instanceId);
    }
  }
  return { ...centre, ann, pass };
}

/** Agent events are followed, in order. */
async function byEvents(rules: Rules) {
  const centre = await aFollowedCentre({ switches: { eventDelivery: 'inOrder' } });
  const ann = centre.works();
  await centre.putTeamRules(centre.instanceId, { teamId: ann.routingProfileId, ...rules });
  return { ...centre, ann };
}

type Centre = Awaited<ReturnType<typeof byLooks>> | Awaited<ReturnType<typeof byEvents>>;

/** A call rings at the agent, who lets it ring or answers it. */
async function offers(centre: Centre, { id }: User, fate: 'missed' | 'rejected' | 'accepted') {
  const [queueId = ''] = centre.instance.directory.queues.keys();
  const { id: contactId } = centre.contacts.begin({ channel: 'VOICE', queueId });
  centre.contacts.offer(contactId, id);
  if (fate === 'accepted') centre.contacts.accept(contactId);
  if (fate === 'rejected') centre.contacts.reject(contactId);
  await centre.pass(seconds(45));
  if (fate === 'accepted') centre.contacts.end(contactId);
  const isThere = centre.instance.stateOf(id).slots.some((slot) => slot.contactId === contactId);
  if (isThere) centre.contacts.clear(id, contactId);
}

describe.each([
  ['looks at everybody', byLooks],
  ['agent events', byEvents],
] as const)('with %s, a rule', (_, open) => {
  test('takes an agent of Amazon Connect offline who has missed three contacts in a row', async () => {
    const centre = await open({ missedContacts: { mode: 'on', contacts: 3 } });
    const { ann } = centre;
    for (const fate of ['missed', 'missed', 'accepted', 'missed', 'rejected', 'missed'] as const)
      await offers(centre, ann, fate);
    await centre.pass(minutes(3));
    expect([centre.statusOf(ann), toldOf(centre)]).toEqual(['Available', []]);
    await offers(centre, ann, 'missed');
    await centre.pass(minutes(2));
    expect(centre.statusOf(ann)).toBe('Offline');
    expect(toldOf(centre)).toEqual(['on: Missed 3 contacts in a row', 'out by rule:missedContacts']);
  });

  test('takes an agent offline whose window was closed, at the first missed contact', async () => {
    const centre = await open({ missedContacts: { mode: 'on', contacts: 1 } });
    const { ann } = centre;
    centre.agents.endSession(ann.id);
    const [queueId = ''] = centre.instance.directory.queues.keys();
    centre.contacts.offer(centre.contacts.begin({ channel: 'VOICE', queueId }).id, ann.id);
    await centre.pass(minutes(2));
    expect([centre.statusOf(ann), centre.contactsOf(ann)]).toEqual(['Offline', []]);
  });

  test('takes an agent offline after minutes in a status, and in a dry run only says so', async () => {
    const minutesInStatus = { minutes: 30, statuses: ['Lunch'] };
    const centre = await open({ minutesInStatus: { ...minutesInStatus, mode: 'dryRun' } });
    const { ann } = centre;
    centre.agents.chooseStatus(ann.id, 'Lunch');
    await centre.pass(minutes(29));
    expect(toldOf(centre)).toEqual([]);
    await centre.pass(minutes(31));
    expect([centre.statusOf(ann), toldOf(centre)]).toEqual(['Lunch', ['dryRun: 30 minutes in the status Lunch']]);
    const on = { teamId: ann.routingProfileId, minutesInStatus: { ...minutesInStatus, mode: 'on' } } as const;
    await centre.putTeamRules(centre.instanceId, on);
    // With agent events, everybody is looked at every five minutes.
    await centre.pass(minutes(1));
    await centre.reconcile(centre.instanceId);
    await centre.pass(minutes(2));
    expect(centre.statusOf(ann)).toBe('Offline');
    expect(toldOf(centre).slice(1)).toEqual(['on: 30 minutes in the status Lunch', 'out by rule:minutesInStatus']);
  });

  test('ends a call that is connected for an hour, holds included', async () => {
    const centre = await open({ longContact: { mode: 'on', hours: 1 } });
    const { ann } = centre;
    const call = centre.handles(ann);
    await centre.pass(minutes(30));
    centre.contacts.setState(call, 'CONNECTED_ONHOLD');
    await centre.pass(minutes(29));
    expect(toldOf(centre)).toEqual([]);
    await centre.pass(minutes(2));
    expect(centre.instance.contact(call).disconnectedAt).toBeDefined();
    expect(toldOf(centre)).toEqual(['on: Connected for an hour', 'ContactStopped']);
    expect([centre.statusOf(ann), centre.done('StopContact')]).toEqual(['Available', 1]);
  });

  test('says that a transferred call cannot be ended', async () => {
    const centre = await open({ longContact: { mode: 'on', hours: 1, channels: ['VOICE'] } });
    const [queueId = ''] = centre.instance.directory.queues.keys();
    const { id: contactId } = centre.contacts.begin({ channel: 'VOICE', queueId, initiationMethod: 'TRANSFER' });
    centre.contacts.offer(contactId, centre.ann.id);
    centre.contacts.accept(contactId);
    await centre.pass(minutes(90));
    expect(toldOf(centre)).toEqual(['on: Connected for an hour', 'ContactNotStopped: notStoppable']);
    expect(centre.standIn.calls.filter(({ operation }) => operation === 'StopContact')).toEqual([]);
  });

  test('is about the agents of its team only', async () => {
    const centre = await open({ minutesInStatus: { mode: 'on', minutes: 5 } });
    await centre.putTeamRules(centre.instanceId, { teamId: centre.ann.routingProfileId });
    await centre.putTeamRules(centre.instanceId, { teamId: 'others', minutesInStatus: { mode: 'on', minutes: 5 } });
    centre.agents.chooseStatus(centre.ann.id, 'Lunch');
    await centre.pass(minutes(30));
    expect([centre.statusOf(centre.ann), toldOf(centre)]).toEqual(['Lunch', []]);
  });
});

test.each(oneSwitchAtATime())('a rule acts once on a long call and on a missed one, with %j', async (switches) => {
  const rules = { longContact: { mode: 'on', hours: 1 }, missedContacts: { mode: 'on', contacts: 1 } } as const;
  const centre = await byLooks(rules, switches);
  const { ann } = centre;
  const call = centre.handles(ann);
  await centre.pass(minutes(65));
  expect(centre.instance.contact(call).disconnectedAt).toBeDefined();
  if (centre.contactsOf(ann).length > 0) centre.contacts.clear(ann.id, call);
  await offers(centre, ann, 'missed');
  await centre.pass(minutes(10));
  expect(centre.statusOf(ann)).toBe('Offline');
  expect(toldOf(centre)).toEqual([
    'on: Connected for an hour',
    'ContactStopped',
    'on: Missed a contact',
    'out by rule:missedContacts',
  ]);
});
