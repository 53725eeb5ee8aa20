// GET /tasks: a column of the board; members see their own.
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { TABLE, answer, answering, caller, parsed, table } from "./gateway.mjs";
import { ListTasks, STATUSES, card } from "./models.mjs";

export const handler = answering("listTasks", async (event) => {
  const wanted = parsed(ListTasks, event.queryStringParameters ?? {});
  const { userId, isAdmin } = caller(event);
  const column = {
    IndexName: "GSI1",
    KeyConditionExpression: "GSI1PK = :pk",
    ExpressionAttributeValues: { ":pk": `BOARD#${wanted.board}#STATUS#${wanted.status}#0` },
  };
  const own = {
    IndexName: "GSI2",
    KeyConditionExpression: "GSI2PK = :pk AND begins_with(GSI2SK, :status)",
    ExpressionAttributeValues: {
      ":pk": `USER#${userId}`,
      ":status": `${STATUSES.indexOf(wanted.status)}-${wanted.status}#`,
    },
  };
  const found = await table.send(
    new QueryCommand({
      TableName: TABLE,
      Limit: wanted.limit,
      ExclusiveStartKey: wanted.cursor && JSON.parse(Buffer.from(wanted.cursor, "base64url")),
      ...(isAdmin ? column : own),
    }),
  );
  const key = found.LastEvaluatedKey;
  const nextCursor = key ? Buffer.from(JSON.stringify(key)).toString("base64url") : null;
  return answer(200, JSON.stringify({ items: found.Items.map(card), nextCursor }));
});
