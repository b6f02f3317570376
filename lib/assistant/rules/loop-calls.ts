import type { Rule, RuleContext } from "@/lib/assistant/rules/rule";
import type { SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import {
  ALL,
  CALL_KINDS,
  type Call,
  callOf,
  contentOf,
  isConstant,
  isString,
} from "@/lib/assistant/rules/vocabulary";

/** Calls that cost much and stand in a loop. */

const SQL = /^\s*(?:select|insert|update|delete|with)\b/i;
const DATABASE =
  /(?:^|[._>$@:])(?:db|database|conn|connection|cursor|cur|session|pool|tx|trx|transaction|stmt|statement|repo|repository|prisma|knex|em|entityManager|dao|pdo|mysqli|sql)\w*(?:\(.*\))?$/i;
const QUERIES =
  /^(?:query|queryRow|QueryRow|Query|QueryContext|QueryRowContext|Exec|ExecContext|execute|executemany|exec|executeQuery|executeUpdate|execute_query|fetch_one|fetch_all|query_one|query_row|query_as|find|findOne|findById|findFirst|findUnique|find_by|find_one|get|first|where|select|save|insert|update|prepareStatement|scalar|scalars)$/;
const CERTAIN =
  /^(?:QueryRow|QueryContext|QueryRowContext|executeQuery|executeUpdate|findOne|findById|findByPk|findUnique|findFirst|find_one|queryRow|query_row|ExecuteReader|ExecuteScalar|ExecuteNonQuery|FindAsync)$/;
/** Rails: a class is asked for one record at a time. */
const RECORDS = /^(?:find|find_by|find_by!|where|exists\?|find_or_create_by|create!?)$/;
const NO_MODELS = /^(?:File|Dir|Set|Hash|Array|Struct|Pathname|IO|Tempfile|Thread|Date|Time)$/;

const REQUESTS = [
  /^(?:fetch|urlopen|curl_exec|file_get_contents_http)$/,
  /^(?:axios|requests|httpx|http|Http|HTTParty|Faraday|reqwest|ky|got|superagent|Net::HTTP|RestClient)\.(?:get|post|put|patch|delete|head|request|Get|Post|Head|get_response|blocking)$/,
  /(?:[hH]ttpClient|_http|_client)\.(?:Get|Post|Put|Delete|Send|send|GetString|GetStream|GetByteArray)(?:Async)?$/,
];

const COMPILES: Record<string, RegExp> = {
  python: /^re\.compile$/,
  javascript: /^RegExp$/,
  typescript: /^RegExp$/,
  go: /^regexp\.(?:MustCompile|Compile|MatchString|Match)$/,
  java: /^Pattern\.(?:compile|matches)$/,
  csharp: /^Regex$/,
  rust: /^(?:regex::)?(?:Regex|RegexSet|bytes::Regex)\.new$/,
  ruby: /^Regexp\.new$/,
  cpp: /^(?:std::)?(?:\.)?regex$/,
};

const inLoop =
  (check: (call: Call, node: SyntaxNode, context: RuleContext) => string | null): Rule["check"] =>
  (node, context) => {
    if (node.loop === null) return null;
    const call = callOf(node, context.text);
    const message = call === null ? null : check(call, node, context);
    return message === null ? null : { at: node, message };
  };

const fullName = ({ receiver, name }: Call): string => (receiver === "" ? name : `${receiver}.${name}`);

const performance = { category: "performance", severity: "info", languages: ALL, kinds: CALL_KINDS } as const;

export const LOOP_CALL_RULES: Rule[] = [
  {
    name: "query-in-loop",
    ...performance,
    check: inLoop((call, _, context) => {
      if (!isQuery(call, context)) return null;
      return `\`${call.name}\` asks the database once for each round of the loop: fetch all that is needed with one query before it`;
    }),
  },
  {
    name: "request-in-loop",
    ...performance,
    check: inLoop((call) => {
      if (!REQUESTS.some((pattern) => pattern.test(fullName(call)))) return null;
      return `Each round of the loop waits for \`${call.name}\`: send the requests at the same time, or one for all`;
    }),
  },
  {
    name: "regex-compile-in-loop",
    ...performance,
    check: inLoop((call, _, { language, text }) => {
      const [pattern] = call.arguments;
      if (COMPILES[language]?.test(fullName(call)) !== true || pattern === undefined) return null;
      if (!isConstant(pattern, text)) return null;
      return "The same regular expression is compiled in each round of the loop: compile it once before";
    }),
  },
  {
    name: "front-insert-in-loop",
    ...performance,
    check: inLoop((call, _, { language, text }) => {
      if (!shiftsAll(call, language, text)) return null;
      return `\`${call.name}\` at the front moves all other elements in each round of the loop: append and reverse, or use a queue`;
    }),
  },
];

function isQuery({ name, receiver, arguments: [first] }: Call, { language, text }: RuleContext): boolean {
  if (CERTAIN.test(name)) return true;
  if (language === "ruby" && RECORDS.test(name) && /^[A-Z]\w*$/.test(receiver))
    return !NO_MODELS.test(receiver);
  if (!QUERIES.test(name) || receiver === "") return false;
  if (first !== undefined && isString(first) && SQL.test(contentOf(first, text))) return true;
  return DATABASE.test(receiver) && !/^(?:get|first|where|select|save|update|insert)$/.test(name);
}

function shiftsAll({ name, arguments: [first, second] }: Call, language: string, text: string): boolean {
  const atZero = first !== undefined && text.slice(first.start, first.end) === "0";
  const atBegin = first !== undefined && /\bbegin\(\)$/.test(text.slice(first.start, first.end));
  switch (language) {
    case "python":
      return atZero && (name === "insert" || (name === "pop" && second === undefined));
    case "javascript":
    case "typescript":
      return name === "unshift" || (name === "splice" && atZero);
    case "java":
      return atZero && ((name === "add" && second !== undefined) || name === "remove");
    case "csharp":
      return atZero && (name === "Insert" || name === "RemoveAt");
    case "rust":
      return atZero && (name === "insert" || name === "remove");
    case "ruby":
      return name === "unshift" || name === "prepend" || (name === "insert" && atZero);
    case "php":
      return name === "array_unshift";
    case "cpp":
      return atBegin && (name === "insert" || name === "erase");
    default:
      return false;
  }
}
