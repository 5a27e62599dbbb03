import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnInstanceStorageConfig } from 'aws-cdk-lib/aws-connect';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';

export interface NewAgentEventStreamProps {
  /** The instances that publish to it. Each must have no stream of agent events yet. */
  readonly instanceArns: readonly string[];
  /** Whether the stream and its use by the instances stay when they leave the stack. */
  readonly keeps: boolean;
}

/**
 * A stream that instances of Amazon Connect publish their agent events to. Others may read it, too, and an instance can have no
 * second one: so it is kept with the use that instances make of it, or goes with it, and never one without the other.
 */
export class NewAgentEventStream extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { instanceArns, keeps }: NewAgentEventStreamProps) {
    super(scope, id);
    // What a failed creation has made goes in any case: the instance may have another stream.
    const removalPolicy = keeps ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    const stream = new Stream(this, 'Stream', {
      streamMode: StreamMode.ON_DEMAND,
      // Amazon Connect publishes to an encrypted stream only with the key that the instance has for recordings already.
      encryption: StreamEncryption.UNENCRYPTED,
      removalPolicy,
    });
    Validations.of(stream).acknowledge({
      id: 'AwsSolutions-KDS1',
      reason:
        'Amazon Connect cannot publish to an encrypted stream, unless with the key that the instance uses for recordings: see "Enable agent event streams" in its administrator guide.',
    });
    this.arn = stream.streamArn;
    instanceArns.forEach((instanceArn, n) => {
      const use = new CfnInstanceStorageConfig(this, `Instance${n + 1}`, {
        instanceArn,
        resourceType: 'AGENT_EVENTS',
        storageType: 'KINESIS_STREAM',
        kinesisStreamConfig: { streamArn: stream.streamArn },
      });
      use.applyRemovalPolicy(removalPolicy);
    });
  }
}
