import { keepSession, streamsDesktop } from './lastcall-agent.ts';

// For a page without modules.
Object.assign(globalThis, { LastcallAgent: { keepSession, streamsDesktop } });
