import { z } from 'zod';

/** Whom the visitor forces out, as the supervisor. */
export const orderSchema = z.strictObject({
  select: z.strictObject({ agentIds: z.array(z.string()).optional(), teamIds: z.array(z.string()).optional() }),
  timing: z.enum(['immediate', 'afterContact']),
  message: z.string().optional(),
});

export const jobSchema = z.strictObject({ jobId: z.number().int() });

const answered = z.looseObject({});
const agents = z.looseObject({ agents: z.array(z.unknown()) });
const someResults = z.looseObject({ results: z.array(z.unknown()), cursor: z.string().optional() });

interface SupervisorSettings {
  /** Lastcall's HTTP API, without a trailing slash. */
  readonly apiUrl: string;
  /** A key for the instance, `keyId:secret`. No page receives it. */
  readonly apiKey: string;
}

/** What the supervisor's tool asks of Lastcall's own API. Answers that refuse are passed on as they are. */
export function makeSupervisor({ apiUrl, apiKey }: SupervisorSettings) {
  async function call(method: string, path: string, body?: object) {
    const response = await fetch(`${apiUrl}/v1${path}`, {
      method,
      headers: { authorization: `Basic ${btoa(apiKey)}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: answered.parse(await response.json()) };
  }

  return {
    /** How many agents Lastcall knows to be there: those whom it saw at its latest look at Amazon Connect. */
    async known() {
      const { status, json } = await call('GET', '/agents?signedIn=true&limit=100');
      return status === 200 ? { json: { known: agents.parse(json).agents.length } } : { status, json };
    },

    forceOut: (order: z.output<typeof orderSchema>) =>
      call('POST', '/force-logouts', { ...order, confirmEveryone: true, reason: 'Asked for in the demo' }),

    /** A job with the results that there are so far. */
    async job(jobId: number) {
      const { status, json: job } = await call('GET', `/force-logouts/${jobId}`);
      if (status !== 200) return { status, json: job };
      const results: unknown[] = [];
      let cursor: string | undefined;
      do {
        const query = new URLSearchParams({ limit: '100', ...(cursor !== undefined && { cursor }) });
        const page = someResults.parse((await call('GET', `/force-logouts/${jobId}/results?${query}`)).json);
        results.push(...page.results);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return { status, json: { ...job, results } };
    },
  };
}
