import { CfnOutput } from 'aws-cdk-lib';
import { ApiMapping, DomainName, type HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import type { Settings } from './settings.ts';

type Domain = Pick<Settings, 'domainName' | 'certificateArn' | 'basePath'>;

/** Where callers reach the HTTP API under its own domain, without a slash at the end; nothing if it has none. */
export const domainUrl = ({ domainName, basePath }: Domain): string | undefined =>
  domainName && `https://${domainName}${basePath === undefined ? '' : `/${basePath}`}`;

export interface CustomDomainProps {
  readonly stage: HttpStage;
  readonly domainName: string;
  /** A certificate for that name, in the region of the stack. */
  readonly certificateArn: string;
  /** @default - the API has the domain to itself */
  readonly basePath?: string | undefined;
}

/**
 * The HTTP API at a domain of the operator, who points the name to what the output `DomainTarget` says. The WebSocket API
 * keeps its own address: clients get it from the HTTP API, and API Gateway does not let both kinds share a domain
 * (docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-custom-domains.html).
 */
export class CustomDomain extends Construct {
  constructor(scope: Construct, id: string, { stage, domainName: name, certificateArn, basePath }: CustomDomainProps) {
    super(scope, id);
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const domainName = new DomainName(this, 'Name', { domainName: name, certificate });
    new ApiMapping(this, 'Mapping', {
      api: stage.api,
      stage,
      domainName,
      ...(basePath !== undefined && { apiMappingKey: basePath }),
    });
    const output = (key: string, value: string, description: string) =>
      new CfnOutput(this, key, { value, description }).overrideLogicalId(key);
    output('DomainUrl', domainUrl({ domainName: name, basePath }) ?? name, 'Where the HTTP API answers at its domain');
    output('DomainTarget', domainName.regionalDomainName, 'What the DNS name of the domain is an alias of');
    output('DomainTargetZone', domainName.regionalHostedZoneId, 'The hosted zone of that target, for an alias record');
  }
}
