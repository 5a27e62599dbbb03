import { describe, expect, test } from '@jest/globals';
import type { AgentKey } from '#core/agents/agent.ts';
import type { Chat } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { minutes } from '#core/instant.ts';
import { makeLoadSubject } from '#core/supervisors/load-subject.ts';
import { makeChangeUseCases } from '#core/supervisors/use-cases.ts';
import { anAgent, someDay, stored } from '#test/support/agents.ts';
import { aChat, aParticipant } from '#test/support/chats.ts';
import { aConsole, allTeams as all, ofAgent, ofChat, ofJob } from './a-console.ts';

const ann = anAgent({ agentId: 'ann', teamIds: ['1', '2'] });
const bob = anAgent({ agentId: 'bob', teamIds: ['3'] });
const inChat = (agentId: string) => aParticipant({ participantId: agentId, role: 'AGENT', agentId });
const chat = aChat({
  contactId: 'c1',
  participants: [aParticipant(), inChat('ann'), { ...inChat('bob'), leftAt: someDay }],
});

describe('an event is shown with what it is about, to whoever may see it:', () => {
  test.each([
    [
      'the agent as it is now',
      ofAgent('ann'),
      { of: 'agent', agent: ann, sequence: 7 },
      { agents: [{ agentId: 'ann', teamIds: ['1', '2'] }] },
    ],
    [
      'of an agent who is not there, the id alone',
      ofAgent('eve'),
      { of: 'agent', sequence: 0 },
      { agents: [{ agentId: 'eve', teamIds: [] }] },
    ],
    [
      'the chat as it is now, to supervisors of the agents who are in it',
      ofChat('c1'),
      { of: 'chat', chat, sequence: 9 },
      { agents: [{ agentId: 'ann', teamIds: ['1', '2'] }] },
    ],
    [
      'the chat that an agent has left, to supervisors of this agent too',
      ofChat('c1', 'bob', 'ann'),
      { of: 'chat', chat, sequence: 9 },
      {
        agents: [
          { agentId: 'bob', teamIds: ['3'] },
          { agentId: 'ann', teamIds: ['1', '2'] },
        ],
      },
    ],
    ['of a chat that is not there, the id alone', ofChat('c2'), { of: 'chat', sequence: 0 }, { agents: [] }],
    [
      'of a job what the event says, to the caller who has asked for it',
      ofJob('lead'),
      { of: 'job' },
      { requestedBy: 'lead' },
    ],
  ])('%s', async (_, subject, current, audience) => {
    const centre = await aConsole();
    for (const agent of [ann, bob]) await centre.agents.save(stored(agent, { sequence: 7 }), undefined);
    await centre.chats.save(stored<Chat, ChatEvent>(chat, { sequence: 9 }), undefined);
    expect(await makeLoadSubject(centre)(centre.anEvent(subject))).toStrictEqual({ current, audience });
  });
});

test('a change of an agent who cannot be loaded at the moment is kept and shown by the attempt that is made again', async () => {
  const centre = await aConsole({ agents: [ann] });
  await centre.open(all, 'page');
  let fails = true;
  const load = (key: AgentKey) => (fails ? Promise.reject(new Error('Throttled')) : centre.agents.load(key));
  const { pushChange } = makeChangeUseCases({ ...centre, agents: { load } });
  const event = centre.anEvent(ofAgent('ann'));
  await expect(pushChange(event, 'one')).rejects.toThrow('Throttled');
  expect(await centre.feed.read('demo', 0, 1)).toEqual([]);
  fails = false;
  centre.time.at += minutes(1);
  await pushChange(event, 'one');
  expect(centre.shownTo('page')).toHaveLength(1);
});
