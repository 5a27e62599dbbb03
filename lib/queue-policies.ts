import type { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueuePolicy } from 'aws-cdk-lib/aws-sqs';

const refusesPlainHttp = (resources: string[]) =>
  new PolicyStatement({
    sid: 'RefusesPlainHttp',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['sqs:*'],
    resources,
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  });

/**
 * Has the queues of a stack refuse whatever does not come over TLS. One policy does that for all to which nobody else sends, because
 * every policy is a resource of its own. A queue has one policy only, so one that lets others send has that for both. Call it when
 * nothing more is added to the stack.
 */
export function requireTls(stack: Stack): void {
  const queues = stack.node.findAll().filter((each) => each instanceof Queue);
  const isShared = (queue: Queue) => queue.node.tryFindChild('Policy') === undefined;
  for (const queue of queues.filter((each) => !isShared(each))) {
    queue.addToResourcePolicy(refusesPlainHttp([queue.queueArn]));
  }
  const shared = queues.filter(isShared);
  const policy = new QueuePolicy(stack, 'QueuePolicy', { queues: shared });
  policy.document.addStatements(refusesPlainHttp(['*']));
}
