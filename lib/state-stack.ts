import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { agentsTable } from '../functions/adapters/dynamodb/agents/keys.ts';
import { alarmsTable } from '../functions/adapters/dynamodb/alarms/keys.ts';
import { chatsTable } from '../functions/adapters/dynamodb/chats/keys.ts';
import { jobsTable } from '../functions/adapters/dynamodb/jobs/keys.ts';
import { keysTable } from '../functions/adapters/dynamodb/keys/keys.ts';
import { limitsTable } from '../functions/adapters/dynamodb/limits/keys.ts';
import { settingsTable } from '../functions/adapters/dynamodb/settings/keys.ts';
import { signingKeysTable } from '../functions/adapters/dynamodb/signing-keys/keys.ts';
import { transcriptsTable } from '../functions/adapters/dynamodb/transcripts/keys.ts';

export interface StateStackProps extends StackProps {
  /** Whether tables refuse to be deleted and everything outlives the stack. */
  readonly keepsData: boolean;
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** What must not be lost: the tables and the audit log. */
export class StateStack extends Stack {
  readonly agents: Table;
  readonly jobs: Table;
  readonly keys: Table;
  readonly chats: Table;
  readonly alarms: Table;
  readonly transcripts: Table;
  readonly settings: Table;
  readonly signingKeys: Table;
  readonly limits: Table;
  readonly auditLog: LogGroup;

  constructor(scope: Construct, id: string, { keepsData, ...props }: StateStackProps) {
    super(scope, id, props);
    const removalPolicy = keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const safe = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: keepsData,
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
    this.alarms = new Table(this, 'Alarms', {
      ...safe,
      partitionKey: text(alarmsTable.partitionKey),
      sortKey: text(alarmsTable.sortKey),
      timeToLiveAttribute: alarmsTable.timeToLive,
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
    this.auditLog = new LogGroup(this, 'AuditLog', { retention: RetentionDays.ONE_YEAR, removalPolicy });

    new CfnOutput(this, 'KeysTableName', { value: this.keys.tableName, description: 'The table of API keys' });
  }
}
