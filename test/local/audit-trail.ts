import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartedApp } from '../app/app-processes.ts';

/** Reads the audit trail of an app: the details of every event, in the order of publishing. */
export function openAuditTrail({ app, folder }: Pick<StartedApp, 'app' | 'folder'>) {
  const groups = app.rules.flatMap(({ targets }) =>
    targets.flatMap((target) => (target.type === 'logGroup' ? target.logGroupName : [])),
  );
  return (): readonly ReturnType<typeof JSON.parse>[] =>
    groups
      .map((group) => join(folder, 'logs', `${group}.log`))
      .flatMap((file) => readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean))
      .map((line) => JSON.parse(line).detail);
}
