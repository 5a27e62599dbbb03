import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { functionFiles } from '../../lib/bundles.ts';
import { lastcallStacks } from '../../lib/lastcall-stacks.ts';
import { readSettings } from '../../lib/settings.ts';
import type { PlacedStack } from './app-faults.ts';
import { template } from './fault.ts';
import type { Place } from './intrinsics.ts';

type Region = Pick<Place, 'partition' | 'region'>;

/** A context of the app and where it is deployed. */
export interface Variant {
  readonly context: Readonly<Record<string, unknown>>;
  readonly in: Region;
}

const regions: readonly Region[] = [
  { partition: 'aws', region: 'eu-central-1' },
  { partition: 'aws-cn', region: 'cn-northwest-1' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1' },
];

/** Every setting with the longest value that operators are likely to choose, and ARNs of the region. */
export const everyOption = ({ partition, region }: Region): Variant['context'] => {
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:123456789012:${resource}`;
  const instances = ['a', 'b', 'c', 'd', 'e'].map((digit) =>
    arn('connect', `instance/${'00000000-0000-0000-0000-000000000000'.replaceAll('0', digit)}`),
  );
  return {
    stage: 'a-stage-of-20-letter',
    deferredStatusCode: 200,
    throttle: 10_000,
    alarmTopicArn: arn('sns', 'on-call'),
    connectInstanceArns: instances,
    allowedOrigins: ['https://one.example.com', 'https://two.example.com'],
    streamingTopicArns: Array.from({ length: 20 }, (_, at) => arn('sns', `${'t'.repeat(85)}${at}`)),
    plainWebhooks: false,
    huaweiInstanceId: 'i'.repeat(100),
    chatDays: 3653,
    huaweiHeldPolls: 0,
    trustedProxies: Array.from({ length: 126 }, (_, at) => `192.0.2.${at}/32`),
    transcriptDays: 3653,
    resultDays: 3653,
    auditDays: 3653,
    functionLogDays: 3653,
    accessLogDays: 3653,
    oidcIssuer: `https://login.example.com/${'r'.repeat(200)}`,
    oidcAudience: ['lastcall', 'a'.repeat(200)],
    oidcClaims: { instance: 'custom:instance', scopes: 'scope', teams: 'groups' },
    amazonConnectArns: instances.slice(0, 3),
    amazonConnectInstances: instances.slice(3).map((of) => ({
      ...{ arn: of, teams: 'hierarchyGroups', agentIds: 'userId', pollSeconds: 15 },
    })),
    amazonConnectTeams: ['hierarchyGroups', 'routingProfiles'],
    amazonConnectPollSeconds: 60,
    amazonConnectQuotas: { PutUserStatus: '10/20', GetCurrentUserData: '5/10' },
    amazonConnectAgentIds: 'username',
    amazonConnectAgentEventStreamArns: [arn('kinesis', 'stream/agent-events')],
    amazonConnectAgentEventStreamKeyArns: [arn('kms', 'key/11111111-2222-3333-4444-555555555555')],
    amazonConnectNewAgentEventStream: instances.slice(0, 2),
    amazonConnectContactEvents: true,
    amazonConnectChatTimers: 'lastcall',
    amazonConnectSilentAgents: 'report',
    amazonConnectNotifications: true,
    amazonConnectNotificationLocale: 'zh_TW',
    gradualDeployment: 'Linear10PercentEvery10Minutes',
    domainName: 'api.a-contact-centre-with-a-long-name.example.com',
    certificateArn: arn('acm', 'certificate/11111111-2222-3333-4444-555555555555'),
    basePath: 'lastcall/v2',
    kmsKeyArn: arn('kms', 'key/11111111-2222-3333-4444-555555555555'),
    tracing: true,
  };
};

/** What cdk.json deploys, and every option, in a region of each partition. */
export const variants: readonly Variant[] = regions.flatMap((region) => [
  { context: {}, in: region },
  { context: everyOption(region), in: region },
]);

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** The stacks of the app as CloudFormation gets them. What is in the bundles makes no difference to a template. */
export function stacksOf({ context, in: region }: Variant): readonly PlacedStack[] {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-templates-'));
  try {
    const code = join(folder, 'code');
    mkdirSync(code);
    writeFileSync(join(code, 'index.mjs'), '');
    const bundles = { names: functionFiles(), codeOf: () => Code.fromAsset(code) };
    const ofProject = cdkJson.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')));
    const app = new App({
      context: { ...ofProject.context, ...context },
      outdir: join(folder, 'cdk.out'),
      builtinCloudFormationValidation: false,
    });
    const settings = readSettings(app.node, { region: region.region });
    lastcallStacks(app, settings, bundles);
    const assembly = app.synth();
    return app.node.children.filter(Stack.isStack).map(({ stackName }) => ({
      template: template.parse(assembly.getStackByName(stackName).template),
      place: { ...region, stackName },
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
