"""The page's looks: light and dark after the reader's system, and on paper."""

STYLE = """
:root { color-scheme: light dark;
  --paper: #f4f5f7; --card: #ffffff; --ink: #1b2129; --soft: #5b6672; --rule: #dfe3e8;
  --blue: #2563a8; --grey: #8a94a0; --red: #c2332b; --amber: #b97a00; --band: #f3c14b33;
  --right: #2563a81c; --wrong: #c2332b26; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14171b; --card: #1d2126; --ink: #e6e9ed; --soft: #9aa5b1; --rule: #323941;
  --blue: #6ea8e6; --grey: #7b8692; --red: #ff7a70; --amber: #e5b14c; --band: #e5b14c2b;
  --right: #6ea8e626; --wrong: #ff7a7033; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 40px 24px 64px; }
header h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
header p { margin: 0; color: var(--soft); }
section { background: var(--card); border: 1px solid var(--rule); border-radius: 12px;
  padding: 22px 28px 26px; margin-top: 20px; }
h2 { font-size: 19px; margin: 0 0 6px; }
h3 { font-size: 15px; margin: 18px 0 4px; }
h3 small { font-weight: 400; color: var(--soft); margin-left: 6px; }
p { margin: 0 0 12px; max-width: 74ch; }
.after { margin: 10px 0 0; font-size: 13px; }
.soft, figcaption { color: var(--soft); }
.tiles { display: grid; grid-template-columns: 1fr 1.3fr 1.15fr 1fr 1fr; gap: 12px;
  margin-top: 24px; }
.tile { background: var(--card); border: 1px solid var(--rule); border-radius: 12px;
  padding: 14px 16px; }
.tile b { display: block; font-size: 26px; font-weight: 650; line-height: 1.25;
  font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.tile span { color: var(--soft); font-size: 13px; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 36px; align-items: start; }
.three { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px 22px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.figures { width: 100%; margin-top: 10px; }
.figures th, .figures td { text-align: right; padding: 6px 0 6px 14px; font-weight: 400;
  border-bottom: 1px solid var(--rule); }
.figures th:first-child { text-align: left; padding-left: 0; font-weight: 550; }
.figures tr:first-child th { color: var(--soft); font-size: 13px; vertical-align: bottom; }
.confusion { margin-top: 10px; border-spacing: 6px; border-collapse: separate; }
.confusion th { font-weight: 400; color: var(--soft); font-size: 13px; padding: 2px 8px; }
.confusion td { width: 124px; height: 78px; text-align: center; font-size: 25px;
  font-weight: 600; border-radius: 8px; border: 1px solid var(--rule); }
.confusion .right { background: var(--right); }
.confusion .wrong { background: var(--wrong); color: var(--red); }
.confusion .none { color: var(--grey); font-weight: 400; }
.facts { columns: 2; column-gap: 40px; margin: 10px 0 0; font-size: 13.5px; }
.facts div { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; break-inside: avoid;
  border-bottom: 1px solid var(--rule); padding: 4px 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
svg { width: 100%; height: auto; display: block; margin-top: 6px; }
svg text { font-size: 12px; fill: var(--soft); }
svg .label { fill: var(--ink); }
svg .note { fill: var(--ink); font-size: 12.5px; }
.grid { stroke: var(--rule); } .axis, .tickmark { stroke: var(--grey); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.training { stroke: var(--grey); } .line.validation { stroke: var(--blue); }
.line.escapes { stroke: var(--red); }
.line.overkills { stroke: var(--blue); stroke-dasharray: 7 4; }
.line.ideal { stroke: var(--grey); stroke-width: 1; stroke-dasharray: 4 4; }
.line.zero { stroke: var(--grey); stroke-width: 1; }
.line.threshold { stroke: var(--amber); stroke-width: 1.5; }
.band { fill: var(--band); } .bar-def { fill: var(--red); } .bar-ok { fill: var(--blue); }
.dot.training { fill: var(--grey); } .dot.validation { fill: var(--blue); }
.dot.kept { fill: none; stroke: var(--ink); stroke-width: 1.8; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 13px; color: var(--soft);
  margin: 6px 0 0; }
.legend i { display: inline-block; width: 22px; height: 0; border-top: 3px solid; margin-right: 7px;
  vertical-align: middle; }
.legend i.ring { width: 11px; height: 11px; border: 2px solid var(--ink); border-radius: 50%; }
.legend i.box { height: 11px; border: 0; background: var(--band);
  outline: 1.5px solid var(--amber); }
.legend .training { border-color: var(--grey); } .legend .validation { border-color: var(--blue); }
.legend .escapes { border-color: var(--red); }
.legend .overkills { border-color: var(--blue); border-top-style: dashed; }
.gallery { display: grid; grid-template-columns: repeat(2, 1fr); gap: 18px 22px; margin-top: 12px; }
.card { margin: 0; } .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 3px; }
.triple { grid-template-columns: 1fr 1fr 1fr; }
.pair img { width: 100%; display: block; border-radius: 5px; background: var(--rule); }
figcaption { display: flex; justify-content: space-between; gap: 12px; font-size: 13px;
  margin-top: 5px; }
.file { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; direction: rtl; }
.said { white-space: nowrap; } figcaption b { color: var(--ink); }
figcaption b.def { color: var(--red); } figcaption b.unsure { color: var(--amber); }
footer { margin-top: 24px; font-size: 13px; color: var(--soft); }
@media (max-width: 760px) { .two, .three, .gallery { grid-template-columns: 1fr; }
  .tiles { grid-template-columns: repeat(2, 1fr); } .facts { columns: 1; }
  section { padding: 18px; } }
@media print { body { background: none; } section, .tile { break-inside: avoid; } }
"""
