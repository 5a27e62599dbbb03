import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { keysTable, limitsTable, signingKeysTable } from '../functions/adapters/dynamodb/access-tables.ts';
import { agentsTable } from '../functions/adapters/dynamodb/agents-table.ts';
import { auditTable } from '../functions/adapters/dynamodb/audit-table.ts';
import { chatsTable, transcriptsTable } from '../functions/adapters/dynamodb/chat-tables.ts';
import { jobsTable } from '../functions/adapters/dynamodb/jobs-table.ts';
import { settingsTable } from '../functions/adapters/dynamodb/settings-table.ts';
import { supervisorsTable } from '../functions/adapters/dynamodb/supervisors-table.ts';
import { wakeUpsTable } from '../functions/adapters/dynamodb/wake-ups-table.ts';
import { encryptWith } from './encryption.ts';
import { NewAgentEventStream } from './new-agent-event-stream.ts';
import { keepsData, type Settings } from './settings.ts';

export interface StateStackProps extends StackProps {
  readonly settings: Pick<Settings, 'stage' | 'auditDays' | 'kmsKeyArn' | 'amazonConnectNewAgentEventStream'>;
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** What must not be lost: the tables, the audit log, and a stream of agent events. */
export class StateStack extends Stack {
  readonly agents: Table;
  readonly jobs: Table;
  readonly keys: Table;
  readonly chats: Table;
  readonly wakeUps: Table;
  readonly transcripts: Table;
  readonly settings: Table;
  readonly signingKeys: Table;
  readonly limits: Table;
  readonly audit: Table;
  readonly supervisors: Table;
  readonly auditLog: LogGroup;
  /** The ARN of the stream of agent events that is made here. @default - the settings ask for none */
  readonly agentEventStreamArn?: string;
  /** The name of the table of API keys. */
  readonly keysTableName: CfnOutput;

  constructor(scope: Construct, id: string, { settings, ...props }: StateStackProps) {
    const keeps = keepsData(settings.stage);
    super(scope, id, { terminationProtection: keeps, ...props });
    const removalPolicy = keeps ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    // Encrypted with keys that DynamoDB owns, as long as no others are named: use of those in the account is charged.
    const safe = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: keeps,
      removalPolicy,
    };
    this.agents = new Table(this, 'Agents', {
      ...safe,
      partitionKey: text(agentsTable.partitionKey),
      sortKey: text(agentsTable.sortKey),
    });
    const { onlineByAddress } = agentsTable;
    this.agents.addGlobalSecondaryIndex({
      indexName: onlineByAddress.name,
      partitionKey: text(onlineByAddress.partitionKey),
      sortKey: text(onlineByAddress.sortKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.agents.addGlobalSecondaryIndex({
      indexName: agentsTable.bySortKey,
      partitionKey: text(agentsTable.sortKey),
      sortKey: text(agentsTable.partitionKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.jobs = new Table(this, 'Jobs', {
      ...safe,
      partitionKey: text(jobsTable.partitionKey),
      sortKey: text(jobsTable.sortKey),
      timeToLiveAttribute: jobsTable.timeToLive,
    });
    this.keys = new Table(this, 'Keys', { ...safe, partitionKey: text(keysTable.partitionKey) });
    this.chats = new Table(this, 'Chats', {
      ...safe,
      partitionKey: text(chatsTable.partitionKey),
      sortKey: text(chatsTable.sortKey),
      timeToLiveAttribute: chatsTable.timeToLive,
    });
    this.wakeUps = new Table(this, 'WakeUps', {
      ...safe,
      partitionKey: text(wakeUpsTable.partitionKey),
      sortKey: text(wakeUpsTable.sortKey),
      timeToLiveAttribute: wakeUpsTable.timeToLive,
    });
    this.transcripts = new Table(this, 'Transcripts', {
      ...safe,
      partitionKey: text(transcriptsTable.partitionKey),
      sortKey: text(transcriptsTable.sortKey),
      timeToLiveAttribute: transcriptsTable.timeToLive,
    });
    const { byTime } = transcriptsTable;
    this.transcripts.addLocalSecondaryIndex({
      indexName: byTime.name,
      sortKey: text(byTime.sortKey),
      projectionType: ProjectionType.ALL,
    });
    this.settings = new Table(this, 'Settings', {
      ...safe,
      partitionKey: text(settingsTable.partitionKey),
      sortKey: text(settingsTable.sortKey),
    });
    this.signingKeys = new Table(this, 'SigningKeys', { ...safe, partitionKey: text(signingKeysTable.partitionKey) });
    this.limits = new Table(this, 'Limits', {
      ...safe,
      partitionKey: text(limitsTable.partitionKey),
      timeToLiveAttribute: limitsTable.timeToLive,
    });
    this.limits.addGlobalSecondaryIndex({
      indexName: limitsTable.byGuessed.name,
      partitionKey: text(limitsTable.byGuessed.partitionKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    const { byAgent, byJob } = auditTable;
    this.audit = new Table(this, 'Audit', {
      ...safe,
      partitionKey: text(auditTable.partitionKey),
      sortKey: text(auditTable.sortKey),
      timeToLiveAttribute: auditTable.timeToLive,
    });
    for (const { name, partitionKey } of [byAgent, byJob]) {
      this.audit.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: text(partitionKey),
        sortKey: text(auditTable.sortKey),
        projectionType: ProjectionType.ALL,
      });
    }
    this.supervisors = new Table(this, 'Supervisors', {
      ...safe,
      partitionKey: text(supervisorsTable.partitionKey),
      sortKey: text(supervisorsTable.sortKey),
      timeToLiveAttribute: supervisorsTable.timeToLive,
    });
    this.supervisors.addLocalSecondaryIndex({
      indexName: supervisorsTable.byTime.name,
      sortKey: text(supervisorsTable.byTime.sortKey),
      projectionType: ProjectionType.ALL,
    });
    this.auditLog = new LogGroup(this, 'AuditLog', { retention: settings.auditDays, removalPolicy });

    const { amazonConnectNewAgentEventStream: instanceArns } = settings;
    if (instanceArns.length > 0) {
      const stream = new NewAgentEventStream(this, 'AgentEvents', { instanceArns, keeps });
      this.agentEventStreamArn = stream.arn;
    }
    if (settings.kmsKeyArn !== undefined) encryptWith(this, settings.kmsKeyArn);

    const ofKeys = { value: this.keys.tableName, description: 'The table of API keys' };
    this.keysTableName = new CfnOutput(this, 'KeysTableName', ofKeys);
  }
}
