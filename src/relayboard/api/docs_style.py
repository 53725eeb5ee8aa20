"""The style sheet of the documentation page."""

DOCS_CSS = """\
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --raised: #f5f6f8; --line: #d9dde3; --link: #0a57c2;
  --get: #0a57c2; --post: #1a7037; --put: #8a5300; --patch: #8a5300; --delete: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e7eaee; --soft: #a3acb8; --paper: #14171b; --raised: #1d2127; --line: #343b45; --link: #7fb2ff;
    --get: #7fb2ff; --post: #7bd494; --put: #f0b860; --patch: #f0b860; --delete: #ff9c94;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word;
}
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; background: var(--paper); padding: .5rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; }
h1 { font-size: 1.75rem; }
h1 small { font-size: .9rem; font-weight: 400; color: var(--soft); }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.05rem; }
h3 a { color: inherit; }
h4 { font-size: .9rem; margin: 1rem 0 .25rem; color: var(--soft); }
p { margin: .4rem 0; max-width: 68ch; }
header p { color: var(--soft); }
code, pre { font: .875em/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; }
dd code, p code { background: var(--raised); border-radius: 4px; padding: .05em .3em; }
pre {
  background: var(--raised); border: 1px solid var(--line); border-radius: 6px; margin: .75rem 0 0;
  padding: .75rem; overflow-x: auto; font-size: .85rem;
}
pre code { font-size: 1em; }
article { border-top: 1px solid var(--line); padding: 1.25rem 0; }
article:target { box-shadow: -4px 0 0 var(--link); padding-left: .75rem; }
.method { display: inline-block; font: 700 .75rem/1.4 system-ui, sans-serif; letter-spacing: .03em; }
.method.get { color: var(--get); }
.method.post { color: var(--post); }
.method.put { color: var(--put); }
.method.patch { color: var(--patch); }
.method.delete { color: var(--delete); }
h3 .method { border: 1px solid currentColor; border-radius: 4px; padding: .1rem .4rem; margin-right: .25rem; }
.who { color: var(--soft); }
q { font-style: italic; }
.fields { margin: .25rem 0 0; }
.fields > div { border-top: 1px solid var(--line); padding: .45rem 0; }
.fields > div:first-child { border-top: 0; }
.fields dt code { font-weight: 600; }
.fields dd { margin: 0; font-size: .925rem; }
.place, .required { font-size: .75rem; font-weight: 400; margin-left: .5rem; color: var(--soft); }
.required { color: var(--delete); }
.status { font-variant-numeric: tabular-nums; font-weight: 600; margin-right: .35rem; }
.status.good { color: var(--post); }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--link); }
nav { border-block: 1px solid var(--line); margin-top: 1rem; padding: .5rem 0; display: flex; flex-wrap: wrap; }
nav p { margin: .1rem 1.25rem .1rem 0; }
nav ul { display: none; }
@media (min-width: 46rem) {
  .fields > div { display: grid; grid-template-columns: minmax(11rem, 15rem) 1fr; gap: 1rem; }
}
@media (min-width: 64rem) {
  body { display: grid; grid-template-columns: 19rem minmax(0, 1fr); column-gap: 3rem; padding: 1.5rem; }
  header { grid-column: 1 / -1; }
  nav {
    display: block; border: 0; position: sticky; top: 0; max-height: 100vh; overflow-y: auto;
    align-self: start; padding: 1rem .5rem 1rem 0; margin: 0; font-size: .875rem;
  }
  nav p { margin: .9rem 0 .2rem; font-weight: 600; }
  nav ul { display: block; list-style: none; margin: 0; padding: 0; }
  nav li { margin: .15rem 0; }
  nav li a { display: grid; grid-template-columns: 3.4rem 1fr; color: var(--ink); }
  nav li .method { font-size: .65rem; line-height: 1.9; }
  main > section:first-child h2 { margin-top: 1rem; }
}
@media print { nav, .skip { display: none; } }
"""
