import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's environment for Node.js with ordinary global variables. In Jest's own, every access to one (`Map`, `Promise`) goes
 * through a proxy, and what computes much takes twice the time.
 */
export default class OrdinaryGlobals extends TestEnvironment {
  constructor(...settings) {
    const { createContext } = vm;
    // Jest leaves no choice of the context that it makes.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...settings);
    } finally {
      vm.createContext = createContext;
    }
  }
}
