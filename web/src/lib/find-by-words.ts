/** Finds things by the beginnings of words, in any order, case or accent. */

/** Text as it is compared: small letters without accents. */
export function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

/** Return those whose name has every wanted word in it; those where words begin so come first. */
export function findByWords<T extends { name: string }>(things: readonly T[], wanted: string): T[] {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  if (!words.length) return [...things];
  const found = things
    .map((thing) => ({ thing, rank: rankOf(plain(thing.name), words) }))
    .filter(({ rank }) => rank >= 0);
  return found.sort((a, b) => a.rank - b.rank).map(({ thing }) => thing);
}

/** 0: each word begins one of the name's; 1: each is somewhere in it; -1: one is missing. */
function rankOf(name: string, words: string[]): number {
  if (!words.every((word) => name.includes(word))) return -1;
  const begins = (word: string) => name.startsWith(word) || name.includes(` ${word}`);
  return words.every(begins) ? 0 : 1;
}
