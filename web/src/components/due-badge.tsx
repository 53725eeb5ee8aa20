/** A due day, louder the nearer it is. */
import { CalendarDays } from "lucide-react";

import { dayName, daysBetween, fullDay, today } from "../lib/dates.ts";

interface Props {
  day: string;
  /** Nothing is late any more. */
  isDone?: boolean;
}

export function DueBadge({ day, isDone = false }: Props) {
  const days = daysBetween(today(), day);
  const isLate = days < 0 && !isDone;
  const look = isLate ? "text-danger" : days <= 1 && !isDone ? "text-warn" : "text-muted";
  return (
    <span className={`inline-flex items-center gap-1 text-xs ${look}`} title={fullDay(day)}>
      <CalendarDays size={13} aria-hidden />
      <span className="sr-only">{isLate ? "Overdue, was due " : "Due "}</span>
      {dayName(day)}
    </span>
  );
}
