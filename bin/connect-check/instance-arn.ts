import { UsageFault } from '../command.ts';

/** An instance of Amazon Connect, by its ARN. */
export interface InstanceArn {
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly instanceId: string;
}

const form = /^arn:aws[a-z-]*:connect:([a-z0-9-]+):(\d{12}):instance\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const example = 'arn:aws:connect:eu-central-1:111122223333:instance/11111111-2222-3333-4444-555555555555';

/** Reads the ARN of an instance. @throws UsageFault that says what it has to be, and where it is shown */
export function readInstanceArn(text: string): InstanceArn {
  const arn = text.trim();
  const [, region, account, instanceId] = form.exec(arn) ?? [];
  if (region !== undefined && account !== undefined && instanceId !== undefined) {
    return { arn, region, account, instanceId };
  }
  const whole = /^(arn:.*:instance\/[0-9a-f-]{36})\//.exec(arn)?.[1];
  const why =
    whole === undefined ? 'the Amazon Connect console shows it under the name of the instance' : `try ${whole}`;
  throw new UsageFault(
    `--instance must be the ARN of an instance of Amazon Connect, such as ${example}, got ${arn || 'nothing'}: ${why}`,
  );
}
