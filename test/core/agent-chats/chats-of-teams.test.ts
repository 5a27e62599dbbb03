import { expect, test } from '@jest/globals';
import { makeAgentChatUseCases } from '#core/agent-chats/use-cases.ts';
import { UnreadableItemError } from '#core/change.ts';
import { anAgent, someDay } from '#test/support/agents.ts';
import { agentsInChats } from '#test/support/agents-in-chats.ts';
import { aChat, aParticipant } from '#test/support/chats.ts';

const inChat = (agentId: string, leftAt?: number) =>
  aParticipant({ participantId: agentId, role: 'AGENT', agentId, ...(leftAt !== undefined && { leftAt }) });

const teamsOf: Readonly<Record<string, readonly string[]>> = { ann: ['1'], bob: ['2'] };

test.each([
  ['is in it', [inChat('ann')], true],
  ['of others is in it', [inChat('bob')], false],
  ['and one of others are in it', [inChat('bob'), inChat('ann')], true],
  ['has left it', [inChat('ann', someDay + 1)], false],
  ['is nobody that is known', [inChat('nobody')], false],
  ['cannot be read, and another one is in it', [inChat('damaged'), inChat('ann')], true],
  ['is not there, only the customer', [aParticipant()], false],
])('of a chat in which an agent of the team %s', async (_, participants, isOfTeam) => {
  const { ofChats } = await agentsInChats();
  const getAgent = async ({ agentId }: { readonly agentId: string }) => {
    if (agentId === 'damaged') throw new UnreadableItemError(agentId, new Error());
    const teamIds = teamsOf[agentId];
    return teamIds && anAgent({ agentId, teamIds });
  };
  const nothing = () => Promise.reject(new Error('Nothing is changed'));
  const agents = { getAgent, changeAgent: nothing };
  const chats = { joinChat: nothing, changeChat: nothing, settingsOf: nothing };
  const { isChatOfTeams } = makeAgentChatUseCases(ofChats, agents, chats);
  expect(await isChatOfTeams(aChat({ participants }), ['1', '3'])).toBe(isOfTeam);
});
