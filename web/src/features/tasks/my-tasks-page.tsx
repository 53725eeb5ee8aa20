/** What a person has to do: what they were given, and what they noted for themselves. */
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { MoreButton } from "../../components/more-button.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { today } from "../../lib/dates.ts";
import { itemsOf } from "../../lib/queries/pages.ts";
import { usePersonalTasks } from "../../lib/queries/personal-tasks.ts";
import { useMyTasks } from "../../lib/queries/tasks.ts";
import { agenda, type AgendaGroup } from "./agenda.ts";
import { AddPersonalTask } from "./add-personal-task.tsx";
import { PersonalRow } from "./personal-row.tsx";
import { TeamRow } from "./team-row.tsx";

export function MyTasksPage() {
  const team = useMyTasks();
  const personal = usePersonalTasks();
  const groups = agenda(itemsOf(team.data), itemsOf(personal.data), today());
  const isLoaded = team.isSuccess && personal.isSuccess;
  return (
    <PageFrame title="My tasks" description="What you were given, and notes that only you see.">
      <AddPersonalTask />
      {[team, personal].map(
        (query, index) =>
          query.error && (
            <ErrorAlert key={index} onRetry={() => void query.refetch()}>
              {messageOf(query.error)}
            </ErrorAlert>
          ),
      )}
      {(team.isPending || personal.isPending) && <LoadingLines />}
      {isLoaded && !groups.length && (
        <EmptyState title="Nothing to do">
          What you are given appears here, soonest due first. Note something for yourself above.
        </EmptyState>
      )}
      {isLoaded && groups.map((group) => <Group key={group.name} group={group} />)}
      <MoreButton query={team} />
      <MoreButton query={personal} />
    </PageFrame>
  );
}

function Group({ group }: { group: AgendaGroup }) {
  const rows = (
    <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
      {group.items.map((item) =>
        item.kind === "team" ? (
          <TeamRow key={item.id} task={item.task} />
        ) : (
          <PersonalRow key={item.id} task={item.task} />
        ),
      )}
    </ul>
  );
  const heading = (
    <>
      {group.name} <span className="font-normal text-muted">{group.items.length}</span>
    </>
  );
  if (group.name === "Done") {
    return (
      <details className="mt-6">
        <summary className="mb-2 text-sm font-semibold">{heading}</summary>
        {rows}
      </details>
    );
  }
  return (
    <section className="mt-6">
      <h2 className={`mb-2 text-sm font-semibold ${group.name === "Overdue" ? "text-danger" : ""}`}>
        {heading}
      </h2>
      {rows}
    </section>
  );
}
