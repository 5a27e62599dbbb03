import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PipelineEnvironment } from './pipeline-settings.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';

/** A stage of a pipeline whose settings have been read. */
export interface SettledStage {
  readonly stage: Stage;
  readonly settings: Settings;
}

/**
 * A stage whose context is that of the app, with the settings of the environment over it.
 *
 * @throws SettingsError for a setting that cannot be, also for one of another region
 */
export function stageOf(
  scope: Construct,
  id: 'Staging' | 'Production',
  { account, region, context }: PipelineEnvironment,
): SettledStage {
  const stage = new Stage(scope, id, { env: { account, region } });
  for (const [name, value] of Object.entries(context)) stage.node.setContext(name, value);
  try {
    return { stage, settings: readSettings(stage.node, { account, region }) };
  } catch (error) {
    throw error instanceof SettingsError ? new SettingsError(`In pipeline${id}: ${error.message}`) : error;
  }
}
