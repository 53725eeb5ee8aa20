/** One's own name, wishes and password. */
import { ErrorAlert } from "../../components/error-alert.tsx";
import { LoadingLines } from "../../components/loading-lines.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { messageOf } from "../../lib/api/problem.ts";
import { useProfile } from "../../lib/queries/profile.ts";
import { CalendarCard } from "./calendar-card.tsx";
import { MailForm } from "./mail-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { SuppressedNote } from "./suppressed-note.tsx";

export function SettingsPage() {
  const { data: profile, error, isPending, refetch } = useProfile();
  return (
    <PageFrame title="Settings">
      {isPending && <LoadingLines />}
      {error && <ErrorAlert onRetry={() => void refetch()}>{messageOf(error)}</ErrorAlert>}
      {profile && (
        <div className="space-y-6">
          {profile.suppression && <SuppressedNote suppression={profile.suppression} />}
          <ProfileForm profile={profile} />
          <MailForm profile={profile} />
          <CalendarCard />
          <PasswordForm email={profile.email} />
        </div>
      )}
    </PageFrame>
  );
}
