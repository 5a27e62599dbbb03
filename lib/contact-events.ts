import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { changeAgents } from './agents.ts';
import { findAgentsOfUsers } from './amazon-connect.ts';
import type { Foundation } from './foundation.ts';

/** The file of the function, which a deployment without contact events leaves out. */
export const contactEventsFile = 'event-contact-events';

/** What began or ended longer ago is known by looks at everybody, so nothing is kept that could not be followed by then. */
const fiveMinutes = Duration.minutes(5);

/** Follows contacts of agents by the events that Amazon Connect puts on the default bus of the account. */
export class ContactEvents extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { settings, functions } = foundation;
    const follower = functions.make(this, contactEventsFile, {
      access: [...changeAgents(foundation), ...findAgentsOfUsers(foundation)],
    });
    follower.configureAsyncInvoke({ maxEventAge: fiveMinutes, retryAttempts: 2 });
    new Rule(this, 'Contacts', {
      description: 'Contacts of driven instances of Amazon Connect',
      eventPattern: {
        source: ['aws.connect'],
        detailType: ['Amazon Connect Contact Event'],
        // In the detail, names and values may be written in another case.
        resources: settings.amazonConnectArns.flatMap((arn) => Match.prefix(arn)),
      },
      targets: [new LambdaFunction(follower, { maxEventAge: fiveMinutes })],
    });
  }
}
