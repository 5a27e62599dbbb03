import type {
  AssociateInstanceStorageConfigRequest,
  DescribeInstanceStorageConfigRequest,
  DisassociateInstanceStorageConfigRequest,
  InstanceStorageConfig,
  ListInstanceStorageConfigsRequest,
  UpdateInstanceStorageConfigRequest,
} from '@aws-sdk/client-connect';
import { BadRequest, ConnectError, notFound } from '../connect-error.ts';
import type { Valid } from '../model/validate.ts';
import type { ConnectInstance } from '../state/instance.ts';
import type { StorageConfig } from '../state/resources.ts';
import { type Operation, type Output, operation } from './operation.ts';
import { pageOf } from './paging.ts';

const associate = operation<AssociateInstanceStorageConfigRequest>('AssociateInstanceStorageConfig', {
  run: ({ resources, random, region }, { ResourceType, StorageConfig: config }) => {
    checkConfig(config, ResourceType, region);
    if ([...resources.storageConfigs.values()].some(({ resourceType }) => resourceType === ResourceType))
      throw new ConnectError('ResourceConflictException', `The instance has a storage of type ${ResourceType} already`);
    const AssociationId = random.uuid();
    resources.storageConfigs.set(AssociationId, { resourceType: ResourceType, config });
    return { AssociationId };
  },
});

const list = operation<ListInstanceStorageConfigsRequest>('ListInstanceStorageConfigs', {
  run: ({ resources, time }, input) => {
    const found = [...resources.storageConfigs].filter(([, { resourceType }]) => resourceType === input.ResourceType);
    const { items, NextToken } = pageOf(found, input, { now: time.now(), usualSize: 10 });
    return { StorageConfigs: items.map(([id, storage]) => viewOf(id, storage)), NextToken };
  },
});

const describe = operation<DescribeInstanceStorageConfigRequest>('DescribeInstanceStorageConfig', {
  run: (instance, { AssociationId, ResourceType }) => ({
    StorageConfig: viewOf(AssociationId, storageOf(instance, AssociationId, ResourceType)),
  }),
});

const update = operation<UpdateInstanceStorageConfigRequest>('UpdateInstanceStorageConfig', {
  run: (instance, { AssociationId, ResourceType, StorageConfig: config }) => {
    storageOf(instance, AssociationId, ResourceType);
    checkConfig(config, ResourceType, instance.region);
    instance.resources.storageConfigs.set(AssociationId, { resourceType: ResourceType, config });
    return {};
  },
});

const disassociate = operation<DisassociateInstanceStorageConfigRequest>('DisassociateInstanceStorageConfig', {
  run: (instance, { AssociationId, ResourceType }) => {
    storageOf(instance, AssociationId, ResourceType);
    instance.resources.storageConfigs.delete(AssociationId);
    return {};
  },
});

function storageOf({ resources }: ConnectInstance, associationId: string, resourceType: string): StorageConfig {
  const storage = resources.storageConfigs.get(associationId);
  if (storage?.resourceType !== resourceType) throw notFound('Association', associationId);
  return storage;
}

/** The member that each type of storage needs. */
const memberOf: Readonly<Record<string, keyof Valid<InstanceStorageConfig>>> = {
  S3: 'S3Config',
  KINESIS_VIDEO_STREAM: 'KinesisVideoStreamConfig',
  KINESIS_STREAM: 'KinesisStreamConfig',
  KINESIS_FIREHOSE: 'KinesisFirehoseConfig',
};

function checkConfig(config: Valid<InstanceStorageConfig>, resourceType: string, region: string): void {
  const member = memberOf[config.StorageType];
  if (member === undefined || config[member] === undefined)
    throw new BadRequest(`StorageType ${config.StorageType} needs ${member}`);
  if (resourceType === 'AGENT_EVENTS' && !['KINESIS_STREAM', 'KINESIS_FIREHOSE'].includes(config.StorageType))
    throw new BadRequest(`AGENT_EVENTS cannot go to ${config.StorageType}`);
  const stream = config.KinesisStreamConfig?.StreamArn;
  if (stream !== undefined && !stream.startsWith(`arn:aws:kinesis:${region}:`))
    throw new BadRequest(`Not a Kinesis stream in ${region}: ${stream}`);
}

function viewOf(id: string, { config }: StorageConfig): Output {
  return { ...config, AssociationId: id };
}

/** Where an instance sends its agent events, and stores what it stores. */
export const storageOperations: readonly Operation[] = [associate, list, describe, update, disassociate];
