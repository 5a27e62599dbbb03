import { openAgentWindow } from './agent-window.ts';
import { demoServer } from './demo-server.ts';
import { element } from './element.ts';
import { openSupervisorForm, showPresence } from './presence.ts';

const query = new URLSearchParams(location.search);
const agentId = query.get('agent') ?? '201';
const leaseSeconds = Number(query.get('lease') ?? 30);
const countdownSeconds = Number(query.get('countdown') ?? 10);
const server = demoServer(agentId, leaseSeconds);

const same = `?${new URLSearchParams({ agent: agentId, lease: String(leaseSeconds) })}`;
for (const link of document.querySelectorAll<HTMLAnchorElement>('#watchLink, .watchLink')) link.href = `/watch${same}`;
element('tabLink', HTMLAnchorElement).href = `/${same}`;
element('lease', HTMLElement).textContent = String(leaseSeconds);
element('who', HTMLElement).textContent = `Agent ${agentId}`;

showPresence(server);
openSupervisorForm(server);
if (location.pathname === '/watch') {
  document.body.classList.add('watching');
} else {
  const lastcallUrl = element('lastcallUrl', HTMLMetaElement).content;
  await openAgentWindow({ agentId, lastcallUrl, countdownSeconds, server });
}
