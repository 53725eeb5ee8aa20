/** What an ID token says about the person it was made for. */
import type { Role } from "../api/types.ts";

export interface Principal {
  id: string;
  role: Role;
  name: string;
  email: string;
}

/** Read a token's claims; the server verifies them, the page only shows them. */
export function principalOf(idToken: string): Principal {
  const claims = JSON.parse(decodeBase64Url(idToken.split(".")[1] ?? "")) as Record<string, unknown>;
  const groups = (claims["cognito:groups"] as string[] | undefined) ?? [];
  return {
    id: String(claims["sub"]),
    role: groups.includes("ADMIN") ? "ADMIN" : "MEMBER",
    name: String(claims["name"] ?? claims["email"] ?? ""),
    email: String(claims["email"] ?? ""),
  };
}

function decodeBase64Url(text: string): string {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}
