/** The report's style sheet: the product's tokens, light and dark by the reader's system. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --bg: #fbfbfa; --panel: #fff; --sunken: #f4f4f2; --line: #e6e5e1; --text: #1b1b18; --muted: #64635d;
  --accent: #3454d1; --good: #177545; --good-soft: #e7f5ec; --warn: #8f5a00; --warn-soft: #fdf3dd; --bad: #c0362c; --bad-soft: #fdecea;
  --s0: #3454d1; --s1: #b06a00; --s2: #0b7d77; --s3: #c2358a; --s4: #6d3fc4; --s5: #5b6b7c; }
@media (prefers-color-scheme: dark) { :root { --bg: #111214; --panel: #17181b; --sunken: #1d1f23; --line: #282a2f; --text: #ececea; --muted: #a3a4a2;
  --accent: #8da2ff; --good: #5cc78f; --good-soft: #15301f; --warn: #e0ac4f; --warn-soft: #33270f; --bad: #f08a80; --bad-soft: #3a1a17;
  --s0: #8da2ff; --s1: #e0ac4f; --s2: #4fc3bb; --s3: #f08cc4; --s4: #bb9bf5; --s5: #a5b4c4; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/1.5 "Inter Variable", Inter, system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 48px; display: grid; gap: 18px; }
h1 { font-size: 22px; line-height: 1.25; letter-spacing: -0.01em; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0; } h3 { font-size: 14px; margin: 0; overflow-wrap: anywhere; }
header p, .note { margin: 0; color: var(--muted); } .note:empty { display: none; }
.between { margin-top: 12px; }
.card { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin: 0; min-width: 0; display: grid; gap: 10px; align-content: start; }
.grid-2 { display: grid; gap: 18px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); align-items: start; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr)); gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; margin: 0; }
.figures div { background: var(--panel); padding: 12px 16px; } .figures dt { color: var(--muted); font-size: 13px; }
.figures dd { margin: 0; font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.verdict { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: baseline; } .verdict p { margin: 0; flex: 1 1 240px; }
.badge { border-radius: 5px; padding: 2px 8px; font-weight: 600; font-size: 13px; white-space: nowrap; background: var(--sunken); }
.badge.none { color: var(--good); background: var(--good-soft); } .badge.mild { color: var(--warn); background: var(--warn-soft); }
.badge.strong { color: var(--bad); background: var(--bad-soft); }
.tag { color: var(--accent); font-size: 12px; border: 1px solid currentColor; border-radius: 4px; padding: 0 5px; }
main > *, .grid-2 > *, .card > * { min-width: 0; } .scroll { overflow-x: auto; position: relative; } .scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption, .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { text-align: right; padding: 5px 8px; border-bottom: 1px solid var(--line); font-weight: 400; white-space: nowrap; }
thead th { color: var(--muted); font-size: 13px; } th:first-child { text-align: left; padding-left: 0; } td:last-child, th:last-child { padding-right: 0; }
tbody th { max-width: 260px; white-space: normal; overflow-wrap: anywhere; min-width: 96px; } thead small { display: block; } .nowrap { white-space: nowrap; } tbody tr:last-child > * { border-bottom: 0; }
.bars td:last-child { width: 30%; min-width: 64px; } .bar { display: block; height: 8px; border-radius: 2px; background: var(--accent); opacity: 0.75; }
.confusion td { padding: 2px; border: 0; } .confusion tbody th { border: 0; } .confusion thead th { text-align: center; border: 0; } .confusion thead th:first-child { text-align: left; }
.cell { display: grid; text-align: center; padding: 8px 10px; border-radius: 5px; min-width: 72px; background: color-mix(in srgb, var(--tint) calc(var(--share) * 0.42), var(--sunken)); }
.cell.hit { --tint: var(--accent); } .cell.miss { --tint: var(--bad); } .cell small { font-size: 12px; }
figure svg { width: 100%; height: auto; display: block; } figcaption { color: var(--muted); font-size: 13px; }
summary { cursor: pointer; font-size: 13px; color: var(--muted); } details[open] summary { margin-bottom: 8px; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 0 0 4px; padding: 0; color: var(--text); }
.legend li { display: flex; align-items: center; gap: 6px; overflow-wrap: anywhere; } .legend svg { width: 22px; flex: none; }
svg text { font-size: 10.5px; fill: var(--muted); font-variant-numeric: tabular-nums; } svg .label { font-size: 11px; fill: var(--text); }
.grid, .axis, .line, .reference { fill: none; } .grid { stroke: var(--line); } .axis { stroke: var(--muted); }
.line { stroke-width: 1.8; stroke-linejoin: round; } .reference { stroke: var(--muted); stroke-dasharray: 4 3; }
.dots { fill: var(--s0); fill-opacity: 0.42; } svg .bars { fill: var(--s0); fill-opacity: 0.8; }
.s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); } .s3 { stroke: var(--s3); } .s4 { stroke: var(--s4); } .s5 { stroke: var(--s5); }
@media (max-width: 480px) { main { padding: 16px 12px 32px; gap: 12px; } .card { padding: 12px; } .figures dd { font-size: 18px; } .slice td:last-child, .slice thead th:last-child { display: none; } }
@media print { body { background: #fff; } .card { break-inside: avoid; } details { display: none; } }
`;
