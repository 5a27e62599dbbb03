import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      dependencies: z.array(z.string()).default([]),
      properties: z
        .object({ templateFile: z.string().optional(), stackName: z.string().optional(), file: z.string().optional() })
        .default({}),
    }),
  ),
  missing: z.array(z.unknown()).default([]),
});

const templateSchema = z.object({
  Resources: z
    .record(
      z.string(),
      z.object({
        Type: z.string(),
        Properties: z.record(z.string(), z.unknown()).default({}),
        Condition: z.string().optional(),
      }),
    )
    .default({}),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown().optional() })).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
});

const assetsSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string(), packaging: z.string() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/** A synthesized CloudFormation template, with intrinsic functions unresolved. */
type Template = z.output<typeof templateSchema>;

/** One synthesized stack, with the local path of every asset by its object key in the template. */
export interface SynthesizedStack {
  readonly name: string;
  readonly template: Template;
  readonly assets: ReadonlyMap<string, string>;
}

/** Reads the stacks of a cloud assembly in the order of deployment: a stack comes after those it depends on. */
export function readCloudAssembly(folder: string): SynthesizedStack[] {
  const manifest = readJson(join(folder, 'manifest.json'), manifestSchema);
  if (manifest.missing.length > 0)
    throw new StartError(`The app in ${folder} needs context lookups, and there is no account to look in`);
  const inOrder: string[] = [];
  const visit = (id: string): void => {
    if (inOrder.includes(id)) return;
    for (const dependency of manifest.artifacts[id]?.dependencies ?? []) visit(dependency);
    inOrder.push(id);
  };
  for (const id of Object.keys(manifest.artifacts)) visit(id);

  return inOrder.flatMap((id) => {
    const artifact = manifest.artifacts[id];
    if (artifact?.type === 'cdk:cloud-assembly')
      throw new StartError(`Nested assembly ${id}: the local run supports only stacks of the app itself`);
    if (artifact?.type !== 'aws:cloudformation:stack' || artifact.properties.templateFile === undefined) return [];
    const assetFiles = artifact.dependencies.flatMap(
      (dependency) => manifest.artifacts[dependency]?.properties.file ?? [],
    );
    return {
      name: artifact.properties.stackName ?? id,
      template: readJson(join(folder, artifact.properties.templateFile), templateSchema),
      assets: new Map(assetFiles.flatMap((file) => readAssets(folder, file))),
    };
  });
}

function readAssets(folder: string, file: string): [string, string][] {
  const { files } = readJson(join(folder, file), assetsSchema);
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, resolve(folder, source.path)]),
  );
}

function readJson<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  if (!existsSync(file)) throw new StartError(`There is no ${file}: it is no cloud assembly`);
  const read = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new StartError(`${file} cannot be read: ${z.prettifyError(read.error)}`);
  return read.data;
}
