import { readdirSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join, parse, relative, resolve } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import type { Settings } from './settings.ts';

const root = resolve(import.meta.dirname, '..');

/** The code of functions. */
export interface Bundles {
  /** The functions, by the names of their files without `.ts`. */
  readonly names: readonly string[];
  /** The code that is deployed for one of them; its handler is `index.handler`. */
  codeOf(name: string): Code;
}

/** Bundles that esbuild made: one ES module for each file, with its SDK clients inside. */
export interface BuiltBundles extends Bundles {
  /** What is inside each bundle, and how many bytes of it. */
  readonly metafile: Metafile;
}

export interface BundleOptions {
  /** The folder of the functions. @default functions/ */
  readonly folder?: string;
  /** Whether the deployment drives agents of Amazon Connect. @default false */
  readonly drivesAmazonConnect?: boolean;
  /** Whether callers may show tokens of an issuer. @default false */
  readonly acceptsTokens?: boolean;
  /** Whether they trace what they do with X-Ray. Without it nothing of the tracer is in a bundle. @default false */
  readonly tracing?: boolean;
}

/** What the settings of a stage ask of its bundles. */
export const bundleOptionsOf = ({ amazonConnectArns, oidcIssuer, tracing }: Settings): BundleOptions => ({
  drivesAmazonConnect: amazonConnectArns.length > 0,
  acceptsTokens: oidcIssuer !== undefined,
  tracing,
});

/** Files that a function reads when it runs: they are not code, and only few invocations need them. */
const filesBeside: Readonly<Record<string, string>> = { 'http-open': 'functions/runtime/docs-page.html.br' };

/** The tracer is CommonJS and calls `require` for modules of Node.js. */
const requireForTracer = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/** The files of functions by name, without `.ts`: those that lie directly in a folder. */
export const functionFiles = (folder = join(root, 'functions')): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith('.ts'))
    .map((file) => parse(file.name).name)
    .sort();

/** How every file that lies directly in a folder becomes `{name}/index.mjs`. */
const buildOf = ({
  folder = join(root, 'functions'),
  drivesAmazonConnect = false,
  acceptsTokens = false,
  tracing = false,
}: BundleOptions): BuildOptions => ({
  absWorkingDir: root,
  entryPoints: functionFiles(folder).map((name) => ({ in: join(folder, `${name}.ts`), out: join(name, 'index') })),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // ES modules are preferred: esbuild can drop what they do not use, and an ES module bundle has no `require`.
  mainFields: ['module', 'main'],
  // What `#backends`, `#identity` and `#tracing` stand for, in package.json. The first one is esbuild's own.
  conditions: [
    'module',
    ...(drivesAmazonConnect ? ['amazon-connect'] : []),
    ...(acceptsTokens ? ['oidc'] : []),
    ...(tracing ? ['tracing'] : []),
  ],
  ...(tracing && { banner: { js: requireForTracer } }),
  minify: true,
  legalComments: 'none',
  alias: { '@aws-sdk/credential-provider-node': join(root, 'lib/lambda-credentials.ts') },
  plugins: [unusedOperationsDropped],
  logLevel: 'warning',
});

/**
 * Bundles every file that lies directly in a folder into `{outdir}/{name}/index.mjs`, all in one build.
 * The same input gives the same bytes, hence the same asset hash. Beside each bundle lies a source map for reading stack
 * traces, which is not deployed.
 */
export async function bundleFunctions(outdir: string, options: BundleOptions = {}): Promise<BuiltBundles> {
  const names = functionFiles(options.folder);
  const { metafile } = await build({
    ...buildOf(options),
    outdir,
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
  });
  for (const [name, file] of Object.entries(filesBeside)) {
    if (names.includes(name)) await copyFile(join(root, file), join(outdir, name, parse(file).base));
  }
  return {
    names,
    metafile,
    codeOf(name) {
      if (!names.includes(name)) throw new Error(`No file functions/${name}.ts, but lib/ deploys a function of it`);
      return Code.fromAsset(join(outdir, name), { exclude: ['*.map'] });
    },
  };
}

/**
 * The same code for keeping: what functions share is in files of its own, so that it is there once and not twenty times.
 * The texts of the files, by their paths: `http-agents/index.mjs`, and others that these import.
 */
export async function bundleTogether(options: BundleOptions = {}): Promise<Record<string, string>> {
  const { outputFiles = [] } = await build({ ...buildOf(options), splitting: true, outdir: root, write: false });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [relative(root, path), text]));
}

/**
 * Every client of the SDK declares all operations of its service in one file, in a form of which esbuild cannot tell that
 * it has no effect of its own. This tells it so, and the operations that no function calls are left out.
 */
const unusedOperationsDropped: Plugin = {
  name: 'unused-operations-dropped',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[/\\]client-[^/\\]+[/\\]dist-es[/\\]schemas[/\\]schemas_0[.]js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(
        /^export var (\w+\$) = (\[9,[^;]*?^\]);/gm,
        'export var $1 = /* @__PURE__ */ (() => ($2))();',
      ),
    }));
  },
};
