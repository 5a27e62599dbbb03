import type {
  DescribeAuthenticationProfileRequest,
  ListAuthenticationProfilesRequest,
  UpdateAuthenticationProfileRequest,
} from '@aws-sdk/client-connect';
import { notFound } from '../connect-error.ts';
import type { ConnectInstance } from '../state/instance.ts';
import type { AuthenticationProfile } from '../state/resources.ts';
import { type Operation, type Output, operation } from './operation.ts';
import { pageOf } from './paging.ts';

/** Sessions end after this, whatever anybody does. */
const longestSessionMinutes = 720;

const listProfiles = operation<ListAuthenticationProfilesRequest>('ListAuthenticationProfiles', {
  run: ({ resources, arns, time }, input) => {
    const profiles = [...resources.authenticationProfiles.values()];
    const { items, NextToken } = pageOf(profiles, input, { now: time.now(), usualSize: 1000 });
    return {
      AuthenticationProfileSummaryList: items.map(({ id, name, isDefault }) => ({
        Id: id,
        Arn: arns.of('authentication-profile', id),
        Name: name,
        IsDefault: isDefault,
      })),
      NextToken,
    };
  },
});

const ofProfile = ({ arns }: ConnectInstance, { AuthenticationProfileId: id }: { AuthenticationProfileId: string }) => [
  arns.of('authentication-profile', id),
];

const describeProfile = operation<DescribeAuthenticationProfileRequest>('DescribeAuthenticationProfile', {
  resources: ofProfile,
  run: (instance, { AuthenticationProfileId }) => ({
    AuthenticationProfile: viewOf(instance, profileOf(instance, AuthenticationProfileId)),
  }),
});

/** Only what is sent changes, and a list replaces the whole list. */
const updateProfile = operation<UpdateAuthenticationProfileRequest>('UpdateAuthenticationProfile', {
  resources: ofProfile,
  run: (instance, input) => {
    const profile = profileOf(instance, input.AuthenticationProfileId);
    instance.resources.authenticationProfiles.set(profile.id, {
      ...profile,
      name: input.Name ?? profile.name,
      allowedIps: input.AllowedIps ?? profile.allowedIps,
      blockedIps: input.BlockedIps ?? profile.blockedIps,
      inactivityHandlingEnabled: input.SessionInactivityHandlingEnabled ?? profile.inactivityHandlingEnabled,
      inactivityMinutes: input.SessionInactivityDuration ?? profile.inactivityMinutes,
    });
    return {};
  },
});

function profileOf({ resources }: ConnectInstance, id: string): AuthenticationProfile {
  const profile = resources.authenticationProfiles.get(id);
  if (profile === undefined) throw notFound('Authentication profile', id);
  return profile;
}

function viewOf({ arns }: ConnectInstance, profile: AuthenticationProfile): Output {
  return {
    Id: profile.id,
    Arn: arns.of('authentication-profile', profile.id),
    Name: profile.name,
    IsDefault: profile.isDefault,
    AllowedIps: profile.allowedIps,
    BlockedIps: profile.blockedIps,
    MaxSessionDuration: longestSessionMinutes,
    SessionInactivityHandlingEnabled: profile.inactivityHandlingEnabled,
    SessionInactivityDuration: profile.inactivityMinutes,
  };
}

/** From where users may sign in, and when inactivity ends their sessions. */
export const authenticationOperations: readonly Operation[] = [listProfiles, describeProfile, updateProfile];
