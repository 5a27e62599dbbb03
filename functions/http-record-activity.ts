import { parseActivity, renderActivity } from '#dialects/native/participants.ts';
import { native } from '#dialects/native/problem.ts';
import { recordActivity } from '#runtime/compose/record-activity.ts';
import { http } from '#runtime/http.ts';

/** `POST /v1/chats/{contactId}/activity`: counts as a message. */
export const handler = http(native, async (request) => renderActivity(await recordActivity(...parseActivity(request))));
