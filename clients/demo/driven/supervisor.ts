import { element } from '../element.ts';
import { type Answer, drivenServer, type LogoutRow, type Order, type Wallboard } from './driven-server.ts';

const pollMillis = 2000;

/** The form with which the visitor, as the supervisor, forces agents out through Lastcall, and what became of each. */
export function openSupervisor() {
  const who = element('who', HTMLSelectElement);
  const outcome = element('outcome', HTMLElement);
  let names = new Map<string, string>();
  let teamIds: readonly string[] = [];
  /** Answers to an earlier order are not shown any more. */
  let latest = 0;

  element('supervisor', HTMLFormElement).addEventListener('submit', async (event) => {
    event.preventDefault();
    const timing = event.submitter instanceof HTMLButtonElement ? event.submitter.value : 'afterContact';
    const message = element('message', HTMLInputElement).value.trim();
    latest += 1;
    const mine = latest;
    const show = (answer: Answer) => mine === latest && showAnswer(answer, names);
    outcome.textContent = 'Asking Amazon Connect …';
    element('results', HTMLTableElement).hidden = true;
    try {
      const order: Order = { select: selected(who.value, teamIds), timing, ...(message && { message }) };
      let answer = await drivenServer.forceOut(order);
      show(answer);
      const { jobId } = answer;
      while (jobId !== undefined && mine === latest && answer.status !== 'completed' && answer.status !== 'failed') {
        await new Promise((resolve) => setTimeout(resolve, pollMillis));
        answer = await drivenServer.job(jobId);
        show(answer);
      }
    } catch (error) {
      if (mine === latest) outcome.textContent = String(error);
    }
  });

  return {
    showKnown(known: number): void {
      const looks = 'It looks at Amazon Connect every 15 seconds, for the first time within a minute.';
      element('known', HTMLElement).textContent = `Lastcall knows ${known} agents to be there. ${looks}`;
    },

    show({ agents, teams }: Wallboard): void {
      names = new Map(agents.map(({ agentId, name }) => [agentId, name]));
      teamIds = teams.map(({ teamId }) => teamId);
      if (who.options.length > 0) return;
      const you = agents.find(({ isYours }) => isYours);
      who.append(
        ...(you ? [new Option('You', `agent ${you.agentId}`)] : []),
        ...teams.map(({ teamId, name }) => new Option(`Team ${name}`, `team ${teamId}`)),
        new Option('Everybody', 'everybody'),
        ...agents
          .filter(({ isYours }) => !isYours)
          .map(({ agentId, name }) => new Option(`Agent ${name}`, `agent ${agentId}`)),
      );
    },
  };
}

function selected(value: string, teamIds: readonly string[]): Order['select'] {
  const [kind, id = ''] = value.split(' ');
  if (kind === 'agent') return { agentIds: [id] };
  return { teamIds: kind === 'team' ? [id] : teamIds };
}

function showAnswer({ jobId, status, results, title, detail, message }: Answer, names: ReadonlyMap<string, string>) {
  const table = element('results', HTMLTableElement);
  table.hidden = (results ?? []).length === 0;
  table.tBodies[0]?.replaceChildren(...(results ?? []).map((row) => rowOf(row, names)));
  const counts = new Map<string, number>();
  for (const { outcome } of results ?? []) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const counted = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const job = jobId === undefined ? '' : `Job ${jobId} is ${status}. `;
  const text = results ? counted || (job ? '' : 'Nobody was there.') : (detail ?? title ?? message ?? '');
  if (job || text) element('outcome', HTMLElement).textContent = `${job}${text}`;
}

function rowOf(row: LogoutRow, names: ReadonlyMap<string, string>): HTMLTableRowElement {
  const { agentId, outcome, previousStatus, currentStatus, losesAfterContactWork, notStopped = [] } = row;
  const remarks = [
    ...(losesAfterContactWork ? ['after-contact work is lost'] : []),
    ...(notStopped.length > 0 ? [`${notStopped.length} calls cannot be ended`] : []),
  ];
  const made = document.createElement('tr');
  for (const text of [
    names.get(agentId) ?? agentId,
    [outcome, ...remarks].join(', '),
    previousStatus ?? '–',
    currentStatus ?? '–',
  ])
    made.insertCell().textContent = text;
  return made;
}
