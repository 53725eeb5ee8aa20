/** A person's initials in a circle. */

export function Avatar({ name, size = "size-6" }: { name: string; size?: string }) {
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      // Drawn, not written: a button around it is named by the person, not by two letters.
      data-initials={initials(name)}
      className={`before:content-[attr(data-initials)] inline-flex shrink-0 items-center justify-center rounded-full bg-accent-soft text-[0.625rem] font-semibold text-accent ring-1 ring-surface ${size}`}
    ></span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("")
    .toUpperCase();
}
