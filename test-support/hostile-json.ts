import fc from "fast-check";
import { z } from "zod";

/** Texts where JSON is expected, from what is nearly right to what was made to hurt. */

const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;

/** Values as they stand in JSON text: `JSON.stringify` could write few of them. */
const HOSTILE_VALUES = [
  "null",
  "true",
  "0",
  "-0",
  "-1",
  "0.5",
  "1e999",
  "-1e999",
  "1e-999",
  "9007199254740993",
  "123456789012345678901234567890",
  "NaN",
  "Infinity",
  "undefined",
  "0x10",
  "01",
  '""',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00\\ud83d"',
  '"\\ud83d\\ude00"',
  '"\u2028"',
  '"\\u202e"',
  '"__proto__"',
  '"1 OR 1=1; --"',
  "[]",
  "{}",
  '{"__proto__":{"admin":true}}',
  '{"toString":1,"valueOf":1,"toJSON":1}',
  '{"length":4294967296}',
  deep("[", "]", 2_000),
  deep('{"a":', "}", 2_000),
  `"${"x".repeat(70_000)}"`,
  `"${"\\n".repeat(20_000)}"`,
  `[${"1,".repeat(5_000)}1]`,
];

const HOSTILE_KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "",
  "\u0000",
  "😀",
];

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_VALUES) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)) },
  { weight: 1, arbitrary: fc.maxSafeInteger().map(String) },
);

type Entries = readonly (readonly [key: string, text: string])[];

const asJson = (entries: Entries) =>
  `{${entries.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}`;

const asForm = (entries: Entries) =>
  String(new URLSearchParams(entries.map(([key, text]) => [key, unquoted(text)])));

/** What a form field holds in the place of this JSON: the string itself, else the text as it stands. */
function unquoted(text: string): string {
  try {
    const held: unknown = JSON.parse(text);
    return typeof held === "string" ? held : text;
  } catch {
    return text; // no JSON, such as NaN
  }
}

/** A right body with fields left out, given twice, given hostile values, and with fields that nobody asked for. */
function nearly(right: object, written: (entries: Entries) => string): fc.Arbitrary<string> {
  const fields = Object.entries(right).map(([key, kept]) => {
    const same = JSON.stringify(kept);
    return fc.oneof(
      { weight: 3, arbitrary: fc.constant([[key, same]] as const) },
      { weight: 1, arbitrary: fc.constant([] as const) },
      { weight: 3, arbitrary: value.map((text) => [[key, text]] as const) },
      {
        weight: 1,
        arbitrary: value.map(
          (text) =>
            [
              [key, same],
              [key, text],
            ] as const,
        ),
      },
    );
  });
  const foreign = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...HOSTILE_KEYS), fc.string()), value), {
    maxLength: 2,
  });
  return fc.tuple(fc.tuple(...fields), foreign).map(([own, others]) => written([...own.flat(), ...others]));
}

const exampleSchema = z.looseObject({});

/** Bodies for a schema that has an example: nearly right ones in its media type, other JSON, and what is none. */
export function hostileBodies(schema: z.ZodType, mediaType: string): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const [example] = z.array(exampleSchema).parse(z.globalRegistry.get(schema)?.examples ?? []);
  if (example === undefined) throw new Error("the schema has no example");
  const near = nearly(example, mediaType === "application/json" ? asJson : asForm);
  const texts = fc.oneof(
    { weight: 5, arbitrary: near },
    { weight: 1, arbitrary: value },
    { weight: 1, arbitrary: fc.json() },
    {
      weight: 1,
      arbitrary: near.chain((text) => fc.nat(text.length).map((n) => text.slice(0, n))),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  );
  return fc.oneof(
    { weight: 9, arbitrary: texts.map((text) => new Uint8Array(Buffer.from(text))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => new Uint8Array(bytes)) },
  );
}
