import * as connect from '@aws-sdk/client-connect';

/** The members whose values the service model limits, as `Structure.member`; the SDK's schemas do not say so. */
const enums: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AssociateInstanceStorageConfigRequest.ResourceType': connect.InstanceStorageResourceType,
  'ContactFilter.ContactStates': connect.ContactState,
  'CreateNotificationRequest.Content': connect.LocaleCode,
  'CreateNotificationRequest.Priority': connect.ConfigurableNotificationPriority,
  'DescribeInstanceStorageConfigRequest.ResourceType': connect.InstanceStorageResourceType,
  'DisassociateInstanceStorageConfigRequest.ResourceType': connect.InstanceStorageResourceType,
  'HierarchyGroupCondition.HierarchyGroupMatchType': connect.HierarchyGroupMatchType,
  'InstanceStorageConfig.StorageType': connect.StorageType,
  'ListAgentStatusRequest.AgentStatusTypes': connect.AgentStatusType,
  'ListInstanceStorageConfigsRequest.ResourceType': connect.InstanceStorageResourceType,
  'ParticipantTimerConfiguration.ParticipantRole': connect.TimerEligibleParticipantRoles,
  'ParticipantTimerConfiguration.TimerType': connect.ParticipantTimerType,
  'ParticipantTimerValue.ParticipantTimerAction': connect.ParticipantTimerAction,
  'StringCondition.ComparisonType': connect.StringComparisonType,
  'UpdateInstanceStorageConfigRequest.ResourceType': connect.InstanceStorageResourceType,
  'UpdateNotificationContentRequest.Content': connect.LocaleCode,
};

/** The values a member may have; for a map, its keys. Undefined if any text is allowed. */
export function allowedValues(structure: string, member: string): readonly string[] | undefined {
  const values = enums[`${structure}.${member}`];
  return values && Object.values(values);
}
