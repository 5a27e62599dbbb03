import { readdirSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync, type Metafile } from 'esbuild';

const root = resolve(import.meta.dirname, '..');

/** The functions of one folder, bundled: one ES module for each file, with its SDK client inside. */
export interface Bundles {
  /** File names without `.ts`. */
  readonly names: readonly string[];
  /** What esbuild put into each bundle, and how many bytes of it. */
  readonly metafile: Metafile;
  /** The deployable code of one function; its handler is `index.handler`. */
  codeOf(name: string): Code;
}

/**
 * Bundles every file that lies directly in a folder into `{outdir}/{name}/index.mjs`, all in one build.
 * The same input gives the same bytes, hence the same asset hash. A source map for reading stack traces lies beside
 * each bundle and is not deployed.
 */
export function bundleFunctions(outdir: string, folder = join(root, 'functions')): Bundles {
  const files = readdirSync(folder, { withFileTypes: true }).filter((f) => f.isFile() && f.name.endsWith('.ts'));
  const names = files.map((file) => parse(file.name).name).sort();
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: join(folder, `${name}.ts`), out: join(name, 'index') })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // ES modules first: they can be shaken, and need no `require`, which an ES module bundle does not have.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  return {
    names,
    metafile,
    codeOf(name) {
      if (!names.includes(name)) throw new Error(`No file functions/${name}.ts, but lib/ deploys a function of it`);
      return Code.fromAsset(join(outdir, name), { exclude: ['*.map'] });
    },
  };
}
