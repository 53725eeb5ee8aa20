/** The strokes that run something, as they stand on the reader's keyboard. */

const SIGNS: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
};
const SPOKEN: Record<string, string> = {
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
};

export function Keys({ keys }: { keys: string }) {
  const strokes = keys.split(" ").map((stroke) => stroke.split("+"));
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      {strokes.flat().map((key, index) => (
        <kbd
          key={index}
          className="inline-flex min-w-5.5 items-center justify-center rounded border border-line bg-sunken px-1 py-0.5 font-sans text-xs leading-4 text-muted"
        >
          <span aria-hidden>{SIGNS[key] ?? nameOf(key)}</span>
          <span className="sr-only">{SPOKEN[key] ?? nameOf(key)}</span>
        </kbd>
      ))}
    </span>
  );
}

function nameOf(key: string): string {
  if (key === "Mod") return isMac() ? "⌘" : "Ctrl";
  return key;
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
