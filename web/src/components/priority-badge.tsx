/** How much a task matters; the usual priority says nothing. */
import { ChevronDown, ChevronsUp, ChevronUp } from "lucide-react";

import { PRIORITY_NAMES, type Priority } from "../lib/api/types.ts";

const LOOKS = {
  LOW: { Icon: ChevronDown, look: "text-muted" },
  HIGH: { Icon: ChevronUp, look: "text-warn" },
  URGENT: { Icon: ChevronsUp, look: "text-danger" },
};

export function PriorityBadge({ priority }: { priority: Priority }) {
  if (priority === "MEDIUM") return null;
  const { Icon, look } = LOOKS[priority];
  return (
    <span className={`inline-flex items-center gap-0.5 text-xs font-medium ${look}`}>
      <Icon size={14} aria-hidden />
      <span className="sr-only">Priority: </span>
      {PRIORITY_NAMES[priority]}
    </span>
  );
}
