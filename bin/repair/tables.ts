import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';

/** Tables of the state stack that can be put back. The others need not be: they fill themselves. */
export const restorable = ['Agents', 'Jobs', 'Chats', 'Transcripts', 'Settings', 'Keys', 'SigningKeys'] as const;
export type Restorable = (typeof restorable)[number];

const all = [...restorable, 'WakeUps', 'Limits'] as const;
export type TableId = (typeof all)[number];

export type Item = Readonly<Record<string, unknown>>;

/**
 * The names of a stage's tables. CloudFormation makes them of the stack, the logical id and some characters of its own.
 *
 * @throws Error when there are none, or two for one id
 */
export async function findTables(client: DynamoDBDocumentClient, stage: string): Promise<Record<TableId, string>> {
  const names: string[] = [];
  for (let start: string | undefined; ; ) {
    const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName: start }));
    names.push(...(page.TableNames ?? []));
    start = page.LastEvaluatedTableName;
    if (start === undefined) break;
  }
  const nameOf = (id: TableId): string => {
    const form = new RegExp(`^Lastcall-${stage}-State-${id}[0-9A-F]{8}(-[0-9A-Z]+)?$`);
    const [name, another] = names.filter((each) => form.test(each));
    if (name === undefined) {
      throw new Error(`There is no table ${id} of the stage ${stage} in this account and region: is it deployed here?`);
    }
    if (another !== undefined) throw new Error(`There are two tables ${id} of ${stage}: ${name} and ${another}`);
    return name;
  };
  return {
    Agents: nameOf('Agents'),
    Jobs: nameOf('Jobs'),
    Chats: nameOf('Chats'),
    Transcripts: nameOf('Transcripts'),
    Settings: nameOf('Settings'),
    Keys: nameOf('Keys'),
    SigningKeys: nameOf('SigningKeys'),
    WakeUps: nameOf('WakeUps'),
    Limits: nameOf('Limits'),
  };
}

/** All items of a table, page by page. The system itself never reads so: this is for repairs. */
export async function* itemsOf(client: DynamoDBDocumentClient, TableName: string): AsyncGenerator<Item> {
  for (let start: Item | undefined; ; ) {
    const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey: start, ConsistentRead: true }));
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
    if (start === undefined) return;
  }
}
