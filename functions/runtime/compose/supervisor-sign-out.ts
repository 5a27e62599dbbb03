import { makeSupervisorSignOut } from '#core/sessions/supervisor-sign-out.ts';
import { agents } from './agents.ts';
import { takeToken } from './limited.ts';
import { securityProfiles as profiles } from './security-profiles.ts';
import { takeTurn } from './take-turn.ts';

export const supervisorSignOut = makeSupervisorSignOut({
  agents,
  profiles,
  takeTurn,
  admit: ({ instanceId, agentId }) => takeToken({ instanceId, callerId: `agent:${agentId}` }),
});
