import { constants, createContext } from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** Globals that Jest takes from the process although each context has its own. */
const ofProcess = new Set(['ArrayBuffer', 'Uint8Array']);

/**
 * Jest's environment for Node.js with ordinary global variables. In Jest's own, every access to one (`Map`, `Promise`) goes
 * through a proxy, and what computes much takes twice the time.
 */
export default class OrdinaryGlobals extends TestEnvironment {
  constructor(...settings) {
    super(...settings);
    const global = createContext(constants.DONT_CONTEXTIFY);
    const builtIn = new Set(Reflect.ownKeys(global));
    for (const name of Reflect.ownKeys(this.global)) {
      if (builtIn.has(name) && !ofProcess.has(name)) continue;
      Object.defineProperty(global, name, Object.getOwnPropertyDescriptor(this.global, name));
    }
    global.global = global;
    this.context = global;
    this.global = global;
  }
}
