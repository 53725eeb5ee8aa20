// What AWS's runtime does for a function, and nothing more: ask for an event, call the handler, post its answer.
// (AWS's own client for Node builds a C++ library with autotools when it is installed; this one starts faster.)
import { createRequire } from "node:module";
import { Agent, request } from "node:http";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new Agent({ keepAlive: true });
const root = "/2018-06-01/runtime/invocation";
const { handler } = createRequire(import.meta.url)(process.env.LAMBDA_BUNDLE);

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const sent = request({ host, port, method, path: root + path, agent, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

for (;;) {
  const { headers, body } = await call("GET", "/next");
  const awsRequestId = headers["lambda-runtime-aws-request-id"];
  try {
    const result = await handler(JSON.parse(body), { awsRequestId });
    await call("POST", `/${awsRequestId}/response`, JSON.stringify(result));
  } catch (error) {
    await call("POST", `/${awsRequestId}/error`, JSON.stringify({ errorMessage: String(error?.stack ?? error) }));
  }
}
