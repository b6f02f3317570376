import { messages, type PGlite, protocol, type QueryOptions, type Results } from "@electric-sql/pglite";

const { serialize } = protocol;
const { CommandCompleteMessage, DataRowMessage, ParameterDescriptionMessage, RowDescriptionMessage } =
  messages;

/** So many are kept: some texts, such as those with a list of any length, come in endless variety. */
export const STATEMENTS_MAX = 200;

interface Statement {
  name: string;
  /** Types of its parameters, as oids. */
  takes: readonly number[];
  /** Columns of its rows; none where it answers no rows. */
  gives: Results["fields"];
}

type Answer = Awaited<ReturnType<PGlite["execProtocolStream"]>>;
/** All that drizzle sets. */
type Options = Pick<QueryOptions, "rowMode" | "parsers">;

/**
 * From now on each statement of `client` is parsed and planned once, as postgres.js does it, and run by one message.
 * PGlite's own `query` parses it every time and takes six messages: four times as long, in our own process. Call it
 * after the migrations: the columns of a statement that is kept must not change.
 */
export function keepStatements(client: PGlite): void {
  const run = createRunner(client);
  client.query = async (text: string, params: unknown[] = [], options: Options = {}) => {
    await client._checkReady();
    // The lock of transactions too: else it would be a part of whichever is open.
    return client._runExclusiveTransaction(() =>
      client._runExclusiveQuery(() => run(text, params, options, true)),
    );
  };
  const begin = client.transaction.bind(client);
  client.transaction = (work) =>
    begin((tx) => {
      const query = async (text: string, params: unknown[] = [], options: Options = {}) => {
        if (tx.closed) throw new Error("Transaction is closed");
        return client._runExclusiveQuery(() => run(text, params, options, false));
      };
      return work(Object.assign(tx, { query }));
    });
}

function createRunner(client: PGlite) {
  /** By text; the one used last is the last. */
  const statements = new Map<string, Statement>();
  let named = 0;

  const prepare = async (text: string): Promise<Statement> => {
    named += 1;
    const name = `kept_${named}`;
    const parts = [
      serialize.parse({ name, text }),
      serialize.describe({ type: "S", name }),
      serialize.sync(),
    ];
    const [oldest] = statements;
    if (oldest !== undefined && statements.size >= STATEMENTS_MAX) {
      statements.delete(oldest[0]);
      parts.unshift(serialize.close({ type: "S", name: oldest[1].name }));
    }
    const answer = await client.execProtocolStream(Buffer.concat(parts), { syncToFs: false });
    return { name, takes: parametersOf(answer), gives: columnsOf(answer) };
  };
  return async <T>(
    text: string,
    params: readonly unknown[],
    options: Options,
    syncToFs: boolean,
  ): Promise<Results<T>> => {
    const statement = statements.get(text) ?? (await prepare(text));
    statements.delete(text);
    statements.set(text, statement);
    const values = params.map((value, n) => serialized(client, statement.takes[n], value));
    const parts = [
      serialize.bind({ statement: statement.name, values }),
      serialize.execute(),
      serialize.sync(),
    ];
    const answer = await client.execProtocolStream(Buffer.concat(parts), { syncToFs });
    return {
      // What its rows look like only the caller knows, as with PGlite's own `query`.
      rows: rowsOf(client, statement, answer, options) as Results<T>["rows"],
      fields: statement.gives,
      affectedRows: changedBy(answer),
    };
  };
}

const parametersOf = (answer: Answer): readonly number[] =>
  answer.find((message) => message instanceof ParameterDescriptionMessage)?.dataTypeIDs ?? [];

const columnsOf = (answer: Answer): Results["fields"] =>
  (answer.find((message) => message instanceof RowDescriptionMessage)?.fields ?? []).map(
    ({ name, dataTypeID }) => ({ name, dataTypeID }),
  );

function serialized(client: PGlite, type = 0, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const serialize = client.serializers[type];
  return serialize === undefined ? String(value) : serialize(value);
}

function rowsOf(client: PGlite, { gives }: Statement, answer: Answer, { rowMode, parsers }: Options) {
  const readers = gives.map(({ dataTypeID }) => parsers?.[dataTypeID] ?? client.parsers[dataTypeID]);
  return answer
    .filter((message) => message instanceof DataRowMessage)
    .map(({ fields }) => {
      const row = fields.map((field, n) => {
        const reader = readers[n];
        return field === null || reader === undefined ? field : reader(field);
      });
      return rowMode === "array" ? row : Object.fromEntries(gives.map(({ name }, n) => [name, row[n]]));
    });
}

/** Rows that a statement has changed, which its tag ends in; `SELECT 2` changes none. */
function changedBy(answer: Answer): number {
  const tag = answer.find((message) => message instanceof CommandCompleteMessage)?.text ?? "";
  const [, count] = /^(?:INSERT|UPDATE|DELETE|MERGE)\b.* (\d+)$/.exec(tag) ?? [];
  return Number(count ?? 0);
}
