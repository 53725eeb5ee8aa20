/** Compares texts by code unit, as the server does; `localeCompare` has an order of its own. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
