import { makeSetSecurityUser } from '#core/act-for-flow.ts';
import { makeFindSecurityUser } from '#core/sessions/security-user.ts';
import { agents } from './agents.ts';
import { clock } from './clock.ts';
import { passes } from './passes.ts';
import { securityProfiles as profiles } from './security-profiles.ts';

export const setSecurityUser = makeSetSecurityUser({
  findSecurityUser: makeFindSecurityUser({ agents, profiles }),
  passes,
  clock,
});
