import { Stack, Validations } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import type { CodePipeline } from 'aws-cdk-lib/pipelines';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import * as z from 'zod';

const oneOrMore = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);
const document = z.object({
  Statement: z.array(z.object({ Action: oneOrMore, Resource: oneOrMore.default([]) })),
});

/**
 * Says why the resources that CDK Pipelines makes have what cdk-nag finds in them. It is called when the pipeline has been
 * built, and knows the wildcards of its policies only by reading them.
 */
export function acknowledgePipelineFindings(pipeline: CodePipeline): void {
  const inOtherRegions = Object.values(pipeline.pipeline.crossRegionSupport).map(({ stack }) => stack);
  for (const scope of [pipeline, ...inOtherRegions])
    Validations.of(scope).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'The bucket has what the pipeline hands from one step to the next, for nobody but its own roles.',
    });
  const stack = Stack.of(pipeline);
  for (const policy of pipeline.node.findAll()) {
    if (!(policy instanceof CfnPolicy)) continue;
    const { Statement } = document.parse(stack.resolve(policy.policyDocument));
    const found = Statement.flatMap(({ Action, Resource }) => [
      ...Action.map((action) => `Action::${String(action)}`),
      ...Resource.map((resource) => `Resource::${flattenCfnReference(resource)}`),
    ]).filter((each) => each.includes('*'));
    for (const finding of new Set(found))
      Validations.of(policy).acknowledge({
        id: `AwsSolutions-IAM5[${finding}]`,
        reason:
          'CDK Pipelines grants its steps the objects of the bucket of artifacts, the logs and reports of their builds, and the roles of the bootstrap by tag.',
      });
  }
}
