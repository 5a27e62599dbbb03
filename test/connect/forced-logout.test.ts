import { describe } from '@jest/globals';
import { unknownAddress } from '#core/agents/ip-range.ts';
import { minutes } from '#core/instant.ts';
import { type CentreOfAgents, forcedLogoutContract } from '#test/contracts/forced-logout.contract.ts';
import { aContactCentre } from '#test/support/contact-centre.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';
import type { User } from '../../local/connect/state/directory.ts';
import { oneSwitchAtATime, type Switches } from '../../local/connect/switches.ts';
import { aDrivenCentre } from './driven-centre.ts';

const withoutStatuses = (facts: readonly string[]) => facts.filter((fact) => fact !== 'AgentStatusChanged');

/** An instance whose agents are Lastcall's own. */
async function standalone(): Promise<CentreOfAgents> {
  const centre = await aContactCentre([]);
  const instanceId = 'demo';
  const session = { status: 'Available', statusType: 'ROUTABLE', ipAddress: unknownAddress, takeOver: false } as const;
  const returns = async (agentId: string) => void (await centre.signIn({ instanceId, agentId }, session));
  return {
    instanceId,
    forceLogouts: centre.forceLogouts,
    async works(agentId) {
      const profile = { name: agentId, email: `${agentId}@example.com`, agentNumber: '', teamIds: [] };
      await centre.putProfile({ instanceId, agentId }, profile);
      await returns(agentId);
      return agentId;
    },
    async calls(agentId) {
      const contact = { contactId: `call of ${agentId}`, channel: 'VOICE' } as const;
      await centre.beginContact({ instanceId, agentId }, contact);
      return async () => void (await centre.endContact({ instanceId, agentId }, contact.contactId));
    },
    returns,
    isOut: async (agentId) => (await centre.agent({ instanceId, agentId }))?.session === undefined,
    advance: (milliseconds) => centre.advanceTo(centre.time.at + milliseconds),
    facts: () => withoutStatuses(centre.facts().map(({ type }) => type)),
  };
}

/** An instance whose agents a contact centre in memory owns. */
async function owned(): Promise<CentreOfAgents> {
  const centre = await anOwnedCentre();
  const instanceId = 'demo';
  const returns = async (agentId: string) => centre.works({ instanceId, agentId });
  return {
    instanceId,
    forceLogouts: centre.forceLogouts,
    async works(agentId) {
      await returns(agentId);
      return agentId;
    },
    async calls(agentId) {
      const key = { instanceId, agentId };
      centre.works(key, [{ contactId: `call of ${agentId}` }]);
      return async () => centre.endContact(key, `call of ${agentId}`);
    },
    returns,
    isOut: async (agentId) => centre.shown(agentId)?.type === 'OFFLINE',
    advance: centre.advance,
    facts: () => withoutStatuses(centre.facts()),
  };
}

/** An instance of Amazon Connect, which is the stand-in with these answers to what is not known. */
async function driven(switches: Partial<Switches>): Promise<CentreOfAgents> {
  const centre = await aDrivenCentre({ switches });
  // Amazon Connect shows late what happens there, too.
  const isShown = () => centre.time.wait(minutes(1));
  const users = new Map<string, User>();
  const userOf = (agentId: string) => {
    const user = users.get(agentId);
    if (!user) throw new Error(`Nobody has the id ${agentId}`);
    return user;
  };
  return {
    instanceId: centre.instanceId,
    forceLogouts: centre.forceLogouts,
    async works(name) {
      const user = centre.works(name);
      users.set(user.id, user);
      await isShown();
      return user.id;
    },
    async calls(agentId) {
      const call = centre.handles(userOf(agentId));
      await isShown();
      return async () => {
        centre.contacts.end(call);
        centre.contacts.clear(agentId, call);
      };
    },
    async returns(agentId) {
      centre.agents.chooseStatus(agentId, 'Available');
    },
    isOut: async (agentId) => centre.statusOf(userOf(agentId)) === 'Offline',
    advance: centre.time.wait,
    facts: () => withoutStatuses(centre.facts()),
  };
}

describe.each([
  ['Lastcall itself', standalone],
  ['a contact centre in memory', owned],
] as const)('when %s owns the agents, a forced logout', (_, open) => forcedLogoutContract(open));

describe.each([{}, ...oneSwitchAtATime()].map((switches) => ({ switches, text: JSON.stringify(switches) })))(
  'when Amazon Connect owns the agents and answers with $text, a forced logout',
  ({ switches }) => forcedLogoutContract(() => driven(switches), { isLate: 'userDataLag' in switches }),
);
