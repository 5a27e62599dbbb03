import { z } from 'zod';
import type { Centre } from './centre.ts';
import { answerCcp } from './connect/ccp-api.ts';
import { shownState } from './connect/desk.ts';
import { instructionSchema, obey } from './connect/instructions.ts';
import type { StandIn } from './connect/stand-in.ts';
import type { StandInLog } from './connect/stand-in-log.ts';
import type { DemoAnswer, DemoRequest, DemoRoute } from './demo-listener.ts';
import type { Page, Pages } from './pages.ts';

/** What the demo's routes answer from. */
export interface DemoParts {
  readonly pages: Pages;
  readonly standIn: StandIn;
  readonly standInLog: StandInLog;
  readonly centre: Centre;
}

/** Everything the demo serves: files, the centre's own server, and the stand-in for Amazon Connect. */
export const demoRoutes = (parts: DemoParts): readonly DemoRoute[] => [
  ...fileRoutes(parts.pages),
  ...centreRoutes(parts),
  ...connectRoutes(parts),
];

const fileRoutes = (pages: Pages): readonly DemoRoute[] => [
  served('/', pages.page),
  served('/watch', pages.page),
  served('/demo.css', pages.style),
  served('/demo-page.js', pages.script),
  served('/lastcall-agent.mjs', pages.library),
  served('/connect-streams-min.js', pages.streams),
  served('/ccp.css', pages.ccpStyle),
  served('/ccp-page.js', pages.ccpScript),
  served('/connect/{agentId}/ccp-v2', pages.ccpPage),
  served('/connect/{agentId}/worker.js', pages.ccpWorker),
];

const served = (path: string, page: Page): DemoRoute => ({ routeKey: `GET ${path}`, answer: () => page });

const agentId = z.string().regex(/^[\w-]{1,64}$/, 'Must be 1 to 64 letters, digits, _ and -');
const signIn = z.strictObject({ agentId, leaseSeconds: z.number().int().optional() });
const forceOut = z.strictObject({ timing: z.enum(['immediate', 'afterContact']), message: z.string().optional() });

const centreRoutes = ({ centre, standIn, standInLog }: DemoParts): readonly DemoRoute[] => [
  { routeKey: 'POST /sign-in', answer: taking(signIn, async (asked) => ({ json: await centre.signIn(asked) })) },
  {
    routeKey: 'POST /agents/{agentId}/force-logout',
    answer: taking(forceOut, async (order, agentId) => ({ json: await centre.forceOut(agentId, order) })),
  },
  {
    routeKey: 'GET /agents/{agentId}',
    answer: async ({ agentId }) => {
      const { desk, answering } = standIn.look(agentId);
      const { next = null, contacts } = desk;
      const connect = { state: shownState(desk), next, contacts, answering, log: standInLog.read(agentId) };
      return { json: { ...(await centre.look(agentId)), connect } };
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
    answer: taking(instructionSchema, (instruction, agentId) => ({ json: obey(standIn, agentId, instruction) })),
  },
  {
    routeKey: 'GET /connect/{agentId}/log',
    answer: ({ agentId }) => ({ json: standInLog.read(agentId) }),
  },
];

/** Reads a body before it is acted on, and says what is wrong with it. */
function taking<Schema extends z.ZodType>(
  schema: Schema,
  answer: (asked: z.output<Schema>, agentId: string) => DemoAnswer | Promise<DemoAnswer>,
): DemoRoute['answer'] {
  return ({ body, agentId }: DemoRequest) => {
    const asked = schema.safeParse(body);
    return asked.success
      ? answer(asked.data, agentId)
      : { status: 400, json: { message: z.prettifyError(asked.error) } };
  };
}
