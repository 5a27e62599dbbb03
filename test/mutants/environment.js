import OrdinaryGlobals from '../environment.js';

/** Skips the other tests of a suite as soon as one has failed, unless no mutant is active. */
export default class FirstFailureIsEnough extends OrdinaryGlobals {
  #hasFailed = false;

  async handleTestEvent(event) {
    if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined) return;
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.#hasFailed = true;
    if (event.name === 'test_start' && this.#hasFailed) event.test.mode = 'skip';
  }
}
