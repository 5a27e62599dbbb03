import type { RunningApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { forgetWakeUp, type State } from './app-state.ts';
import type { Call } from './call-api.ts';
import { invoke } from './invoke-by-flow.ts';
import { aParticipant } from './participant-client.ts';
import { timer } from './set-timers.ts';

const chat = '/v1/chats/chat-1';

/** An idle timer of the customer. */
export const idleAfter = (minutes: number) => ({ timers: [{ role: 'CUSTOMER', type: 'IDLE', minutes }] });

/** An idle timer of the agent, as Amazon Connect writes it. */
export const agentIdles = {
  ChannelConfiguration: { Chat: { ParticipantTimerConfigList: [timer('AGENT', 'IDLE', 480)] } },
};

/** Makes the functions of chats use all their permissions. Without a wake-up that is set already, each change sets one. */
export async function driveChats(
  call: Call,
  flow: (contactId: string) => Promise<unknown>,
  { chats }: State,
): Promise<void> {
  const withoutWakeUp = () => forgetWakeUp(chats, { instanceId: 'demo', contactId: 'chat-1' });
  const whenCustomerIsIdle = () => eventually(async () => (await call('GET', chat)).participants[0].idle || undefined);

  const { participantId } = await call('PUT', chat, { customer: { displayName: 'Luke' } });
  await call('PUT', chat, { customer: { displayName: 'Luke' } }).catch(() => {});
  await withoutWakeUp();
  await call('PUT', `${chat}/timers`, idleAfter(3));
  await withoutWakeUp();
  await call('PUT', '/contact/participant-role-config/demo/chat-1', agentIdles);
  await withoutWakeUp();
  await flow('chat-1');
  await withoutWakeUp();
  await call('POST', `${chat}/participants`, { role: 'AGENT', displayName: 'Ann' });
  await whenCustomerIsIdle();
  await withoutWakeUp();
  await call('POST', `${chat}/activity`, { participantId });
  const supervisor = await call('POST', `${chat}/participants`, { role: 'SUPERVISOR', displayName: 'Sue' });
  await withoutWakeUp();
  await call('DELETE', `${chat}/participants/${supervisor.participantId}`);
  await withoutWakeUp();
  await call('PUT', `${chat}/timers`, idleAfter(2));
  await withoutWakeUp();
  await call('POST', `${chat}/activity`, { participantId });
  await call('POST', `${chat}/participants`, { role: 'AGENT', displayName: 'Bob' });
  await whenCustomerIsIdle();
  await withoutWakeUp();
  await call('DELETE', chat);
}

/**
 * An agent joins a chat and is forced out at once: the events of both make the function that follows them change the other
 * one, and close the WebSocket of the agent.
 */
export async function driveAgentInChat(app: RunningApp, call: Call, { agents, chats }: State): Promise<void> {
  await joinBeforeTheEvent(app, call);
  const [agent, path] = ['/v1/agents/71', '/v1/chats/agent-chat'];
  await call('PUT', agent, { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: [] });
  await call('PUT', `${agent}/session`, { status: 'Available', statusType: 'ROUTABLE' });
  await call('PUT', path, { customer: { displayName: 'Luke' } });
  const joining = { role: 'AGENT', displayName: 'Ann', agentId: '71' };
  const { participantId } = await call('POST', `${path}/participants`, joining);
  const contacts = async () => (await call('GET', agent)).session.contacts.length;
  await forgetWakeUp(agents, { instanceId: 'demo', agentId: '71' });
  await call('DELETE', `${path}/participants/${participantId}`);
  await eventually(async () => (await contacts()) === 0 || undefined);
  const again = await call('POST', `${path}/participants`, joining);
  const client = await aParticipant(app.url, again.participantToken);
  await forgetWakeUp(chats, { instanceId: 'demo', contactId: 'agent-chat' });
  await call('POST', '/v1/force-logouts', { select: { agentIds: ['71'] }, timing: 'immediate' });
  await eventually(() => client.isClosed() || undefined);
}

/**
 * The request and the event of a join both make the chat a contact of the agent, and who comes second has nothing to write. Here the
 * request comes first, because other events keep the function of events busy. That one changes agents alone when they leave.
 */
async function joinBeforeTheEvent(app: RunningApp, call: Call): Promise<void> {
  const [agent, path] = ['/v1/agents/72', '/v1/chats/joined-first'];
  await call('PUT', agent, { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: [] });
  await call('PUT', `${agent}/session`, { status: 'Available', statusType: 'ROUTABLE' });
  await call('PUT', path, { customer: { displayName: 'Luke' } });
  const detail = {
    eventId: 'demo/chat/none/1',
    sequence: 1,
    type: 'ChatStarted',
    instanceId: 'demo',
    contactId: 'none',
  };
  const event = { source: 'lastcall', detail: { ...detail, at: new Date().toISOString() } };
  const others = Array.from({ length: 150 }, () => invoke(app, 'event-agent-chats', event));
  await call('POST', `${path}/participants`, { role: 'AGENT', displayName: 'Ann', agentId: '72' });
  await Promise.all(others);
}

const sweptChat = '/v1/chats/swept';

/**
 * Starts a timer that is so far ahead that its wake-up waits for a sweep. Returns how to wait until it has fired, which
 * takes 17 virtual minutes.
 */
export async function startSweptTimer(call: Call): Promise<() => Promise<unknown>> {
  await call('PUT', sweptChat, { customer: { displayName: 'Leia' } });
  await call('PUT', `${sweptChat}/timers`, idleAfter(17));
  await call('POST', `${sweptChat}/participants`, { role: 'AGENT', displayName: 'Ann' });
  return () => eventually(async () => (await call('GET', sweptChat)).participants[0].idle || undefined, 60);
}
