import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";

import { poolMessage } from "./messages.ts";
import { PoolError, UserPool } from "./user-pool.ts";

interface Heard {
  target: string;
  type: string;
  body: Record<string, unknown>;
}

let server: Server;
let heard: Heard[];
let reply: { status: number; headers?: Record<string, string>; body: unknown };
let pool: UserPool;

beforeEach(async () => {
  heard = [];
  reply = { status: 200, body: {} };
  server = createServer((request, response) => {
    void read(request).then((body) => {
      const { "x-amz-target": target, "content-type": type } = request.headers;
      heard.push({ target: String(target), type: String(type), body: JSON.parse(body || "{}") });
      response.writeHead(reply.status, {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Headers": "*",
        ...reply.headers,
      });
      response.end(JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  pool = new UserPool(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, "the-client");
});

afterEach(() => new Promise((closed) => server.close(closed)));

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}

test("signing in speaks the user pool's protocol", async () => {
  reply.body = {
    AuthenticationResult: { IdToken: "i", AccessToken: "a", RefreshToken: "r", ExpiresIn: 900 },
  };
  const answer = await pool.signIn("ann@example.com", "Secret12345");
  expect(heard.at(-1)).toEqual({
    target: "AWSCognitoIdentityProviderService.InitiateAuth",
    type: "application/x-amz-json-1.1",
    body: {
      ClientId: "the-client",
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "ann@example.com", PASSWORD: "Secret12345" },
    },
  });
  expect(answer.AuthenticationResult?.IdToken).toBe("i");
});

test("a challenge is answered with its session", async () => {
  await pool.answerChallenge("SOFTWARE_TOKEN_MFA", "s", { SOFTWARE_TOKEN_MFA_CODE: "123456" });
  expect(heard.at(-1)?.body).toMatchObject({ ChallengeName: "SOFTWARE_TOKEN_MFA", Session: "s" });
});

test("changing the password names no client, because the access token says it all", async () => {
  await pool.changePassword("token", "old", "new");
  expect(heard.at(-1)?.body).toEqual({
    AccessToken: "token",
    PreviousPassword: "old",
    ProposedPassword: "new",
  });
});

test.each([
  ["NotAuthorizedException", {}],
  ["com.amazonaws#NotAuthorizedException", {}],
  ["", { "x-amzn-errortype": "NotAuthorizedException:http://example.com/" }],
])("an error written as %j is understood", async (type, headers) => {
  reply = { status: 400, headers, body: type ? { __type: type, message: "No." } : { message: "No." } };
  const error = await pool.signIn("a", "b").catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(PoolError);
  expect((error as PoolError).code).toBe("NotAuthorizedException");
});

test("an unknown address and a wrong password read the same", () => {
  const unknown = poolMessage(new PoolError("UserNotFoundException", "User does not exist."));
  expect(poolMessage(new PoolError("NotAuthorizedException", "Incorrect."))).toBe(unknown);
});
