import * as z from 'zod';
import type { SecurityProfile, SessionRights } from '#core/sessions/security-profile.ts';
import { list, securityProfileId, teamId } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, RefusedRequest, requireScope } from '../http.ts';
import { mustBe } from '../must-be.ts';
import { closedObject, noBody, noQuery, parseRequest } from '../request-schema.ts';

/** Few enough to be carried along in what stands for a security user. */
const mostTeams = 20;

const endSessions = z.union(
  [z.literal('everybody'), closedObject({ teamIds: list(teamId, { of: 'team ids', max: mostTeams }) })],
  { error: mustBe('"everybody" or an object with teamIds') },
);

const path = z.object({ profileId: securityProfileId });

const putProfile = z.object({ path, query: noQuery, body: closedObject({ endSessions }) });

/** `PUT /v1/security-profiles/{profileId}` */
export function parsePutSecurityProfile(request: HttpRequest): SecurityProfile {
  requireScope(request.caller, 'keys:admin');
  const { path, body } = parseRequest(putProfile, request);
  const rights: SessionRights =
    body.endSessions === 'everybody' ? { of: 'everybody' } : { of: 'teams', ...body.endSessions };
  return { instanceId: request.caller.instanceId, ...path, endSessions: rights };
}

const getProfile = z.object({ path, query: noQuery, body: noBody });

/** `GET /v1/security-profiles/{profileId}` */
export function parseGetSecurityProfile(request: HttpRequest): readonly [instanceId: string, profileId: string] {
  requireScope(request.caller, 'keys:admin');
  return [request.caller.instanceId, parseRequest(getProfile, request).path.profileId];
}

/** @throws RefusedRequest when there is none. */
export function renderSecurityProfile(profile: SecurityProfile | undefined): HttpAnswer {
  if (profile) return { status: 200, body: { profileId: profile.profileId, endSessions: rightsView(profile) } };
  throw new RefusedRequest({
    type: 'notFound',
    message: 'There is no security profile with this id: create one with PUT /v1/security-profiles/{profileId}',
  });
}

function rightsView({ endSessions }: SecurityProfile) {
  switch (endSessions.of) {
    case 'everybody':
      return 'everybody';
    case 'teams':
      return { teamIds: endSessions.teamIds };
  }
}
