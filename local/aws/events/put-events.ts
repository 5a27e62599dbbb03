import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { z } from 'zod';
import { parseJson, readBody } from '../http-server.ts';
import type { AccessControl } from '../permissions/access-control.ts';
import { eventsPermissions } from '../permissions/required-permissions.ts';
import type { EventBuses } from './event-bus.ts';

/** EventBridge's limit for one request. */
const maximumBytes = 1024 * 1024;

const requestSchema = z.object({
  Entries: z
    .array(
      z.object({
        EventBusName: z.string().optional(),
        Source: z.string().optional(),
        DetailType: z.string().optional(),
        Detail: z.string().optional(),
        Resources: z.array(z.string()).optional(),
        Time: z.number().optional(),
      }),
    )
    .min(1)
    .max(10),
});

type Entry = z.output<typeof requestSchema>['Entries'][number];
type EntryResult = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** What `PutEvents` works with. */
export interface PutEventsSettings {
  readonly buses: EventBuses;
  /** The virtual time. */
  readonly now: () => number;
  readonly access: AccessControl;
}

/**
 * Serves EventBridge's `PutEvents`, as the AWS SDK calls it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function putEventsEndpoint(settings: PutEventsSettings): RequestListener {
  return async (incoming, response) => {
    const [status, answer] = await readBody(incoming, maximumBytes).then(
      (body) => handle(incoming.headers, body, settings),
      (): Reply => [400, { __type: 'SerializationException', message: 'The request was cut off' }],
    );
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  };
}

type Reply = readonly [status: number, answer: object];

function handle(
  { authorization, 'x-amz-target': target }: IncomingHttpHeaders,
  body: Buffer | undefined,
  { buses, now, access }: PutEventsSettings,
): Reply {
  if (target !== 'AWSEvents.PutEvents') {
    return [
      400,
      { __type: 'UnknownOperationException', message: `The local run supports PutEvents only, not ${String(target)}` },
    ];
  }
  if (body === undefined) {
    return [
      400,
      { __type: 'ValidationException', message: 'Total size of the entries in the request is over the limit.' },
    ];
  }
  const parameters = parseJson(body.toString());
  const denial = access.denial({ authorization, required: () => eventsPermissions(target, parameters) });
  if (denial !== undefined) return [400, { __type: 'AccessDeniedException', Message: denial }];
  const request = requestSchema.safeParse(parameters);
  if (!request.success) return [400, { __type: 'ValidationException', message: z.prettifyError(request.error) }];
  const results = request.data.Entries.map((entry) => accept(entry, buses, now));
  return [200, { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results }];
}

function accept(entry: Entry, buses: EventBuses, now: () => number): EntryResult {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name]) return invalid(`Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  const { EventBusName = 'default', Source = '', DetailType = '', Detail = '', Resources = [], Time } = entry;
  const busName = buses.find(EventBusName);
  if (busName === undefined)
    return invalid(`Parameter EventBusName is not valid. Reason: Event bus ${EventBusName} does not exist.`);
  const detail = parseJson(Detail);
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  const instant = Time === undefined ? now() : Time * 1000;
  const event = { source: Source, detailType: DetailType, resources: Resources, detail, instant };
  return { EventId: buses.send(busName, event) };
}

function invalid(ErrorMessage: string): EntryResult {
  return { ErrorCode: 'InvalidArgument', ErrorMessage };
}
