import { scopes } from '#core/access/access.ts';
import { minutes, seconds } from '#core/instant.ts';
import { weekdays } from '#core/logout-schedules/occurrence.ts';
import { anAgent, ann, anOrder, aSession, someDay } from '#test/support/agents.ts';
import { chatKey } from '#test/support/chats.ts';
import { annSignedIn } from '#test/support/contact-centre.ts';
import { password } from '#test/support/credentials.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';
import { anEndpoint } from '#test/support/streaming.ts';
import { aWatch } from '#test/support/supervisors.ts';
import { aWorld, type World } from './faulty-world.ts';

const instanceId = 'demo';
export const endpointIds = ['healthy', 'theirs', 'topic', 'down'] as const;
/** The agents of the team `crowd`: more than are logged out within a request. */
export const crowd = agentIds(51);
/** The customer of this chat has been there since a version that set no wake-up for the end of its life. */
export const oldChat = { instanceId, contactId: 'old' };
/** A schedule whose next occurrence is a minute and a half after the day has begun. */
export const scheduleKey = { instanceId, scheduleId: 'daily' };
/** The chat that Ida was in when her session was ended. */
const idasChat = { instanceId, contactId: 'of-ida' };

/** The connections of everybody who is notified of events. */
export const connectionIds = [
  ...['desktop', 'customer', 'agent', 'old customer', 'supervisor'],
  ...['amy', 'ida', 'sue', '107', '108', ...crowd].map((agentId) => `desktop of ${agentId}`),
];

const lease = { seconds: 120, lastSeenAt: someDay };
/** The secret of every session. */
export const secret = '00000000-0000-4000-8000-000000000000';

/** An agent whose session has no lease and lasts until somebody ends it. */
const anAgentOf = (teamId: string) => (agentId: string) =>
  anAgent({
    agentId,
    teamIds: [teamId],
    securityProfileId: 'floor',
    session: aSession({
      sessionId: `session of ${agentId}`,
      secretHash: `hash of ${secret}`,
      connections: [`desktop of ${agentId}`],
    }),
  });

const staff = [
  annSignedIn({ lease, connections: ['desktop'] }),
  ...['amy', 'ida', 'sue', '107', '108'].map(anAgentOf('floor')),
  ...crowd.map(anAgentOf('crowd')),
];

/**
 * A contact centre half a minute after its day has begun: agents with leases, a customer and Amy in a chat with a timer of
 * two minutes, a job whose message was lost, streaming endpoints, and events that nobody has followed yet.
 */
export async function aScene(): Promise<World> {
  const world = await aWorld(staff);
  for (const keyId of ['key', 'spare']) {
    await world.apiKeys.add({ keyId, instanceId, scopes: [...scopes], secretHash: 'secret' });
  }
  await world.profiles.put({ instanceId, profileId: 'floor', endSessions: { of: 'everybody' } });
  for (const endpointId of endpointIds) {
    const arn = 'arn:aws:sns:eu-central-1:1:topic';
    const target = endpointId === 'topic' ? { target: { type: 'topic', arn } as const } : {};
    await world.endpoints.put(anEndpoint({ endpointId, ...target }));
  }
  world.time.at(someDay, () => setTheScene(world));
  await world.time.runUntil(someDay + seconds(30));
  world.outage.called.clear();
  return world;
}

async function setTheScene(world: World): Promise<void> {
  const { agents, agentClients, chats, agentChats, forcedLogouts, logoutSchedules, tokens } = world.startFunction();
  await agents.wakeAgent(ann);
  await agentClients.putPassword({ instanceId, agentId: '107' }, password);
  await tokens.issue({ kind: 'session', ...ann, sessionId: 'session-1', expiresAt: someDay + minutes(60) });

  const endsAt = someDay + minutes(120);
  await world.supervisors.watches.add(aWatch({ callerId: 'key', connectionId: 'supervisor', endsAt }));
  await world.supervisors.watches.add(aWatch({ watchId: 'another', callerId: 'key', endsAt }));

  const customer = { participantId: 'customer', displayName: 'C' };
  await chats.startChat(chatKey, { customer });
  await chats.configureTimers(chatKey, [{ role: 'CUSTOMER', type: 'IDLE', value: 2 }]);
  await chats.joinChat(chatKey, { participantId: 'agent', displayName: 'A', role: 'AGENT', agentId: 'amy' });
  for (const participantId of ['customer', 'agent']) {
    await chats.connectParticipant({ ...chatKey, participantId, connectionId: participantId }, 'welcome');
  }

  await chats.startChat(oldChat, { customer });
  await chats.connectParticipant({ ...oldChat, participantId: 'customer', connectionId: 'old customer' }, 'welcome');
  await chats.configureTimers(oldChat, [{ role: 'AGENT', type: 'IDLE', value: 400 }]);
  await world.buckets.put({ kind: 'chat', ...oldChat, at: someDay + minutes(4) });
  const old = await world.chatStore.load(oldChat);
  if (!old) throw new Error('There is no old chat');
  const { wakeUpAt: _, ...withoutWakeUp } = old;
  await world.chatStore.save({ ...withoutWakeUp, version: old.version + 1 }, old);

  await chats.startChat(idasChat, { customer });
  await agentChats.joinChat(idasChat, { displayName: 'I', role: 'AGENT', agentId: 'ida' });
  const request = { timing: 'immediate', order: anOrder() } as const;
  await forcedLogouts.forceLogouts(instanceId, aSelector({ agentIds: ['ida'] }), request);

  await logoutSchedules.putSchedule(scheduleKey, {
    request: { ...request, selector: aSelector({ agentIds: crowd.slice(3, 6) }), guard: { confirmsEveryone: false } },
    when: { days: weekdays, minuteOfDay: 9 * 60 + 32, timeZone: 'UTC' },
    enabled: true,
  });
  await forcedLogouts.startJob(instanceId, aSelector({ agentIds: crowd.slice(0, 3) }), request);
  world.queue.take();
}
