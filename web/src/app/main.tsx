/** Starts the page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import "./styles.css";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <p>Relayboard</p>
  </StrictMode>,
);
