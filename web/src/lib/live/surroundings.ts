/** The socket, the network and the reader, as a live connection sees them. */

export type Socket = Pick<WebSocket, "addEventListener" | "send" | "close">;

/** What a connection needs from its surroundings, so that tests need neither network nor patience. */
export interface Surroundings {
  open: (url: string) => Socket;
  random: () => number;
  /** Calls back whenever the network or the reader comes back; returns what ends that. */
  whenBack: (callback: () => void) => () => void;
}

/** The address of the socket; where page and API are one server, it is the one that the page came from. */
export function socketAddress(
  url: string,
  apiBase: string,
  here: Pick<Location, "host" | "protocol">,
): string {
  const address = new URL(url);
  if (apiBase.startsWith("/")) {
    address.protocol = here.protocol === "https:" ? "wss:" : "ws:";
    address.host = here.host;
  }
  return address.href;
}

/** The browser's own socket, network and reader. */
export function browserSurroundings(apiBase: string): Surroundings {
  return {
    open: (url) => new WebSocket(socketAddress(url, apiBase, location)),
    random: Math.random,
    whenBack: (callback) => {
      const seen = () => document.visibilityState === "visible" && callback();
      addEventListener("online", callback);
      document.addEventListener("visibilitychange", seen);
      return () => {
        removeEventListener("online", callback);
        document.removeEventListener("visibilitychange", seen);
      };
    },
  };
}
