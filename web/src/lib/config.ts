/** What the server says about this installation, read at run time so that one build serves them all. */

export interface Config {
  apiBase: string;
  userPool: { endpoint: string; clientId: string; signIn: "USER_PASSWORD_AUTH" };
  demo: boolean;
  /** Where the demo's mails can be read. */
  mailbox: string | null;
  selfSignUp: boolean;
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch("/config.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`The server answered ${response.status} for its configuration.`);
  return (await response.json()) as Config;
}
