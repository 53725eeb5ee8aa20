/** Which address shows what; a task's own address opens over the page it was opened from. */
import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useLocation, useSearch } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";

import { BoardPage } from "../features/board/board-page.tsx";
import { Allowed } from "./allowed.tsx";
import { NotFound } from "./not-found.tsx";

const MyTasksPage = lazy(() =>
  import("../features/tasks/my-tasks-page.tsx").then((m) => ({ default: m.MyTasksPage })),
);
const TrashPage = lazy(() =>
  import("../features/tasks/trash-page.tsx").then((m) => ({ default: m.TrashPage })),
);
const TaskDialog = lazy(() =>
  import("../features/tasks/task-dialog.tsx").then((m) => ({ default: m.TaskDialog })),
);
const NewTaskDialog = lazy(() =>
  import("../features/tasks/new-task-dialog.tsx").then((m) => ({ default: m.NewTaskDialog })),
);
const PeoplePage = lazy(() =>
  import("../features/people/people-page.tsx").then((m) => ({ default: m.PeoplePage })),
);
const NoticesPage = lazy(() =>
  import("../features/notices/notices-page.tsx").then((m) => ({ default: m.NoticesPage })),
);
const DeliveriesPage = lazy(() =>
  import("../features/deliveries/deliveries-page.tsx").then((m) => ({ default: m.DeliveriesPage })),
);
const SettingsPage = lazy(() =>
  import("../features/settings/settings-page.tsx").then((m) => ({ default: m.SettingsPage })),
);

export function Routes() {
  const [location, navigate] = useLocation();
  const search = useSearch();
  const from = useHistoryState<{ from?: string } | null>()?.from;
  const isOverlay = location.startsWith("/tasks/");
  // Behind a task lies the page that it was opened from, with its filter.
  const [path = "/", query = ""] = isOverlay ? (from ?? "/").split("?") : [location, search];
  const leave = () => (from ? history.back() : navigate("/"));
  return (
    <>
      <Suspense>
        <Pages location={path} search={query} />
      </Suspense>
      {/* A boundary of its own: while its code loads, the page behind it stays. */}
      <Suspense>
        <Switch>
          <Route path="/tasks/new">
            <Allowed action="task.create" onClose={leave}>
              <NewTaskDialog onClose={leave} />
            </Allowed>
          </Route>
          <Route path="/tasks/:id">{({ id }) => <TaskDialog key={id} taskId={id} onClose={leave} />}</Route>
        </Switch>
      </Suspense>
    </>
  );
}

function Pages({ location, search }: { location: string; search: string }) {
  return (
    <Switch location={location}>
      <Route path="/">
        <BoardPage boardId="main" search={search} />
      </Route>
      <Route path="/boards/:id">{({ id }) => <BoardPage key={id} boardId={id} search={search} />}</Route>
      <Route path="/my-tasks">
        <MyTasksPage />
      </Route>
      <Route path="/notices">
        <NoticesPage />
      </Route>
      <Route path="/settings">
        <SettingsPage />
      </Route>
      <Route path="/people">
        <Allowed action="person.read">
          <PeoplePage />
        </Allowed>
      </Route>
      <Route path="/deliveries">
        <Allowed action="delivery.manage">
          <DeliveriesPage />
        </Allowed>
      </Route>
      <Route path="/trash">
        <Allowed action="trash.read">
          <TrashPage />
        </Allowed>
      </Route>
      {["/sign-in", "/sign-up", "/confirm", "/forgotten-password"].map((path) => (
        <Route key={path} path={path}>
          <Redirect to="/" replace />
        </Route>
      ))}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
