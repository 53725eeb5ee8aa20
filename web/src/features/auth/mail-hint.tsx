/** Where the mail with the code is. */
import { useServices } from "../../lib/services.ts";

export function MailHint({ email }: { email: string }) {
  const { config } = useServices();
  return (
    <p>
      We have sent a code to {email || "your address"}.
      {config.mailbox && (
        <>
          {" "}
          This is a demo: its mails are in the{" "}
          <a className="link" href={config.mailbox} target="_blank" rel="noreferrer">
            mailbox
          </a>
          .
        </>
      )}
    </p>
  );
}
