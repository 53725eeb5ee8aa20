/**
 * Where a card stands in its column: a fractional index, a text over `0-9A-Za-z` that sorts as text and does
 * not end in `0`. The same rules as on the server.
 */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * Return a position under `above` and over `below`.
 *
 * `above` is `""` at the top of the column, `below` is `null` at its bottom. Throws RangeError when `above` is
 * not smaller than `below`.
 */
export function between(above: string, below: string | null): string {
  if (below !== null && above >= below)
    throw new RangeError("the upper neighbour must be smaller than the lower one");
  const common = below === null ? 0 : commonDigits(above, below);
  if (below !== null && common > 0)
    return below.slice(0, common) + between(above.slice(common), below.slice(common));
  const first = above ? DIGITS.indexOf(above.charAt(0)) : 0;
  const last = below === null ? DIGITS.length : DIGITS.indexOf(below.charAt(0));
  if (last - first > 1) return DIGITS.charAt(Math.floor((first + last) / 2));
  if (below !== null && below.length > 1) return below.charAt(0);
  return DIGITS.charAt(first) + between(above.slice(1), null);
}

/** Digits that end `above` count as zeros: `A` and `A01` have `A0` in common. */
function commonDigits(above: string, below: string): number {
  let common = 0;
  while ((above.charAt(common) || "0") === below.charAt(common)) common += 1;
  return common;
}

/**
 * Return a position for a card put at `index` among these, which are in order and do not contain it.
 *
 * `hasMore`: the column goes on below the last of them, with cards that are not loaded.
 */
export function positionAt(index: number, others: readonly { position: string }[], hasMore = false): string {
  const above = others[index - 1]?.position ?? "";
  const below = others[index]?.position ?? null;
  if (below === null && above && hasMore) return above + MIDDLE;
  if (below === null || above < below) return between(above, below);
  // Cards that share a position have no room between them; under all of them is near enough.
  return between(above, others.find((other) => other.position > above)?.position ?? null);
}

/** Added to a position, it gives one that is right under it, whatever comes next. */
const MIDDLE = "V";
