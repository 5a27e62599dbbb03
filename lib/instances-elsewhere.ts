import { Arn, ArnFormat } from 'aws-cdk-lib';

/** Where a deployment goes to, as far as it is known: the AWS profile says it, and no profile is needed to synthesize. */
export interface Home {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

interface Named {
  readonly connectInstanceArns: readonly string[];
  readonly amazonConnectArns: readonly string[];
  readonly amazonConnectInstances: readonly { readonly arn: string }[];
}

/**
 * A sentence for each instance of Amazon Connect that is not where the deployment is. The flows of such an instance cannot
 * invoke a function of it, and CloudFormation cannot create a flow module there. If the place of the deployment is not known,
 * all instances have to be in one.
 */
export function instancesElsewhere(
  { connectInstanceArns, amazonConnectArns, amazonConnectInstances }: Named,
  home: Home,
): string[] {
  const named = [
    ...connectInstanceArns.map((arn) => ['connectInstanceArns', arn] as const),
    ...amazonConnectArns.map((arn) => ['amazonConnectArns', arn] as const),
    ...amazonConnectInstances.map(({ arn }) => ['amazonConnectInstances', arn] as const),
  ];
  const places = named.map(([name, arn]) => ({ name, arn, ...placeOf(arn) }));
  const region = home.region ?? places[0]?.region;
  const account = home.account ?? places[0]?.account;
  return places.flatMap((place) => {
    const differences = [
      ...(place.account !== account ? [[`account ${place.account}`, `account ${account}`] as const] : []),
      ...(place.region !== region ? [[place.region, region] as const] : []),
    ];
    if (differences.length === 0) return [];
    const there = differences.map(([of]) => of).join(', ');
    const here = differences.map(([, of]) => of).join(', ');
    return [
      `The instance ${place.arn} of ${place.name} is in ${there} and the deployment in ${here}: deploy a stage where the instance is, with AWS_REGION or a profile that says so`,
    ];
  });
}

function placeOf(arn: string): Home {
  const { account, region } = Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME);
  return { account, region };
}
