import { CreateTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { FunctionRole } from '../permissions/function-role.ts';
import type { Place } from '../resources/resource-type.ts';

/**
 * Makes the topics that functions may publish to. They belong to somebody else, so no template declares them; those of
 * another region or account cannot be had here, and publishing to them fails.
 */
export async function provisionTopics(
  client: SNSClient,
  roles: readonly FunctionRole[],
  { partition, region, account }: Pick<Place, 'partition' | 'region' | 'account'>,
): Promise<void> {
  const here = `arn:${partition}:sns:${region}:${account}:`;
  const named = roles
    .flatMap(({ statements }) => statements)
    .filter(({ effect, actions }) => effect === 'Allow' && actions.includes('sns:Publish'))
    .flatMap(({ resources }) => resources)
    .filter((resource) => resource.startsWith(here))
    .map((resource) => resource.slice(here.length));
  for (const Name of new Set(named.filter((name) => /^[\w-]{1,256}$/.test(name))))
    await client.send(new CreateTopicCommand({ Name }));
}
