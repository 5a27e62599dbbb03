import { native } from '#dialects/native/problem.ts';
import { parseGetSecurityProfile, renderSecurityProfile } from '#dialects/native/security-profiles.ts';
import { securityProfiles } from '#runtime/compose/security-profiles.ts';
import { http } from '#runtime/http.ts';

/** `GET /v1/security-profiles/{profileId}` */
export const handler = http(native, async (request) =>
  renderSecurityProfile(await securityProfiles.find(...parseGetSecurityProfile(request))),
);
