/** Starts the page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { createApi } from "../lib/api/client.ts";
import { browserSurroundings, REFRESH_TOKEN_KEY, Session } from "../lib/cognito/session.ts";
import { UserPool } from "../lib/cognito/user-pool.ts";
import { loadConfig, type Config } from "../lib/config.ts";
import { ServicesContext, type Services } from "../lib/services.ts";
import { Toasts } from "../lib/toasts.ts";
import { App } from "./app.tsx";
import { StartFailed } from "./start-failed.tsx";
import "./styles.css";

const root = createRoot(document.getElementById("root")!);
void start();

async function start(): Promise<void> {
  try {
    const services = assemble(await loadConfig());
    void services.session.start();
    root.render(
      <StrictMode>
        <ServicesContext value={services}>
          <App />
        </ServicesContext>
      </StrictMode>,
    );
  } catch {
    root.render(<StartFailed onRetry={() => void start()} />);
  }
}

function assemble(config: Config): Services {
  const pool = new UserPool(config.userPool.endpoint, config.userPool.clientId);
  const session = new Session(pool, browserSurroundings());
  addEventListener("storage", (event) => {
    if (event.key === REFRESH_TOKEN_KEY) session.storageChanged(event.newValue);
  });
  return { config, pool, session, api: createApi(config.apiBase, session), toasts: new Toasts() };
}
