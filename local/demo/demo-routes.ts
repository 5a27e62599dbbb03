import { z } from 'zod';
import type { Centre } from './centre.ts';
import { answerCcp } from './connect/ccp-api.ts';
import { shownState } from './connect/connect-agent.ts';
import { carryOut, instructionSchema } from './connect/instructions.ts';
import type { StandIn } from './connect/stand-in.ts';
import type { StandInLog } from './connect/stand-in-log.ts';
import type { DemoAnswer, DemoRequest, DemoRoute } from './demo-listener.ts';
import type { Page, Pages } from './pages.ts';

/** The parts of the demo that its routes use. */
export interface DemoParts {
  readonly pages: Pages;
  readonly standIn: StandIn;
  readonly standInLog: StandInLog;
  readonly centre: Centre;
}

/** All routes of the demo: its files, the centre's own server, and the stand-in for Amazon Connect. */
export const demoRoutes = (parts: DemoParts): readonly DemoRoute[] => [
  ...fileRoutes(parts.pages),
  ...centreRoutes(parts),
  ...connectRoutes(parts),
];

const fileRoutes = (pages: Pages): readonly DemoRoute[] => [
  fileRoute('/', pages.page),
  fileRoute('/watch', pages.page),
  fileRoute('/demo.css', pages.style),
  fileRoute('/demo-page.js', pages.script),
  fileRoute('/lastcall-agent.mjs', pages.library),
  fileRoute('/connect-streams-min.js', pages.streams),
  fileRoute('/ccp.css', pages.ccpStyle),
  fileRoute('/ccp-page.js', pages.ccpScript),
  fileRoute('/connect/{agentId}/ccp-v2', pages.ccpPage),
  fileRoute('/connect/{agentId}/worker.js', pages.ccpWorker),
];

/** Serves a file. */
export const fileRoute = (path: string, page: Page): DemoRoute => ({ routeKey: `GET ${path}`, answer: () => page });

const agentId = z.string().regex(/^[\w-]{1,64}$/, 'Must be 1 to 64 letters, digits, _ and -');
const signIn = z.strictObject({
  agentId,
  leaseSeconds: z.number().int().optional(),
  isAutomatic: z.boolean().optional(),
});
const forceLogout = z.strictObject({ timing: z.enum(['immediate', 'afterContact']), message: z.string().optional() });

const centreRoutes = ({ centre, standIn, standInLog }: DemoParts): readonly DemoRoute[] => [
  { routeKey: 'POST /sign-in', answer: withBody(signIn, (body) => centre.signIn(body)) },
  {
    routeKey: 'POST /agents/{agentId}/force-logout',
    answer: withBody(forceLogout, async (order, agentId) => ({ json: await centre.forceLogout(agentId, order) })),
  },
  {
    routeKey: 'GET /agents/{agentId}',
    answer: async ({ agentId }) => {
      const { agent, answering } = standIn.get(agentId);
      const { next = null, contacts } = agent;
      const connect = { state: shownState(agent), next, contacts, answering, log: standInLog.read(agentId) };
      return { json: { ...(await centre.getAgent(agentId)), connect } };
    },
  },
];

const connectRoutes = ({ standIn, standInLog }: DemoParts): readonly DemoRoute[] => [
  {
    routeKey: 'POST /connect/{agentId}/login',
    answer: ({ agentId }) => {
      standIn.logIn(agentId);
      return { status: 204 };
    },
  },
  {
    routeKey: 'GET /connect/{agentId}/authorize',
    answer: ({ agentId }) => ({ status: standIn.isLoggedIn(agentId) ? 204 : 401 }),
  },
  {
    routeKey: 'GET /connect/{agentId}/logout',
    answer: ({ agentId }) => {
      standIn.logOut(agentId);
      return { status: 204 };
    },
  },
  {
    routeKey: 'POST /connect/{agentId}/api',
    answer: async ({ agentId, body }) => {
      const answer = await answerCcp(standIn, agentId, body);
      return answer.status === 204 ? answer : { status: answer.status, json: answer.body };
    },
  },
  {
    routeKey: 'POST /connect/{agentId}/instructions',
    answer: withBody(instructionSchema, (instruction, agentId) => ({ json: carryOut(standIn, agentId, instruction) })),
  },
  {
    routeKey: 'GET /connect/{agentId}/log',
    answer: ({ agentId }) => ({ json: standInLog.read(agentId) }),
  },
];

/** Parses the body of a request. A body that does not fit the schema is answered with 400 and the problems. */
export function withBody<Schema extends z.ZodType>(
  schema: Schema,
  answer: (body: z.output<Schema>, agentId: string) => DemoAnswer | Promise<DemoAnswer>,
): DemoRoute['answer'] {
  return ({ body, agentId }: DemoRequest) => {
    const parsed = schema.safeParse(body);
    return parsed.success
      ? answer(parsed.data, agentId)
      : { status: 400, json: { message: z.prettifyError(parsed.error) } };
  };
}
