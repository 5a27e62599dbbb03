import { Annotations, Duration } from 'aws-cdk-lib';
import { type EventPattern, Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { onTable } from './access.ts';
import { changeAgents } from './agents.ts';
import { changeChats } from './chats.ts';
import type { Foundation } from './foundation.ts';
import { invokedBy } from './invoked-by.ts';

/** An event that could not be followed for so long is kept with the dead letters. */
const sixHours = Duration.hours(6);

export interface AgentChatsProps extends Foundation {
  /** Events, as they came from the bus, that could not be followed. */
  readonly deadLetters: Queue;
}

/**
 * Makes chats contacts of the agents who are in them, has agents who were signed out leave their chats, and keeps the list of
 * open chats: by the events of both. Participants who join or leave and are no agents invoke nothing.
 */
export class AgentChats extends Construct {
  constructor(scope: Construct, id: string, { deadLetters, ...foundation }: AgentChatsProps) {
    super(scope, id);
    const { functions, bus } = foundation;
    const follower = functions.make(this, 'event-agent-chats', {
      access: [
        ...changeAgents(foundation),
        ...changeChats(foundation),
        onTable(foundation.state.chats, 'CHATS_TABLE')('DeleteItem'),
      ],
      deadLetters,
    });
    follower.configureAsyncInvoke({ maxEventAge: sixHours, retryAttempts: 2 });

    const source = { service: 'events', resource: 'rule', resourceName: `${bus.eventBusName}/*` };
    const invoked = invokedBy(follower, { service: 'events', source });
    const follow = (name: string, description: string, { detailType = [], detail }: EventPattern) => {
      const rule = new Rule(this, name, {
        eventBus: bus,
        description,
        eventPattern: { source: ['lastcall'], detailType, ...(detail && { detail }) },
        targets: [new LambdaFunction(invoked, { deadLetterQueue: deadLetters, maxEventAge: sixHours })],
      });
      // The CDK does not know that the function, which is named by its ARN, is one of this stack.
      Annotations.of(rule).acknowledgeWarning('@aws-cdk/aws-events:ruleUnresolvedEnvironment');
    };
    follow('OfAgent', 'An agent has joined or left a chat, or was signed out', {
      detailType: ['ParticipantJoined', 'ParticipantLeft', 'ContactReleased'],
      detail: { agentId: Match.exists() },
    });
    follow('OfChats', 'A chat has started or ended, or its silent participants were disconnected', {
      detailType: ['ChatStarted', 'ChatEnded', 'ParticipantsDisconnected'],
    });
  }
}
