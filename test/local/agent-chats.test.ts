import { beforeAll, describe, expect, test } from '@jest/globals';
import { fastApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { agentsOf } from './agents.ts';
import { chatsOf } from './chats.ts';

let centre: Centre & ReturnType<typeof agentsOf> & ReturnType<typeof chatsOf>;
beforeAll(async () => {
  const instance = await aCentre(await fastApp(), 'agent-chats');
  centre = { ...instance, ...agentsOf(instance), ...chatsOf(instance) };
});

/** A new agent is signed in and joins a new chat. */
async function anAgentInChat(contactId: string) {
  const agentId = await centre.anAgent();
  await centre.call('PUT', `/v1/agents/${agentId}/session`, { status: 'Available', statusType: 'ROUTABLE' });
  await centre.start(contactId);
  const { participantId } = await centre.call('POST', `/v1/chats/${contactId}/participants`, {
    role: 'AGENT',
    displayName: 'Ann',
    agentId,
  });
  const agent = async () => centre.call('GET', `/v1/agents/${agentId}`);
  return {
    agentId,
    agent,
    forceLogout: (timing: string) =>
      centre.call('POST', '/v1/force-logouts', { select: { agentIds: [agentId] }, timing }),
    leave: () => centre.call('DELETE', `/v1/chats/${contactId}/participants/${participantId}`),
    isSignedOut: () => eventually(async () => ((await agent()).session ? undefined : true)),
    isAlone: () =>
      eventually(async () => ((await centre.summary(contactId)).connected.join() === 'CUSTOMER' ? true : undefined)),
  };
}

test('a chat is in the list of open chats from its start to its end', async () => {
  const isListed = async () => {
    const { chats } = await centre.call('GET', '/v1/chats?state=open&limit=100');
    return chats.some(({ contactId }: { contactId: string }) => contactId === 'listed');
  };
  await centre.start('listed');
  await eventually(async () => ((await isListed()) ? true : undefined));
  await centre.call('DELETE', '/v1/chats/listed');
  expect(await isListed()).toBe(false);
});

describe('an agent who has joined a chat', () => {
  test('is in a chat at once, and available again after leaving it', async () => {
    const { agent, leave } = await anAgentInChat('left');
    expect((await agent()).session).toMatchObject({
      status: 'In-chat',
      contacts: [{ contactId: 'left', channel: 'CHAT' }],
    });
    await leave();
    await eventually(async () => ((await agent()).session.status === 'Available' ? true : undefined));
  });

  test('is signed out by a forced logout after the contact as soon as the chat is left', async () => {
    const { agent, forceLogout, leave, isSignedOut } = await anAgentInChat('deferred');
    expect((await forceLogout('afterContact')).results).toMatchObject([{ outcome: 'deferred' }]);
    expect((await agent()).session).toMatchObject({ status: 'In-chat' });
    await leave();
    await isSignedOut();
  });

  test('is signed out when the chat ends', async () => {
    const { forceLogout, isSignedOut } = await anAgentInChat('ended');
    await forceLogout('afterContact');
    await centre.call('DELETE', '/v1/chats/ended');
    await isSignedOut();
  });

  test('leaves the chat when forced out at once, and the chat goes back to the queue if the centre has chosen that', async () => {
    await centre.call('PUT', '/v1/chat-settings', { afterAgentSignOut: 'queue' });
    const { agentId, forceLogout, isAlone } = await anAgentInChat('forced');
    expect((await forceLogout('immediate')).results).toMatchObject([{ outcome: 'loggedOut' }]);
    await isAlone();
    await centre.call('DELETE', '/v1/chats/forced');
    const left = (await centre.eventsOfChat('forced')).filter(({ type }) => type === 'ParticipantLeft');
    expect(left).toMatchObject([{ agentId, cause: 'agentSignedOut', next: { type: 'queue' } }]);
  });
});
