import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type Access, makeSigningKeys, onTable, sendTo } from './access.ts';
import { driveAgents, setTimers } from './amazon-connect.ts';
import { changeChats } from './chats.ts';
import type { Foundation } from './foundation.ts';

/** The functions that flows of Amazon Connect invoke. */
export class FlowFunctions extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { state, functions, wakeUpQueue } = foundation;
    const agents = onTable(state.agents, 'AGENTS_TABLE');
    const signingKeys = onTable(state.signingKeys, 'SIGNING_KEYS_TABLE');
    const make = (file: string, access: readonly Access[]) => {
      // A flow waits at most 8 seconds.
      const timeout = Duration.seconds(8);
      functions.make(this, file, { access, timeout });
    };

    make('flow-set-chat-timeouts', [...changeChats(foundation), ...setTimers(foundation)]);
    make('flow-set-security-user', [
      agents('GetItem'),
      onTable(state.settings, 'SETTINGS_TABLE')('GetItem'),
      makeSigningKeys(state.signingKeys),
    ]);
    make('flow-terminate-agent-session', [
      agents('GetItem', 'PutItem'),
      // A wake-up publishes the events: a flow cannot wait for the bus.
      sendTo(wakeUpQueue, 'WAKE_UP_QUEUE_URL'),
      signingKeys('GetItem'),
      onTable(state.limits, 'LIMITS_TABLE')('UpdateItem'),
      ...driveAgents(foundation),
    ]);
  }
}
