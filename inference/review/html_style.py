"""The report's looks: light and dark after the reader's system."""

STYLE = """
:root { color-scheme: light dark; --paper: #f4f5f7; --card: #ffffff; --ink: #1b2129;
  --soft: #5b6672; --rule: #dfe3e8; --red: #c2332b; --amber: #8f5f00; --fault: #6b3fa0; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --card: #1d2126; --ink: #e6e9ed;
  --soft: #9aa5b1; --rule: #323941; --red: #ff7a70; --amber: #e5b14c; --fault: #bf9bf0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 0 0 6px; }
header p, .tile span { color: var(--soft); margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(5, 1fr); gap: 12px; margin-top: 24px; }
.tile, section { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; }
.tile { padding: 14px 16px; }
.tile b { display: block; font-size: 26px; font-variant-numeric: tabular-nums; }
section { padding: 22px 28px 26px; margin-top: 20px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 6px 0 6px 28px; border-bottom: 1px solid var(--rule); }
th { font-weight: 500; } th:first-child { text-align: left; padding-left: 0; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr));
  gap: 16px; }
figure { margin: 0; border: 1px solid var(--rule); border-radius: 10px; overflow: hidden; }
.pair { display: flex; background: #20242a; } .pair img { width: 50%; object-fit: contain; }
.none { color: #e6e9ed; padding: 40px 16px; }
figcaption { padding: 8px 12px; font-size: 13px; }
.hot { margin: 4px 0 0; padding: 0; list-style: none; color: var(--soft);
  font-variant-numeric: tabular-nums; }
.file { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.def { color: var(--red); } .unsure { color: var(--amber); } .fault { color: var(--fault); }
"""
