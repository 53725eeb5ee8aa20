// What both functions share: the client, who is asking, and how answers and errors look.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

export const TABLE = process.env.TABLE_NAME;
export const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function caller(event) {
  const { claims } = event.requestContext.authorizer;
  const isAdmin = (claims["cognito:groups"] ?? "").split(/[[\],\s]+/).includes("ADMIN");
  return { userId: claims.sub, isAdmin };
}

export function parsed(schema, value) {
  const { success, data, error } = schema.safeParse(value);
  if (!success) throw new Refused(422, JSON.stringify(error.issues));
  return data;
}

export function answering(operation, work) {
  return async (event) => {
    const answer = await work(event).catch(refusal);
    const line = { level: "INFO", event: "request", operation, status: answer.statusCode };
    console.log(JSON.stringify(line));
    return answer;
  };
}

export function answer(statusCode, body, more = {}) {
  const headers = { "content-type": "application/json", "access-control-allow-origin": process.env.ALLOWED_ORIGIN };
  return { statusCode, headers: { ...headers, ...more }, body };
}

function refusal(error) {
  if (error instanceof Refused) return answer(error.status, JSON.stringify({ detail: error.message }));
  console.error(error);
  return answer(500, JSON.stringify({ detail: "Something went wrong." }));
}
