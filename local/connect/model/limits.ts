/** How long a text or list, or how great a number, may be; the SDK's schemas do not say so. */
export interface Limits {
  readonly least?: number;
  readonly most?: number;
  readonly whole?: boolean;
}

const page = (most: number): Limits => ({ least: 1, most, whole: true });

/** Limits of members by `Structure.member`, after the reference pages of the operations. */
const byMember: Readonly<Record<string, Limits>> = {
  'GetCurrentUserDataRequest.MaxResults': page(100),
  'UserDataFilters.Queues': { least: 1, most: 100 },
  'UserDataFilters.RoutingProfiles': { least: 1, most: 100 },
  'UserDataFilters.Agents': { least: 1, most: 100 },
  'UserDataFilters.UserHierarchyGroups': { least: 1, most: 1 },
  'ContactFilter.ContactStates': { least: 0, most: 9 },
  'ListUsersRequest.MaxResults': page(1000),
  'ListAgentStatusRequest.MaxResults': page(1000),
  'ListAgentStatusRequest.AgentStatusTypes': { least: 0, most: 3 },
  'ListRoutingProfilesRequest.MaxResults': page(1000),
  'ListUserHierarchyGroupsRequest.MaxResults': page(1000),
  'ListInstanceStorageConfigsRequest.MaxResults': page(10),
  'ListAuthenticationProfilesRequest.MaxResults': page(1000),
  'ListUserNotificationsRequest.MaxResults': page(1000),
  'SearchUsersRequest.MaxResults': page(500),
  'SearchAgentStatusesRequest.MaxResults': page(100),
  'SearchUserHierarchyGroupsRequest.MaxResults': page(100),
  'SearchRoutingProfilesRequest.MaxResults': page(500),
  'SearchNotificationsRequest.MaxResults': page(100),
  'ChatParticipantRoleConfig.ParticipantTimerConfigList': { least: 1, most: 6 },
  'ParticipantTimerValue.ParticipantTimerDurationInMinutes': { least: 2, most: 480, whole: true },
  'CreateNotificationRequest.Recipients': { least: 1, most: 200 },
  'CreateNotificationRequest.Content': { least: 1, most: 11 },
  'UpdateNotificationContentRequest.Content': { least: 1, most: 11 },
  'StopContactStreamingRequest.StreamingId': { least: 1, most: 100 },
  'ChatStreamingConfiguration.StreamingEndpointArn': { least: 1, most: 350 },
  'UpdateContactRoutingDataRequest.QueueTimeAdjustmentSeconds': { whole: true },
  'UpdateContactRoutingDataRequest.QueuePriority': { least: 1, whole: true },
  'UpdateAuthenticationProfileRequest.SessionInactivityDuration': { least: 15, most: 720, whole: true },
};

/** Limits of members that are the same in every request. */
const byName: Readonly<Record<string, Limits>> = {
  InstanceId: { least: 1, most: 100 },
  ContactId: { least: 1, most: 256 },
  UserId: { least: 1, most: 256 },
  AgentStatusId: { least: 1, most: 256 },
  ContactFlowId: { least: 1, most: 500 },
  QueueId: { least: 1, most: 256 },
  ClientToken: { least: 0, most: 500 },
  AssociationId: { least: 1, most: 100 },
};

/** The limits of a member. Empty if none are known. */
export function limitsOf(structure: string, member: string): Limits {
  return byMember[`${structure}.${member}`] ?? byName[member] ?? {};
}
