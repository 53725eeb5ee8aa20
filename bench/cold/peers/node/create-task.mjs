// POST /tasks: the task, its assignees' copies, what happened and the answer, in one transaction.
import { createHash, randomBytes } from "node:crypto";
import { BatchGetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { Refused, TABLE, answer, answering, caller, parsed, table } from "./gateway.mjs";
import { CreateTask, card } from "./models.mjs";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ABSENT = "attribute_not_exists(PK)";
const KEEP_SECONDS = 24 * 3600;

export const handler = answering("createTask", async (event) => {
  const wanted = parsed(CreateTask, json(event.body));
  const { userId } = caller(event);
  const key = event.headers["Idempotency-Key"];
  const fingerprint = createHash("sha256").update(`POST\n/tasks\n${event.body}`).digest("hex");
  const remembered = key && { PK: `IDEMPOTENCY#${userId}#${key}`, SK: "ANSWER" };
  const found = await read(userId, wanted, remembered);
  const before = remembered && found.get(place(remembered));
  if (before) {
    if (before.fingerprint !== fingerprint) throw new Refused(422, "This idempotency key was used before.");
    return answer(201, before.answer);
  }
  const actor = found.get(`USER#${userId} PROFILE`);
  if (actor?.standing !== "ACTIVE" || actor.role !== "ADMIN") throw new Refused(403, "Only admins create tasks.");
  const board = found.get(`BOARDS BOARD#${wanted.boardId}`);
  const people = wanted.assigneeIds.map((id) => found.get(`USER#${id} PROFILE`));
  if (!board || board.archived || people.some((one) => one?.standing !== "ACTIVE"))
    throw new Refused(422, "There is no such board, or no such person.");
  const at = new Date();
  const { items, task } = made(wanted, actor, people, at.toISOString());
  const body = JSON.stringify(task);
  const writes = items.map((Item) => ({ Put: { TableName: TABLE, Item } }));
  writes[0].Put.ConditionExpression = ABSENT;
  if (remembered) {
    const expires = Math.floor(at / 1000) + KEEP_SECONDS;
    const Item = { ...remembered, fingerprint, answer: body, expires };
    writes.push({ Put: { TableName: TABLE, Item, ConditionExpression: ABSENT } });
  }
  await table.send(new TransactWriteCommand({ TransactItems: writes }));
  return answer(201, body, { etag: '"1"' });
});

function json(body) {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refused(400, "The body is no JSON.");
  }
}

const place = ({ PK, SK }) => `${PK} ${SK}`;

async function read(userId, wanted, remembered) {
  const Keys = [...new Set([userId, ...wanted.assigneeIds])].map((id) => ({ PK: `USER#${id}`, SK: "PROFILE" }));
  Keys.push({ PK: "BOARDS", SK: `BOARD#${wanted.boardId}` });
  if (remembered) Keys.push(remembered);
  const found = await table.send(
    new BatchGetCommand({ RequestItems: { [TABLE]: { Keys, ConsistentRead: true } } }),
  );
  return new Map(found.Responses[TABLE].map((item) => [place(item), item]));
}

function made(wanted, actor, people, at) {
  const { assigneeIds, position = topmost(), description, ...content } = wanted;
  const id = newId();
  const by = { id: actor.id, name: actor.name };
  const stored = {
    ...content,
    id,
    status: "OPEN",
    assignees: people.map((one) => ({ id: one.id, name: one.name, at, by: by.id })),
    position,
    createdBy: by,
    version: 1,
    createdAt: at,
    updatedAt: at,
    completedAt: null,
    deletedAt: null,
    words: [wanted.title, ...wanted.labels].join(" ").toLowerCase(),
  };
  const PK = `TASK#${id}`;
  const due = wanted.dueDate ? { GSI2PK: `DUE#${wanted.dueDate}`, GSI2SK: id } : {};
  const column = { GSI1PK: `BOARD#${wanted.boardId}#STATUS#OPEN#0`, GSI1SK: `${position}#${id}` };
  const items = [{ ...stored, ...column, ...due, PK, SK: "METADATA", description }];
  for (const one of people) {
    const GSI2SK = `0-OPEN#${wanted.dueDate ?? "~"}#${id}`;
    items.push({ ...stored, PK, SK: `ASSIGN#USER#${one.id}`, GSI2PK: `USER#${one.id}`, GSI2SK });
  }
  items.push(event("task.created", stored, by, { after: { ...content, description, position } }));
  if (people.length) items.push(event("task.assigned", stored, by, { people: stored.assignees }));
  return { items, task: { ...card(stored), description } };
}

function event(type, task, by, { after = {}, people = [] }) {
  const id = newId();
  const mention = (one) => ({ id: one.id, name: one.name });
  return {
    PK: `TASK#${task.id}`,
    SK: `EVENT#${id}`,
    GSI1PK: `LOG#${task.createdAt.slice(0, 10)}#0`,
    GSI1SK: id,
    id,
    type,
    at: task.createdAt,
    actor: by,
    subject: { kind: "task", id: task.id, title: task.title },
    before: {},
    after,
    people: people.map(mention),
    watchers: [by, ...task.assignees.map(mention)],
  };
}

const topmost = () => (2 ** 44 - Date.now()).toString(16).padStart(11, "0");

function newId() {
  let number = (BigInt(Date.now()) << 80n) | BigInt(`0x${randomBytes(10).toString("hex")}`);
  let id = "";
  for (let digit = 0; digit < 26; digit++, number >>= 5n) id = ALPHABET[Number(number & 31n)] + id;
  return id;
}
