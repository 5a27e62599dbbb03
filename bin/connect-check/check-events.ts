import { ListInstanceStorageConfigsCommand } from '@aws-sdk/client-connect';
import type { Amazon } from './ask.ts';
import type { Finding } from './finding.ts';

/** Whether the instance has a stream of agent events. It can have one only, and somebody else may read it. */
export async function checkAgentEvents({ client, instance, ask }: Amazon): Promise<Finding[]> {
  const asked = await ask('ListInstanceStorageConfigs', () =>
    client.send(
      new ListInstanceStorageConfigsCommand({ InstanceId: instance.instanceId, ResourceType: 'AGENT_EVENTS' }),
    ),
  );
  const about = 'agent events';
  // Without a stream Lastcall sees everything, only later.
  if (asked.type !== 'answer') return [{ verdict: 'note', about, sentence: asked.sentence }];
  const [found] = asked.answer.StorageConfigs ?? [];
  const stream = found?.KinesisStreamConfig?.StreamArn;
  if (stream !== undefined) {
    const sentence = `the instance sends them to ${stream}. It can have no second stream, and a deployment that makes one would fail: name this one in amazonConnectAgentEventStreamArns, and leave it as it is, because it may feed workforce management`;
    return [{ verdict: 'note', about, sentence }];
  }
  if (found !== undefined) {
    const sentence = `the instance sends them to Firehose (${found.KinesisFirehoseConfig?.FirehoseArn ?? found.StorageType}), which cannot be read here, and can have no second stream; polling shows who is there`;
    return [{ verdict: 'note', about, sentence }];
  }
  const sentence =
    'the instance has no stream of them; polling shows who is there, or name the instance in amazonConnectNewAgentEventStream, which makes one';
  return [{ verdict: 'note', about, sentence }];
}
