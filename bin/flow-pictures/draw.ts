import type { FlowAction, FlowContent } from '../../lib/flow-modules/flow-language.ts';
import { describe, labelOf, linesOf } from './captions.ts';
import { type Arrow, layOut } from './layout.ts';
import { style } from './style.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Lengths in pixels. */
const margin = 24;
const padding = 12;
const lineHeight = 18;
const between = { rows: 18, steps: 44, leavesAndEnd: 48 };

/** Draws a module as SVG, with a title and a description for screen readers. */
export function draw(title: string, content: FlowContent): string {
  const layout = layOut(content);
  const { leaves, end } = layout;
  const stepWidth = widest(layout.steps.map(({ step }) => step));
  const labels = layout.steps.flatMap(({ arrowsBeside }) => arrowsBeside.map(labelOf));
  const leafX = margin + stepWidth + Math.max(...labels.map((label) => widthOf(label))) + 48;
  const endX = leafX + widest(leaves) + between.leavesAndEnd;

  const boxes = new Map<string, Box>();
  let y = margin;
  let stepBottom = 0;
  for (const { step, firstRow, arrowsBeside } of layout.steps) {
    if (stepBottom > 0) y = Math.max(y, stepBottom + between.steps);
    const stepBox = { x: margin, y, width: stepWidth, height: heightOf(step) };
    boxes.set(step.Identifier, stepBox);
    stepBottom = y + stepBox.height;
    for (const leaf of leaves.slice(firstRow, firstRow + arrowsBeside.length)) {
      const height = heightOf(leaf);
      boxes.set(leaf.Identifier, { x: leafX, y, width: widest(leaves), height });
      y += height + between.rows;
    }
  }
  const bottom = Math.max(stepBottom, y - between.rows);
  boxes.set(end.Identifier, { x: endX, y: margin, width: widest([end]), height: bottom - margin });

  const boxOf = (identifier: string): Box => {
    const box = boxes.get(identifier);
    if (box === undefined) throw new Error(`${identifier} has no place`);
    return box;
  };
  const width = endX + widest([end]) + margin;
  const height = bottom + margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(describe(layout))}</desc>`,
    `<style>${style}</style>`,
    `<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...layout.arrowsDown.map((arrow) => drawDown(arrow, boxOf(arrow.from), boxOf(arrow.to))),
    ...layout.steps.flatMap(({ arrowsBeside }) =>
      arrowsBeside.map((arrow) => drawBeside(arrow, boxOf(arrow.from), boxOf(arrow.to))),
    ),
    ...leaves.map(({ Identifier }) => drawReturn(Identifier, end.Identifier, boxOf(Identifier), endX)),
    ...[...layout.steps.map(({ step }) => step), ...leaves, end].map((each) => drawBox(each, boxOf(each.Identifier))),
    '</svg>',
    '',
  ].join('\n');
}

/** The width of a text in the widest font of the style, because no font is measured here. */
const widthOf = (text: string, bold = false) => Math.ceil(text.length * (bold ? 7.8 : 6.7));

const widest = (actions: readonly FlowAction[]) =>
  2 * padding +
  Math.max(
    ...actions.map((action) =>
      Math.max(widthOf(action.Identifier, true), ...linesOf(action).map((each) => widthOf(each))),
    ),
  );

const heightOf = (action: FlowAction) => 2 * padding + (1 + linesOf(action).length) * lineHeight;

function drawBox(action: FlowAction, { x, y, width, height }: Box): string {
  const isEnd = action.Type === 'EndFlowModuleExecution';
  const isStep = action.Type === 'InvokeLambdaFunction' || action.Type === 'Compare';
  const firstLine = isEnd ? y + height / 2 + 5 : y + padding + 13;
  const lines = linesOf(action).map(
    (line, index) => `<text x="${x + padding}" y="${firstLine + (index + 1) * lineHeight}">${escaped(line)}</text>`,
  );
  return [
    `<g data-action="${escaped(action.Identifier)}">`,
    `<rect class="box${isStep ? ' step' : ''}${isEnd ? ' end' : ''}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${isStep ? 14 : 4}"/>`,
    `<text class="name${isEnd ? ' on-end' : ''}" x="${isEnd ? x + width / 2 : x + padding}" y="${firstLine}">${escaped(action.Identifier)}</text>`,
    ...lines,
    '</g>',
  ].join('\n');
}

function drawDown(arrow: Arrow, from: Box, to: Box): string {
  const x = from.x + 40;
  const label = drawLabel(arrow, x + 12, (from.y + from.height + to.y) / 2 + 4);
  return drawArrow(arrow, `M${x} ${from.y + from.height}V${to.y - 8}`, `M${x} ${to.y}l-5 -9h10z`, label);
}

function drawBeside(arrow: Arrow, from: Box, to: Box): string {
  const trunk = from.x + from.width + 20;
  const start = from.y + 24;
  const row = to.y + 24;
  const label = drawLabel(arrow, trunk + 12, row - 7);
  return drawArrow(arrow, `M${from.x + from.width} ${start}H${trunk}V${row}H${to.x - 8}`, headAt(to.x, row), label);
}

function drawReturn(from: string, to: string, { x, y, width, height }: Box, endX: number): string {
  const row = y + height / 2;
  return drawArrow({ from, to }, `M${x + width} ${row}H${endX - 8}`, headAt(endX, row), '');
}

const headAt = (x: number, y: number) => `M${x} ${y}l-9 -5v10z`;

const drawArrow = ({ from, to }: Pick<Arrow, 'from' | 'to'>, path: string, head: string, label: string) =>
  `<g data-from="${escaped(from)}" data-to="${escaped(to)}"><path class="arrow" d="${path}"/><path class="head" d="${head}"/>${label}</g>`;

const drawLabel = (arrow: Arrow, x: number, y: number) =>
  `<text class="label" x="${x}" y="${y}">${escaped(labelOf(arrow))}</text>`;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
