import { Arn, ArnFormat } from 'aws-cdk-lib';

interface Chosen {
  readonly domainName?: string | undefined;
  readonly certificateArn?: string | undefined;
  readonly basePath?: string | undefined;
  readonly kmsKeyArn?: string | undefined;
}

/**
 * What is wrong with settings that are right one by one: a sentence for each fault. CloudFormation would find these only
 * after it has created other resources.
 *
 * @param region - the region of the deployment, if it is known
 */
export function clashesOf({ domainName, certificateArn, basePath, kmsKeyArn }: Chosen, region?: string): string[] {
  const faults: string[] = [];
  if (domainName !== undefined && certificateArn === undefined) {
    faults.push(`The domain ${domainName} needs a certificate: set certificateArn to one for it, in the same region`);
  }
  if (domainName === undefined && certificateArn !== undefined) {
    faults.push('certificateArn is for a domain: set domainName too, or leave it out');
  }
  if (domainName === undefined && basePath !== undefined) {
    faults.push(`The base path ${basePath} needs a domain: set domainName and certificateArn, or leave it out`);
  }
  const of = regionOf(certificateArn);
  const home = region ?? of;
  if (of !== undefined && of !== home) {
    faults.push(`The certificate is in ${of} and the deployment in ${home}: request one for ${domainName} in ${home}`);
  }
  const ofKey = regionOf(kmsKeyArn);
  if (ofKey !== undefined && home !== undefined && ofKey !== home) {
    faults.push(`The key of kmsKeyArn is in ${ofKey} and the deployment in ${home}: choose a key in ${home}`);
  }
  return faults;
}

const regionOf = (arn: string | undefined) => arn && Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).region;
