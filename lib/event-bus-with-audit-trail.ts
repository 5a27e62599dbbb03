import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { alarmAbove } from './alarms.ts';

/** The name is explicit because the Ref of a rule includes its bus, and its metrics need the name alone. */
const auditRuleName = 'audit-trail';

export interface EventBusWithAuditTrailProps {
  /** The log that keeps every event. */
  readonly auditLog: ILogGroup;
}

/** The bus on which Lastcall publishes events, and a rule that writes all of them to the audit log. */
export class EventBusWithAuditTrail extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { auditLog }: EventBusWithAuditTrailProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'What happened in Lastcall' });
    const rule = new Rule(this, 'AuditTrail', {
      ruleName: auditRuleName,
      eventBus: this.bus,
      description: 'Writes every event of Lastcall to the audit log',
      eventPattern: { source: ['lastcall'] },
    });
    // The CDK's own target for log groups would deploy a function with a wildcard role, to write the policy below.
    rule.addTarget({
      bind: () => ({
        arn: Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: auditLog.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      }),
    });
    const events = new ServicePrincipal('events.amazonaws.com');
    const delivery = new ServicePrincipal('delivery.logs.amazonaws.com');
    new ResourcePolicy(this, 'AuditLogPolicy', {
      policyStatements: [
        new PolicyStatement({
          principals: [events, delivery],
          actions: ['logs:CreateLogStream'],
          resources: [auditLog.logGroupArn],
        }),
        new PolicyStatement({
          principals: [events, delivery],
          actions: ['logs:PutLogEvents'],
          resources: [auditLog.logGroupArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
        }),
      ],
    });
    alarmAbove(this, 'AuditTrailAlarm', {
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensionsMap: { EventBusName: this.bus.eventBusName, RuleName: auditRuleName },
        statistic: 'Sum',
      }),
      description: 'An event did not reach the audit log. Look at the resource policy of the log group.',
    });
  }
}
