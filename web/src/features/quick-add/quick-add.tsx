/** One line that becomes a task, from anywhere; it stays open for the next one. */
import { useState, type SyntheticEvent } from "react";

import { useModal } from "../../components/use-modal.ts";
import { today } from "../../lib/dates.ts";
import { usePeople } from "../../lib/queries/people.ts";
import { useAddTask } from "../../lib/queries/task-adding.ts";
import { randomId } from "../../lib/random-id.ts";
import { Chips } from "./chips.tsx";
import { parse, wordFor, type Reading } from "./parse.ts";

const TITLE_MAX = 200;
const LINE_MAX = 400;

interface Props {
  boardId: string;
  onClose: () => void;
}

export function QuickAdd({ boardId, onClose }: Props) {
  const dialog = useModal(onClose);
  const [line, setLine] = useState("");
  const [literal, setLiteral] = useState<ReadonlySet<string>>(new Set());
  const [complaint, setComplaint] = useState("");
  const people = usePeople();
  const active = people.data?.filter(({ status }) => status === "ACTIVE") ?? [];
  const reading = parse(line, { today: today(), people: active, literal });
  const add = useAdding(boardId, (failed) => setLine((now) => now || failed));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const reason = whyNot(reading.title, line, people.isPending);
    setComplaint(reason);
    if (reason) return;
    add(line, reading);
    setLine("");
    setLiteral(new Set());
  };
  const write = (text: string) => {
    setLine(text);
    setComplaint("");
  };
  return (
    <dialog
      ref={dialog}
      aria-label="Add a task"
      className="mx-auto mt-[12vh] w-[calc(100%-1rem)] max-w-xl overflow-hidden rounded-xl border border-line bg-surface text-ink shadow-lift"
    >
      <form onSubmit={submit}>
        <Box line={line} complaint={complaint} onWrite={write} />
        <Chips
          chips={reading.chips}
          onKeep={(chip) => setLiteral(new Set(literal).add(chip.word))}
          onChoose={(chip, person) => write(line.replace(chip.word, wordFor(person)))}
        />
        <p id="quick-add-help" className="px-4 pt-1 pb-3 text-xs text-muted">
          {complaint ||
            "p1 to p4 · today, tomorrow, a weekday · @person · #label. Enter adds, Escape closes."}
        </p>
      </form>
    </dialog>
  );
}

function Box({
  line,
  complaint,
  onWrite,
}: {
  line: string;
  complaint: string;
  onWrite: (text: string) => void;
}) {
  return (
    <input
      data-autofocus
      aria-label="New task"
      aria-describedby="quick-add-help"
      aria-invalid={complaint ? true : undefined}
      autoComplete="off"
      maxLength={LINE_MAX}
      placeholder="Call the printer tomorrow p2 @jonas #shop"
      className="min-h-13 w-full bg-transparent px-4 text-lg outline-none"
      value={line}
      onChange={({ target }) => onWrite(target.value)}
    />
  );
}

/** Say why a line cannot be saved yet; `""` when it can. */
function whyNot(title: string, line: string, isWaiting: boolean): string {
  if (!title) return line.trim() ? "What has to be done is still missing." : "Write what has to be done.";
  if (title.length > TITLE_MAX)
    return `A title has at most ${TITLE_MAX} characters; this one has ${title.length}.`;
  return isWaiting && line.includes("@") ? "The names are still on their way. Try again in a moment." : "";
}

/** A line that failed and comes again unchanged is the same task, whatever became of the first answer. */
function useAdding(boardId: string, onFailed: (line: string) => void) {
  const addTask = useAddTask();
  const [failed] = useState(() => new Map<string, string>());
  return (line: string, { title, priority, dueDate, labels, assignees }: Reading) => {
    const key = failed.get(line) ?? randomId();
    addTask({ title, priority, dueDate, labels, assignees, boardId, key }).catch(() => {
      failed.set(line, key);
      onFailed(line);
    });
  };
}
