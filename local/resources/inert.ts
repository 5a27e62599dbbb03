import { z } from 'zod';
import { arn, type Place, type ResourceType } from './resource-type.ts';

const inert = (attributes: ResourceType['attributes'], nameProperty?: string): ResourceType => ({
  honoured: z.strictObject({}),
  inert: 'everything',
  ...(nameProperty === undefined ? {} : { naming: { property: nameProperty, longest: 128 } }),
  attributes,
});
const named = inert((name) => ({ Ref: name }));
const topic = (name: string, place: Place) => {
  const topicArn = arn(place, 'sns', name);
  return { Ref: topicArn, TopicArn: topicArn, TopicName: name };
};
const alarm = (name: string, place: Place) => ({ Ref: name, Arn: arn(place, 'cloudwatch', `alarm:${name}`) });

/** Types that change nothing on one machine: permissions of services, alarms and whom they tell, dashboards, metadata. */
export const inertTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::CDK::Metadata': named,
  'AWS::CloudWatch::Alarm': inert(alarm, 'AlarmName'),
  'AWS::CloudWatch::CompositeAlarm': inert(alarm, 'AlarmName'),
  'AWS::CloudWatch::Dashboard': named,
  'AWS::Connect::ContactFlowModule': named,
  'AWS::Connect::IntegrationAssociation': named,
  'AWS::Lambda::Permission': named,
  'AWS::Logs::ResourcePolicy': named,
  'AWS::SNS::Subscription': named,
  'AWS::SNS::Topic': inert(topic, 'TopicName'),
  'AWS::SNS::TopicPolicy': named,
  'AWS::SQS::QueuePolicy': named,
};
