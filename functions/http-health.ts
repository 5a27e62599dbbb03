import { native } from '#dialects/native/problem.ts';
import { openHttp } from '#runtime/http.ts';

/** `GET /v1/health`: the gateway and Lambda answer. */
export const handler = openHttp(native, async () => ({ status: 200, body: { status: 'ok' } }));
