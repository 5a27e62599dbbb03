import { env } from '../env.ts';

/** The CDK app lets 400 and 200 pass, nothing else. */
export const ccaiDeferredStatusCode = env('CCAI_DEFERRED_STATUS_CODE') === '200' ? 200 : 400;
