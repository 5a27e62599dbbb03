/** What a service accepts in a property, beyond its type. The database of CloudFormation's schemas has neither. */
export interface Limit {
  /** Names of properties with dots between; `*` stands for every item of a list. */
  readonly property: string;
  /** Characters of a text or items of a list, fewest and most. */
  readonly length?: readonly [number, number];
  /** Smallest and largest number. */
  readonly range?: readonly [number, number];
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

const name = (property: string, most: number, pattern?: RegExp): Limit => ({
  property,
  length: [1, most],
  ...(pattern && { pattern }),
});
const text = (property: string, most: number): Limit => ({ property, length: [0, most] });
const range = (property: string, smallest: number, largest: number): Limit => ({
  property,
  range: [smallest, largest],
});
const oneOf = (property: string, ...values: readonly string[]): Limit => ({ property, oneOf: values });

const wordCharacters = /^[A-Za-z0-9_-]+$/;

/**
 * The documented limits of each type of resources that these stacks have. Sources, below docs.aws.amazon.com: the quotas
 * and the API reference of each service, where the operation that CloudFormation calls has the same parameters.
 */
export const limitsOf: Readonly<Record<string, readonly Limit[]>> = {
  'AWS::ApiGatewayV2::Api': [
    name('Name', 128),
    text('Description', 1024),
    oneOf('ProtocolType', 'HTTP', 'WEBSOCKET'),
    range('CorsConfiguration.MaxAge', -1, 86_400),
  ],
  'AWS::ApiGatewayV2::ApiMapping': [text('ApiMappingKey', 300)],
  'AWS::ApiGatewayV2::Authorizer': [
    name('Name', 128),
    oneOf('AuthorizerType', 'REQUEST', 'JWT'),
    range('AuthorizerResultTtlInSeconds', 0, 3600),
    // An empty list is not the same as none: API Gateway refuses it.
    { property: 'IdentitySource', length: [1, 10] },
  ],
  'AWS::ApiGatewayV2::Integration': [
    oneOf('IntegrationType', 'AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'),
    oneOf('PayloadFormatVersion', '1.0', '2.0'),
    oneOf('PassthroughBehavior', 'WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'),
    range('TimeoutInMillis', 50, 30_000),
  ],
  'AWS::ApiGatewayV2::Route': [
    // A key of a WebSocket API, or a method and a path, or what API Gateway names itself.
    name('RouteKey', 1024, /^(\$(connect|disconnect|default)|[A-Za-z0-9/_.-]+|[A-Z]+ \/\S*)$/),
    oneOf('AuthorizationType', 'NONE', 'AWS_IAM', 'CUSTOM', 'JWT'),
  ],
  'AWS::ApiGatewayV2::Stage': [
    name('StageName', 128, /^(\$default|[A-Za-z0-9_-]+)$/),
    text('Description', 1024),
    text('AccessLogSettings.Format', 3000),
  ],
  'AWS::CloudWatch::Alarm': [
    name('AlarmName', 255),
    text('AlarmDescription', 1024),
    { property: 'AlarmActions', length: [0, 5] },
    { property: 'Dimensions', length: [0, 30] },
    oneOf('TreatMissingData', 'breaching', 'notBreaching', 'ignore', 'missing'),
    oneOf(
      'ComparisonOperator',
      ...['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanThreshold', 'LessThanOrEqualToThreshold'],
      ...['LessThanLowerOrGreaterThanUpperThreshold', 'LessThanLowerThreshold', 'GreaterThanUpperThreshold'],
    ),
    oneOf('Statistic', 'Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'),
    range('EvaluationPeriods', 1, 8640),
  ],
  'AWS::CloudWatch::Dashboard': [name('DashboardName', 255, wordCharacters)],
  'AWS::Connect::ContactFlowModule': [name('Name', 127), text('Description', 500), name('Content', 256_000)],
  'AWS::DynamoDB::Table': [
    { property: 'TableName', length: [3, 255], pattern: /^[A-Za-z0-9_.-]+$/ },
    { property: 'GlobalSecondaryIndexes', length: [1, 20] },
    { property: 'LocalSecondaryIndexes', length: [1, 5] },
    oneOf('BillingMode', 'PAY_PER_REQUEST', 'PROVISIONED'),
  ],
  'AWS::Events::EventBus': [name('Name', 256, /^[A-Za-z0-9/._-]+$/), text('Description', 512)],
  'AWS::Events::Rule': [
    name('Name', 64, /^[A-Za-z0-9._-]+$/),
    text('Description', 512),
    name(
      'ScheduleExpression',
      256,
      /^(rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)|cron\(.+\))$/,
    ),
    { property: 'Targets', length: [1, 5] },
    range('Targets.*.RetryPolicy.MaximumEventAgeInSeconds', 60, 86_400),
    range('Targets.*.RetryPolicy.MaximumRetryAttempts', 0, 185),
  ],
  'AWS::IAM::Policy': [name('PolicyName', 128, /^[\w+=,.@-]+$/)],
  'AWS::IAM::Role': [
    name('RoleName', 64, /^[\w+=,.@-]+$/),
    text('Description', 1000),
    range('MaxSessionDuration', 3600, 43_200),
    { property: 'ManagedPolicyArns', length: [0, 10] },
  ],
  'AWS::Lambda::Alias': [name('Name', 128, wordCharacters), text('Description', 256)],
  'AWS::Lambda::EventInvokeConfig': [
    range('MaximumEventAgeInSeconds', 60, 21_600),
    range('MaximumRetryAttempts', 0, 2),
  ],
  'AWS::Lambda::EventSourceMapping': [
    range('BatchSize', 1, 10_000),
    range('MaximumBatchingWindowInSeconds', 0, 300),
    range('ScalingConfig.MaximumConcurrency', 2, 1000),
  ],
  'AWS::Lambda::Function': [
    name('FunctionName', 64, wordCharacters),
    text('Description', 256),
    name('Handler', 128, /^\S+$/),
    range('MemorySize', 128, 10_240),
    range('Timeout', 1, 900),
    range('EphemeralStorage.Size', 512, 10_240),
    { property: 'Layers', length: [0, 5] },
    { property: 'Architectures', length: [1, 1] },
    { property: 'Architectures.*', oneOf: ['arm64', 'x86_64'] },
    { property: 'Runtime', pattern: /^(nodejs|python|java|dotnet|ruby|provided)/ },
  ],
  'AWS::Logs::LogGroup': [name('LogGroupName', 512, /^[.\-_/#A-Za-z0-9]+$/)],
  'AWS::Logs::ResourcePolicy': [name('PolicyName', 255), name('PolicyDocument', 5120)],
  'AWS::SQS::Queue': [
    name('QueueName', 80, /^[A-Za-z0-9_-]+(\.fifo)?$/),
    range('DelaySeconds', 0, 900),
    range('MessageRetentionPeriod', 60, 1_209_600),
    range('ReceiveMessageWaitTimeSeconds', 0, 20),
    range('VisibilityTimeout', 0, 43_200),
    range('KmsDataKeyReusePeriodSeconds', 60, 86_400),
    range('RedrivePolicy.maxReceiveCount', 1, 1000),
  ],
};

/** Of a stack: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const stackLimits = {
  resources: 500,
  outputs: 200,
  parameters: 200,
  templateBytes: 1_000_000,
  descriptionBytes: 1024,
  logicalId: /^[A-Za-z0-9]{1,255}$/,
  stackName: /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
} as const;
