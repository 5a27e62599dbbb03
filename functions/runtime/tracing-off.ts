import type { MiddlewareObj } from '@middy/core';

// What `#tracing` means unless functions are bundled with traces (lib/bundles.ts): nothing, and no byte of the tracer.

/** The same client. */
export const traced = <Client>(client: Client): Client => client;

/** Nothing is added to an invocation. */
export const tracedInvocation = (): MiddlewareObj[] => [];
