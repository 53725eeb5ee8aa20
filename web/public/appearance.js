// Runs before the first paint, so that what was chosen does not flash in after it. Kept by src/lib/appearance.ts.
for (const aspect of ["theme", "density"]) {
  const chosen = localStorage.getItem(`relayboard.${aspect}`);
  if (chosen) document.documentElement.dataset[aspect] = chosen;
}
