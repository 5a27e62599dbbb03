import fc from 'fast-check';
import { forceLogout } from '#core/sessions/forced-logout.ts';
import { beginContact, changeStatus, endContact, signIn, signOut } from '#core/sessions/presence.ts';
import { anAddress } from '#test/support/agents.ts';
import { type Ann, expectAgreement, force, leave, type Model } from './agent-model.ts';
import { anyChannel, anyForceLogout, anyJobLogout, anyStatus } from './any-agent.ts';

/** A command: what it does to Ann, and what that comes to. */
class Command implements fc.AsyncCommand<Model, Ann> {
  readonly #name: string;
  readonly #real: (ann: Ann) => Promise<unknown>;
  readonly #model: (model: Model) => void;

  constructor(name: string, real: (ann: Ann) => Promise<unknown>, model: (model: Model) => void) {
    this.#name = name;
    this.#real = real;
    this.#model = model;
  }
  check() {
    return true;
  }
  async run(model: Model, real: Ann) {
    await this.#real(real);
    this.#model(model);
    await expectAgreement(model, real);
  }
  toString() {
    return this.#name;
  }
}

const anyContactId = fc.constantFrom('c1', 'c2', 'c3');

/** Everything that can be done to an agent. */
export const anyCommands = [
  fc.tuple(anyStatus, fc.boolean()).map(([status, takeOver]) => {
    const command = { status, statusType: 'CUSTOM', takeOver, ipAddress: anAddress('10.0.0.1') } as const;
    return new Command(
      `sign in ${status}${takeOver ? ' by force' : ''}`,
      (real) => real.does((agent, now) => signIn(agent, { ...command, sessionId: real.nextSession() }, now)),
      (model) => {
        if (model.session && (!takeOver || model.session.waits)) return;
        if (model.session) leave(model);
        model.session = { status, contacts: new Map(), waits: false };
        model.signedIn += 1;
      },
    );
  }),
  anyStatus.map(
    (status) =>
      new Command(
        `status ${status}`,
        (real) => real.does((agent, now) => changeStatus(agent, { status, statusType: 'CUSTOM' }, now)),
        ({ session }) => {
          if (session) session.status = status;
        },
      ),
  ),
  fc.tuple(anyContactId, anyChannel).map(
    ([contactId, channel]) =>
      new Command(
        `${channel} ${contactId} begins`,
        (real) => real.does((agent, now) => beginContact(agent, { contactId, channel }, now)),
        ({ session }) => {
          if (session && !session.contacts.has(contactId)) session.contacts.set(contactId, channel);
        },
      ),
  ),
  anyContactId.map(
    (contactId) =>
      new Command(
        `${contactId} ends`,
        (real) => real.does((agent, now) => endContact(agent, contactId, now)),
        (model) => {
          const ended = model.session?.contacts.delete(contactId);
          if (ended && model.session?.waits && model.session.contacts.size === 0) leave(model);
        },
      ),
  ),
  fc.constant(
    new Command(
      'sign out',
      (real) => real.does(signOut),
      (model) => {
        if (model.session?.contacts.size === 0) leave(model);
      },
    ),
  ),
  fc.oneof(anyForceLogout, anyJobLogout).map(
    (command) =>
      new Command(
        `force out ${command.timing}${command.jobId === undefined ? '' : ` by job ${command.jobId}`}`,
        (real) => real.does((agent, now) => forceLogout(agent, command, now)),
        (model) => force(model, command),
      ),
  ),
];
