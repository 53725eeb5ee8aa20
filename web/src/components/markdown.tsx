/** Shows the Markdown that people write most: paragraphs, lists, headings, code, emphasis and links. */
import { Fragment, type ReactNode } from "react";

export function Markdown({ children }: { children: string }) {
  return (
    <div className="space-y-2 wrap-anywhere">
      {blocksOf(children).map((block, index) => (
        <Block key={index} text={block} />
      ))}
    </div>
  );
}

const FENCE = "```";

/** Paragraphs are parted by blank lines, except inside of fenced code. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let isCode = false;
  for (const part of text.replaceAll("\r\n", "\n").split(/\n{2,}/)) {
    if (isCode) blocks[blocks.length - 1] += `\n\n${part}`;
    else if (part.trim()) blocks.push(part);
    if ((part.split(FENCE).length - 1) % 2) isCode = !isCode;
  }
  return blocks;
}

function Block({ text }: { text: string }) {
  const lines = text.split("\n");
  if (text.startsWith(FENCE))
    return (
      <Code>
        {lines
          .slice(1)
          .join("\n")
          .replace(/\n?```\s*$/, "")}
      </Code>
    );
  const heading = /^#{1,6} (.+)$/.exec(text);
  if (heading) return <p className="font-semibold">{inline(heading[1]!)}</p>;
  if (lines.every((line) => /^\s*[-*] /.test(line))) return <List lines={lines} mark={/^\s*[-*] /} />;
  if (lines.every((line) => /^\s*\d+[.)] /.test(line)))
    return <List lines={lines} mark={/^\s*\d+[.)] /} isNumbered />;
  return <p className="whitespace-pre-line">{inline(text)}</p>;
}

function Code({ children }: { children: string }) {
  return (
    <pre className="overflow-x-auto rounded-lg bg-sunken p-3 text-sm whitespace-pre-wrap">{children}</pre>
  );
}

function List({ lines, mark, isNumbered }: { lines: string[]; mark: RegExp; isNumbered?: boolean }) {
  const items = lines.map((line, index) => <li key={index}>{inline(line.replace(mark, ""))}</li>);
  return isNumbered ? (
    <ol className="list-decimal space-y-0.5 pl-6">{items}</ol>
  ) : (
    <ul className="list-disc space-y-0.5 pl-5">{items}</ul>
  );
}

const INLINE =
  /(`[^`\n]+`|\*\*[^*\n]+\*\*|\*[^*\s][^*\n]*\*|\[[^\]\n]+\]\(https?:\/\/[^\s)]+\)|https?:\/\/[^\s<>()]+[^\s<>().,;:!?])/;

function inline(text: string): ReactNode[] {
  return text
    .split(INLINE)
    .map((part, index) => <Fragment key={index}>{index % 2 ? marked(part) : part}</Fragment>);
}

function marked(part: string): ReactNode {
  if (part.startsWith("`"))
    return <code className="rounded bg-sunken px-1 py-0.5 text-[0.9em]">{part.slice(1, -1)}</code>;
  if (part.startsWith("**")) return <strong>{part.slice(2, -2)}</strong>;
  if (part.startsWith("*")) return <em>{part.slice(1, -1)}</em>;
  const named = /^\[(.+)\]\((.+)\)$/.exec(part);
  return (
    <a className="link" href={named?.[2] ?? part} target="_blank" rel="noreferrer">
      {named?.[1] ?? part}
    </a>
  );
}
