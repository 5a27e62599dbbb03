import * as z from 'zod';
import { type LogoutScheduleUseCases, mostSchedules } from '#core/logout-schedules/use-cases.ts';
import { scheduleId } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { originOf } from '../logouts.ts';
import { closedObject, noBody, noQuery } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { requireOwnTeams } from './logout-request.ts';
import { cursorAnswer, pageKeys, pageOf } from './page.ts';
import { nativeRoute } from './problem.ts';
import { scheduleBody, scheduleOf } from './schedule-request.ts';
import { scheduleAnswer, scheduleView } from './schedule-view.ts';

const inPath = z.object({ scheduleId });

/** The same for a schedule that is not there and for one of others. */
const noSuchSchedule = () =>
  new RefusedRequest({ type: 'notFound', message: 'There is no logout schedule with this id that you may see' });

/** Each occurrence is a job, so it takes the scope for one, however many agents are meant. */
const putLogoutSchedule = nativeRoute({
  key: 'PUT /v1/logout-schedules/{scheduleId}',
  scope: 'logout:bulk',
  request: z.object({ path: inPath, query: noQuery, body: scheduleBody }),
  answers: { 200: scheduleAnswer },
  heedsTeams: true,
  run: async (useCases: LogoutScheduleUseCases, { path, body }, request) => {
    const { caller } = request;
    requireOwnTeams(body.request, caller);
    return useCases.putSchedule({ instanceId: caller.instanceId, ...path }, scheduleOf(body, request), caller);
  },
  render: (outcome, { path }) => {
    switch (outcome.type) {
      case 'done':
        return { status: 200, body: scheduleView(path, outcome.content) };
      case 'unknown':
        throw noSuchSchedule();
      case 'tooMany':
        throw new RefusedRequest({
          type: 'conflict',
          message: `Your instance has ${mostSchedules} logout schedules, and no more are taken: delete one first`,
        });
      case 'contended':
        throw new RefusedRequest({ type: 'contended' });
    }
  },
});

const getLogoutSchedule = nativeRoute({
  key: 'GET /v1/logout-schedules/{scheduleId}',
  scope: ['sessions:read', 'logout:bulk'],
  request: z.object({ path: inPath, query: noQuery, body: noBody }),
  answers: { 200: scheduleAnswer },
  heedsTeams: true,
  run: (useCases: LogoutScheduleUseCases, { path }, { caller }) =>
    useCases.getSchedule({ instanceId: caller.instanceId, ...path }, caller),
  render: (content, { path }) => {
    if (!content) throw noSuchSchedule();
    return { status: 200, body: scheduleView(path, content) };
  },
});

const listLogoutSchedules = nativeRoute({
  key: 'GET /v1/logout-schedules',
  scope: ['sessions:read', 'logout:bulk'],
  request: z.object({ query: closedObject(pageKeys), body: noBody }),
  answers: { 200: z.strictObject({ schedules: z.array(scheduleAnswer), ...cursorAnswer }) },
  heedsTeams: true,
  run: (useCases: LogoutScheduleUseCases, { query }, { caller }) => useCases.listSchedules(caller, pageOf(query)),
  render: ({ schedules, cursor }) => ({
    status: 200,
    body: {
      schedules: schedules.map(({ content, ...key }) => scheduleView(key, content)),
      ...(cursor !== undefined && { cursor }),
    },
  }),
});

/**
 * A job that an occurrence has made goes on. Answers the same whether there was a schedule or not, so that a deletion whose answer
 * was lost can be repeated; a caller who is limited to teams learns of no others.
 */
const deleteLogoutSchedule = nativeRoute({
  key: 'DELETE /v1/logout-schedules/{scheduleId}',
  scope: 'logout:bulk',
  request: z.object({ path: inPath, query: noQuery, body: noBody }),
  answers: { 204: noContent },
  heedsTeams: true,
  run: (useCases: LogoutScheduleUseCases, { path }, request) => {
    const { caller } = request;
    return useCases.deleteSchedule({ instanceId: caller.instanceId, ...path }, { ...caller, from: originOf(request) });
  },
  render: (outcome) => {
    switch (outcome.type) {
      case 'done':
        return { status: 204 };
      case 'unknown':
        throw noSuchSchedule();
      case 'contended':
        throw new RefusedRequest({ type: 'contended' });
    }
  },
});

/** Recurring forced logouts. */
export const logoutScheduleRoutes = [putLogoutSchedule, getLogoutSchedule, listLogoutSchedules, deleteLogoutSchedule];
