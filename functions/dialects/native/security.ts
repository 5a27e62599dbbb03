import * as z from 'zod';
import type { AgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import type { SecurityProfile, SessionRights } from '#core/session-rights/security-profile.ts';
import type { SessionRightsUseCases } from '#core/session-rights/use-cases.ts';
import { agentId, list, password, securityProfileId, teamId } from '../fields.ts';
import { type HttpAnswer, RefusedRequest } from '../http.ts';
import { closedObject, mustBe, noBody, noQuery, sizeOf } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { nativeRoute } from './problem.ts';

/** Few enough to fit into the token of a security user. */
const mostTeams = 20;

const endSessions = z
  .union([z.literal('everybody'), closedObject({ teamIds: list(teamId, { of: 'team ids', max: mostTeams }) })], {
    error: mustBe('"everybody" or an object with teamIds'),
  })
  .transform((whose): SessionRights => (whose === 'everybody' ? { of: 'everybody' } : { of: 'teams', ...whose }));

const profileAnswer = z.strictObject({
  profileId: z.string(),
  endSessions: z.union([z.literal('everybody'), z.strictObject({ teamIds: z.array(z.string()) })]),
});

const renderProfile = ({ profileId, endSessions }: Omit<SecurityProfile, 'instanceId'>): HttpAnswer => ({
  status: 200,
  body: { profileId, endSessions: rightsView(endSessions) },
});

function rightsView(rights: SessionRights) {
  switch (rights.of) {
    case 'everybody':
      return 'everybody';
    case 'teams':
      return { teamIds: rights.teamIds };
  }
}

const putSecurityProfile = nativeRoute({
  key: 'PUT /v1/security-profiles/{profileId}',
  scope: 'keys:admin',
  request: z.object({
    path: z.object({ profileId: securityProfileId }),
    query: noQuery,
    body: closedObject({ endSessions }),
  }),
  answers: { 200: profileAnswer },
  run: (useCases: SessionRightsUseCases, { path, body }, { caller }) =>
    useCases.putSecurityProfile({ instanceId: caller.instanceId, ...path, ...body }),
  render: (_, { path, body }) => renderProfile({ ...path, ...body }),
});

const getSecurityProfile = nativeRoute({
  key: 'GET /v1/security-profiles/{profileId}',
  scope: 'keys:admin',
  request: z.object({ path: z.object({ profileId: securityProfileId }), query: noQuery, body: noBody }),
  answers: { 200: profileAnswer },
  run: (useCases: SessionRightsUseCases, { path }, { caller }) =>
    useCases.getSecurityProfile(caller.instanceId, path.profileId),
  render: (profile) => {
    if (profile) return renderProfile(profile);
    throw new RefusedRequest({
      type: 'notFound',
      message: 'There is no security profile with this id: create one with PUT /v1/security-profiles/{profileId}',
    });
  },
});

/** The password with which an agent signs in by a client of the Huawei dialect. */
const putPassword = nativeRoute({
  key: 'PUT /v1/agents/{agentId}/password',
  scope: 'keys:admin',
  request: z.object({
    path: z.object({ agentId }),
    query: noQuery,
    // As short as NIST SP 800-63B allows. No message shows what is refused, which may be a password too.
    body: closedObject({ password: password({ shortest: 8 }) }, sizeOf),
  }),
  answers: { 204: noContent },
  run: (useCases: AgentClientUseCases, { path, body }, { caller }) =>
    useCases.putPassword({ instanceId: caller.instanceId, ...path }, body.password),
  render: () => ({ status: 204 }),
});

/** What agents may do to the sessions of others, and their passwords. */
export const securityRoutes = [putSecurityProfile, getSecurityProfile, putPassword];
