import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type ErrorDryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { addEventHandler, type Event, getState, resetState, run } from 'jest-circus';
import { importAnew, isolateModulesOf } from './isolated-modules.ts';

/** What the mutated code looks at: whether a mutant is active, and which test reaches which mutants. */
const mutated: InstrumenterContext = {};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: mutated });

/** No mutant has this id. Without any, the mutated code would ask the environment each time. */
const none = 'none';

/** Nothing here takes that long, unless a mutant made it wait for what never comes. */
const longestTest = 60_000;

interface SuiteRun {
  /** Its name, a path from the folder of the project. */
  readonly suite: string;
  readonly isWanted: (id: string) => boolean;
  readonly stopsAtFailure: boolean;
  readonly results: TestResult[];
}

/**
 * Runs suites with Jest's own functions in the process of Stryker's runner. Jest gives each suite a virtual machine, and
 * to make one and load the modules into it takes longer than nearly all tests here. There is a copy of the modules for each
 * suite all the same.
 */
class InProcessRunner implements TestRunner {
  readonly #folder = process.cwd();
  #suites: readonly string[] = [];
  /** How long each suite took when it was run last, in milliseconds. Those that are not known come first. */
  readonly #took = new Map<string, number>();
  /** The suite that has detected a mutant last: it may well detect the next one, which is near. */
  #latest: string | undefined;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    isolateModulesOf(this.#folder);
    // Whether a random test fails is all that matters here. Looking for the smallest case that fails takes much longer.
    fc.configureGlobal({ endOnFailure: true });
    this.#suites = globSync((process.env.SUITES ?? '').split(' '), { cwd: this.#folder }).sort();
  }

  async dryRun(): Promise<DryRunResult> {
    const results: TestResult[] = [];
    mutated.activeMutant = none;
    for (const suite of this.#suites) {
      const fault = await this.#run({ suite, isWanted: () => true, stopsAtFailure: false, results });
      if (fault) return fault;
    }
    const { mutantCoverage } = mutated;
    return { status: DryRunStatus.Complete, tests: results, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun({
    activeMutant,
    testFilter,
    disableBail,
    hitLimit,
    mutantActivation,
  }: MutantRunOptions): Promise<MutantRunResult> {
    const wanted = testFilter && new Set(testFilter);
    const suites = testFilter ? [...new Set(testFilter.map(suiteOf))] : this.#suites;
    const results: TestResult[] = [];
    Object.assign(mutated, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    const isWanted = (id: string) => wanted?.has(id) ?? true;
    const activate = () => {
      mutated.activeMutant = activeMutant.id;
    };
    for (const suite of suites.toSorted((one, other) => this.#rank(one) - this.#rank(other))) {
      mutated.activeMutant = none;
      if (mutantActivation === 'static') activate();
      const fault = await this.#run({ suite, isWanted, stopsAtFailure: !disableBail, results }, activate);
      const limitReached = determineHitLimitReached(mutated.hitCount, hitLimit);
      const endedBy = limitReached ?? fault;
      if (endedBy) return toMutantRunResult(endedBy);
      if (results.every(hasPassed)) continue;
      this.#latest = suite;
      if (!disableBail) break;
    }
    mutated.activeMutant = none;
    return toMutantRunResult({ status: DryRunStatus.Complete, tests: results }, disableBail);
  }

  /** Adds the results of a suite; or returns why it cannot be run. */
  async #run(suiteRun: SuiteRun, whenLoaded?: () => void): Promise<ErrorDryRunResult | undefined> {
    resetState();
    getState().testTimeout = longestTest;
    current = suiteRun;
    const begun = performance.now();
    try {
      await importAnew(resolve(this.#folder, suiteRun.suite));
      whenLoaded?.();
      const { unhandledErrors } = await run();
      if (unhandledErrors.length === 0) return undefined;
      return { status: DryRunStatus.Error, errorMessage: `${suiteRun.suite}: ${unhandledErrors.join('\n')}` };
    } catch (error) {
      return {
        status: DryRunStatus.Error,
        errorMessage: `${suiteRun.suite}: ${error instanceof Error ? error.stack : error}`,
      };
    } finally {
      this.#took.set(suiteRun.suite, performance.now() - begun);
    }
  }

  #rank(suite: string): number {
    return suite === this.#latest ? -1 : (this.#took.get(suite) ?? 0);
  }
}

type RunningTest = Extract<Event, { name: 'test_done' }>['test'];

let current: SuiteRun | undefined;

const hasPassed = ({ status }: TestResult): boolean => status !== TestStatus.Failed;

/** The id of a test begins with its suite, for titles alone are not unique. */
const idOf = (suite: string, test: RunningTest): string => `${suite}: ${titleOf(test)}`;
const suiteOf = (id: string): string => id.slice(0, id.indexOf(': '));

const titleOf = (test: RunningTest): string => {
  const titles: string[] = [];
  for (let part: RunningTest | RunningTest['parent'] | undefined = test; part?.parent; part = part.parent)
    titles.unshift(part.name);
  return titles.join(' ');
};

addEventHandler((event: Event) => {
  if (!current) return;
  const { suite, isWanted, stopsAtFailure, results } = current;
  if (event.name === 'test_start') {
    const id = idOf(suite, event.test);
    if (!isWanted(id) || (stopsAtFailure && !results.every(hasPassed))) event.test.mode = 'skip';
    else mutated.currentTestId = id;
  }
  if (event.name === 'test_done') {
    const { test } = event;
    delete mutated.currentTestId;
    const result = {
      id: idOf(suite, test),
      name: titleOf(test),
      fileName: resolve(suite),
      timeSpentMs: test.duration ?? 0,
    };
    const [error] = test.errors;
    if (error === undefined) results.push({ ...result, status: TestStatus.Success });
    else results.push({ ...result, status: TestStatus.Failed, failureMessage: String(error) });
  }
});

const createRunner = (): TestRunner => new InProcessRunner();

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', Object.assign(createRunner, { inject: tokens() })),
];
