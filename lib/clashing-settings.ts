import { readQuotas } from '../functions/backends/amazon-connect/operations.ts';
import { type ChosenInstances, clashesOfInstances, drivenArns, regionOf } from './clashing-instances.ts';

interface Chosen extends ChosenInstances {
  readonly stage?: string;
  readonly oidcIssuer?: string | undefined;
  readonly oidcAudience?: readonly string[];
  readonly domainName?: string | undefined;
  readonly certificateArn?: string | undefined;
  readonly basePath?: string | undefined;
  readonly kmsKeyArn?: string | undefined;
  readonly amazonConnectQuotas: readonly string[];
  readonly amazonConnectChatTimers: 'native' | 'lastcall';
  readonly amazonConnectSilentAgents: 'report' | 'end';
}

/**
 * What is wrong with settings that are right one by one: a sentence for each fault. CloudFormation would find these only
 * after it has created other resources.
 *
 * @param region - the region of the deployment, if it is known
 */
export function clashesOf(chosen: Chosen, region?: string): string[] {
  const { domainName, certificateArn, basePath, kmsKeyArn } = chosen;
  const faults = [...clashesOfIssuer(chosen), ...quotaFaults(chosen)];
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
  return [...faults, ...clashesOfInstances(chosen, home), ...clashesOfChats(chosen)];
}

function clashesOfChats(chosen: Chosen): string[] {
  const { amazonConnectChatTimers, amazonConnectSilentAgents } = chosen;
  if (amazonConnectChatTimers === 'native') {
    return amazonConnectSilentAgents === 'report'
      ? []
      : [
          'amazonConnectSilentAgents is for timers of Lastcall: set amazonConnectChatTimers to lastcall, or leave it out',
        ];
  }
  if (drivenArns(chosen).length === 0) {
    return ['amazonConnectChatTimers is for instances that are driven: set amazonConnectArns too, or leave it out'];
  }
  return [];
}

function quotaFaults(chosen: Chosen): string[] {
  const { amazonConnectQuotas } = chosen;
  const faults: string[] = [];
  if (amazonConnectQuotas.length > 0 && drivenArns(chosen).length === 0) {
    faults.push(
      'amazonConnectQuotas are for instances of Amazon Connect: set amazonConnectArns too, or leave them out',
    );
  }
  const shown = readQuotas(amazonConnectQuotas.join()).GetCurrentUserData?.perSecond ?? 0;
  if (shown >= 200) {
    faults.push(
      `The quota of GetCurrentUserData is not ${shown}: the console of Service Quotas may show 200 by mistake. Leave it out unless AWS has raised it`,
    );
  }
  return faults;
}

function clashesOfIssuer({ stage, oidcIssuer, oidcAudience = [] }: Chosen): string[] {
  const faults: string[] = [];
  if (oidcIssuer !== undefined && oidcAudience.length === 0) {
    faults.push(`Tokens of ${oidcIssuer} must be for Lastcall: set oidcAudience to what their claim aud is then`);
  }
  if (oidcIssuer === undefined && oidcAudience.length > 0) {
    faults.push('oidcAudience is for the tokens of an issuer: set oidcIssuer too, or leave it out');
  }
  if (oidcIssuer?.startsWith('http:') && stage !== 'dev') {
    faults.push(`The issuer ${oidcIssuer} must be https:// in every stage but dev`);
  }
  return faults;
}
