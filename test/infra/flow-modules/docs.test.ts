import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { flowDocuments } from '../../../bin/flow-pictures/documents.ts';
import { draw } from '../../../bin/flow-pictures/draw.ts';
import { branchOn, invoke, leave, returnToFlow } from '../../../lib/flow-modules/actions.ts';
import { flowModules } from '../../../lib/flow-modules/catalogue.ts';
import { moduleContent } from '../../../lib/flow-modules/module-content.ts';
import { moduleGrammar } from './grammar.ts';

const documented = (name: string) => readFileSync(`docs/flows/${name}`, 'utf8');

test('docs/flows/ is what `node bin/draw-flow-modules.ts` writes', () => {
  const documents = flowDocuments();
  expect(readdirSync('docs/flows').sort()).toEqual([...documents.keys()].sort());
  for (const [name, text] of documents) expect([name, documented(name)]).toEqual([name, text]);
});

describe.each(flowModules)('the picture of $name', ({ name, description }) => {
  const picture = documented(`${name}.svg`);
  const { Actions } = moduleGrammar.parse(JSON.parse(documented(`${name}.json`)));

  test('shows every action of the content that is documented beside it', () => {
    const shown = [...picture.matchAll(/<g data-action="([^"]*)">/g)].map(([, identifier]) => identifier);
    expect(shown.sort()).toEqual(Actions.map(({ Identifier }) => Identifier).sort());
  });

  test('shows every transition, and when it is taken', () => {
    const arrows = Actions.flatMap(({ Identifier, Transitions: { NextAction, Errors = [], Conditions = [] } }) =>
      [NextAction, ...[...Errors, ...Conditions].map((each) => each.NextAction)].flatMap((to) =>
        to === undefined ? [] : [`${Identifier} > ${to}`],
      ),
    );
    const shown = [...picture.matchAll(/<g data-from="([^"]*)" data-to="([^"]*)">/g)];
    expect(shown.map(([, from, to]) => `${from} > ${to}`).sort()).toEqual([...new Set(arrows)].sort());
    const operands = Actions.flatMap(({ Transitions: { Conditions = [] } }) =>
      Conditions.map(({ Condition }) => Condition.Operands[0]),
    );
    for (const operand of operands) expect(picture).toMatch(new RegExp(`class="label"[^>]*>${operand}[,<]`));
  });

  test('can be read by a screen reader: it has a title, and a description that names every action', () => {
    expect(picture).toContain('role="img" aria-labelledby="title description"');
    expect(picture).toContain(`<title id="title">${description}</title>`);
    const [, text = ''] = /<desc id="description">([^<]*)<\/desc>/.exec(picture) ?? [];
    for (const { Identifier } of Actions) expect(text).toContain(`“${Identifier}”`);
  });

  test('has colours for light and dark', () => {
    expect(picture).toContain('@media (prefers-color-scheme: dark)');
    expect(picture).not.toMatch(/<(rect|path|text)[^>]* (fill|stroke)=/);
  });

  test('and its content are shown in docs/flows.md', () => {
    const page = readFileSync('docs/flows.md', 'utf8');
    expect(page).toContain(`](flows/${name}.svg)`);
    expect(page).toContain(`](flows/${name}.json)`);
  });
});

test('docs/flows.md names every attribute that a module reads or sets', () => {
  const page = readFileSync('docs/flows.md', 'utf8');
  const names = [...flowDocuments().values()].flatMap((text) => [...text.matchAll(/lastcall[A-Z]\w*/g)].flat());
  expect(names.length).toBeGreaterThan(0);
  for (const name of new Set(names)) expect(page).toContain(`\`${name}\``);
});

describe('a module of another form is not drawn', () => {
  const check = (...to: readonly string[]) =>
    branchOn('Check', '$.External.branch', {
      to: Object.fromEntries(to.map((each) => [each, each])),
      otherwise: 'Left',
    });
  const ask = (identifier: string, answered: string) =>
    invoke(identifier, { functionArn: 'arn', parameters: {}, answered, unanswered: `No answer to ${identifier}` });
  const left = leave('Left', { lastcallBranch: 'Default' });
  const unanswered = leave('No answer to Ask', { lastcallBranch: 'Default' });
  const back = { ...left.Transitions, NextAction: 'Check' };

  test.each([
    [
      'two ways to the same attributes',
      [ask('Ask', 'Check'), check('No answer to Ask'), left, unanswered],
      'with once',
    ],
    ['a way back from attributes', [check(), { ...left, Transitions: back }], 'Left leads elsewhere than to Return'],
    ['a way back from a step', [check('Ask'), ask('Ask', 'Check'), left, unanswered], 'Check is no new step'],
    [
      'a step that forks',
      [check('Ask', 'Ask again'), ask('Ask', 'Left'), ask('Ask again', 'Left'), left],
      'more than one',
    ],
    ['a step that returns', [check(returnToFlow.Identifier), left], 'not left with once'],
    ['nothing for a transition to lead to', [check('Nobody'), left], 'There is no action Nobody'],
    ['an action that nothing leads to', [check('Left'), left, leave('Alone', {})], 'Some action has no place'],
  ] as const)('%s', (_name, [start, ...others], message) => {
    expect(() => draw('A module', moduleContent(start, ...others))).toThrow(message);
  });
});
