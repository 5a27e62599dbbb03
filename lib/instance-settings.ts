import { Construct } from 'constructs';
import { settingsApi } from '../functions/apis/settings.ts';
import { onTable } from './access.ts';
import { nameInstances } from './amazon-connect.ts';
import { identifyCallers } from './callers.ts';
import type { Foundation, HttpFunction } from './foundation.ts';

/** What an instance chooses: settings, keys, passwords, security profiles and streaming endpoints, for callers with a key. */
export class InstanceSettings extends Construct {
  readonly http: HttpFunction;

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { settings, state, functions } = foundation;
    const rules = { topicArns: settings.streamingTopicArns, plainWebhooks: settings.plainWebhooks };
    this.http = {
      lambda: functions.make(this, 'http-settings', {
        access: [
          onTable(state.settings, 'SETTINGS_TABLE')('GetItem', 'Query', 'UpdateItem', 'DeleteItem'),
          identifyCallers(foundation),
          onTable(state.keys, 'KEYS_TABLE')('BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
          onTable(state.limits, 'LIMITS_TABLE')('UpdateItem'),
          nameInstances(settings),
        ],
        environment: {
          STREAMING_TOPIC_ARNS: rules.topicArns.join(','),
          PLAIN_WEBHOOKS: String(rules.plainWebhooks),
        },
      }),
      routes: settingsApi(rules),
    };
  }
}
