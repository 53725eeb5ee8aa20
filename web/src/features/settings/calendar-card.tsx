/** The secret address under which a calendar program reads one's due dates. */
import { Button } from "../../components/button.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { ago } from "../../lib/dates.ts";
import { useCalendar, useEndCalendar, useMakeCalendar } from "../../lib/queries/calendar.ts";
import { useServices } from "../../lib/services.ts";
import { CalendarAddress } from "./calendar-address.tsx";

export function CalendarCard() {
  const { toasts } = useServices();
  const { data: calendar, error: loadError } = useCalendar();
  const making = useMakeCalendar();
  const ending = useEndCalendar();
  const error = loadError ?? making.error ?? ending.error;
  const url = making.data?.url;
  const make = () => {
    ending.reset();
    making.mutate();
  };
  const end = () => {
    making.reset();
    ending.mutate(undefined, { onSuccess: () => toasts.tell("The calendar address has ended.") });
  };
  return (
    <section className="rounded-xl border border-line bg-surface p-5" aria-labelledby="calendar-title">
      <h2 id="calendar-title" className="mb-1 font-semibold">
        Calendar
      </h2>
      <div className="max-w-lg space-y-4">
        <p className="text-sm text-muted">
          Subscribe in your calendar program to see what is due: your tasks and your personal ones. The
          address is a secret. Whoever has it can read your due dates, without signing in.
        </p>
        {error && <ErrorAlert>{messageOf(error)}</ErrorAlert>}
        {url && <CalendarAddress url={url} />}
        {calendar?.exists && !url && calendar.createdAt && (
          <p className="text-sm">
            You made an address {ago(calendar.createdAt)}. It cannot be shown again, but you can replace it.
          </p>
        )}
        {calendar && (
          <div className="flex flex-wrap gap-2">
            <Button look={calendar.exists ? "secondary" : "primary"} isBusy={making.isPending} onClick={make}>
              {calendar.exists ? "Replace address" : "Make an address"}
            </Button>
            {calendar.exists && (
              <Button look="danger" isBusy={ending.isPending} onClick={end}>
                End address
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
