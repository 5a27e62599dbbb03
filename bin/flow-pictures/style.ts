/**
 * The colours of a picture, light or dark as the reader prefers. A picture has its own background, because the page that
 * shows it may have the other scheme.
 */
export const style = `
.ground { fill: #ffffff; stroke: #d0d7de }
.box { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.5 }
.step { fill: #ddf4ff; stroke: #0969da }
.end { fill: #24292f; stroke: #24292f }
.arrow { fill: none; stroke: #57606a; stroke-width: 1.5 }
.head { fill: #57606a }
text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #24292f }
.name { font-weight: 600; font-size: 14px }
.on-end { fill: #ffffff; text-anchor: middle }
.label { paint-order: stroke; stroke: #ffffff; stroke-width: 5px; stroke-linejoin: round }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117; stroke: #30363d }
.box { fill: #161b22; stroke: #8b949e }
.step { fill: #0c2d6b; stroke: #58a6ff }
.end { fill: #f0f6fc; stroke: #f0f6fc }
.arrow { stroke: #8b949e }
.head { fill: #8b949e }
text { fill: #f0f6fc }
.on-end { fill: #0d1117 }
.label { stroke: #0d1117 }
}
`;
