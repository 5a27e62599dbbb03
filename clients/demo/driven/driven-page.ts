import { element } from '../element.ts';
import { drivenServer } from './driven-server.ts';
import { openSupervisor } from './supervisor.ts';
import { showWall } from './wall.ts';
import { openYourPanel } from './your-panel.ts';

const pollMillis = 1000;
const pollOfKnownMillis = 5000;

const panel = openYourPanel();
const supervisor = openSupervisor();

async function look(): Promise<void> {
  const wallboard = await drivenServer.look();
  showWall(wallboard);
  panel.show(wallboard);
  supervisor.show(wallboard);
}

async function lookAtKnown(): Promise<void> {
  const { known } = await drivenServer.known();
  if (known !== undefined) supervisor.showKnown(known);
}

function poll(task: () => Promise<void>, millis: number): void {
  task()
    .catch(() => {
      element('summary', HTMLElement).textContent = 'The demo’s server does not answer.';
    })
    .finally(() => setTimeout(() => poll(task, millis), millis));
}

poll(look, pollMillis);
poll(lookAtKnown, pollOfKnownMillis);
