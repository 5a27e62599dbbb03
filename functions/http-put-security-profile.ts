import { native } from '#dialects/native/problem.ts';
import { parsePutSecurityProfile, renderSecurityProfile } from '#dialects/native/security-profiles.ts';
import { securityProfiles } from '#runtime/compose/security-profiles.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/security-profiles/{profileId}` */
export const handler = http(native, async (request) => {
  const profile = parsePutSecurityProfile(request);
  await securityProfiles.put(profile);
  return renderSecurityProfile(profile);
});
