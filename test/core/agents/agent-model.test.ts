import { test } from '@jest/globals';
import fc from 'fast-check';
import { beginContact, endContact } from '#core/agents/contacts.ts';
import { changeStatus, signIn, signOut } from '#core/agents/presence.ts';
import { forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { anAddress } from '#test/support/agents.ts';
import { anyChannel, anyForceLogout, anyJobLogout, anyLogoutWithDeadline, anyStatus } from '#test/support/any-agent.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import {
  type Ann,
  aModel,
  ann,
  endSession,
  expectAgreement,
  force,
  hasEnded,
  type Model,
  meetDeadline,
} from './agent-model.ts';

/** A command, for the real agent and for the model. */
class Command implements fc.AsyncCommand<Model, Ann> {
  readonly #name: string;
  readonly #real: (real: Ann) => Promise<unknown>;
  readonly #model: (model: Model) => void;

  constructor(name: string, real: (real: Ann) => Promise<unknown>, model: (model: Model) => void) {
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

const anyContactId = fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5');

/** Everything that can be done to an agent. */
const anyCommands = [
  fc.tuple(anyStatus, fc.boolean()).map(([status, takeOver]) => {
    const command = { status, statusType: 'CUSTOM', takeOver, ipAddress: anAddress('10.0.0.1') } as const;
    return new Command(
      `sign in ${status}${takeOver ? ' and take over' : ''}`,
      (real) => real.change((agent, now) => signIn(agent, { ...command, sessionId: real.nextSession() }, now)),
      (model) => {
        if (model.session && (!takeOver || model.session.pending)) return;
        if (model.session) endSession(model);
        model.session = { status, contacts: new Map() };
        model.signedIn += 1;
      },
    );
  }),
  anyStatus.map(
    (status) =>
      new Command(
        `status ${status}`,
        (real) => real.change((agent, now) => changeStatus(agent, { status, statusType: 'CUSTOM' }, now)),
        ({ session }) => {
          if (session) session.status = status;
        },
      ),
  ),
  fc.tuple(anyContactId, anyChannel).map(
    ([contactId, channel]) =>
      new Command(
        `${channel} ${contactId} begins`,
        (real) => real.change((agent, now) => beginContact(agent, { contactId, channel }, now)),
        (model) => {
          const { session } = model;
          if (session && !hasEnded(model, contactId) && !session.contacts.has(contactId))
            session.contacts.set(contactId, channel);
        },
      ),
  ),
  anyContactId.map(
    (contactId) =>
      new Command(
        `${contactId} ends`,
        (real) => real.change((agent, now) => endContact(agent, contactId, now)),
        (model) => {
          if (!hasEnded(model, contactId)) {
            const others = model.ended.filter((each) => each.contactId !== contactId);
            model.ended = [{ contactId, minute: model.minute }, ...others];
          }
          const isTheirs = model.session?.contacts.delete(contactId);
          if (isTheirs && model.session?.pending && model.session.contacts.size === 0) endSession(model);
        },
      ),
  ),
  fc.constant(
    new Command(
      'sign out',
      (real) => real.change(signOut),
      (model) => {
        if (model.session?.contacts.size === 0) endSession(model);
      },
    ),
  ),
  fc.integer({ min: 1, max: 12 }).map(
    (span) =>
      new Command(
        `${span} minutes pass`,
        (real) => real.pass(span),
        (model) => {
          model.minute += span;
          meetDeadline(model);
        },
      ),
  ),
  fc.oneof(anyForceLogout, anyLogoutWithDeadline, anyJobLogout).map((command) => {
    const { timing, order } = command;
    return new Command(
      `force out ${timing} ${JSON.stringify(order.deadline)}${order.jobId === undefined ? '' : ` by job ${order.jobId}`}`,
      (real) => real.change((agent, now) => forceLogout(agent, command, now)),
      (model) => force(model, command),
    );
  }),
];

test('after any commands in any order, an agent agrees with the model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(anyCommands, { maxCommands: 60, size: 'large' }), async (commands) => {
      const model = aModel();
      const real = await ann();
      await fc.asyncModelRun(() => ({ model, real }), commands);
    }),
    { numRuns: randomRuns(200) },
  );
});
