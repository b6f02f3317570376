import { z } from "zod";

export type Json = { [key: string]: unknown };

/** Zod schemas as JSON Schema (draft 2020-12); those with an `id` in their metadata are gathered and referred to. */
export interface SchemaBook {
  /** What a caller may send. */
  input(schema: z.ZodType): Json;
  /** What the server sends. */
  output(schema: z.ZodType): Json;
  /** `components.schemas`, of everything asked for so far. */
  components: Json;
}

export function createSchemaBook(): SchemaBook {
  const components: Json = {};
  const describe = (schema: z.ZodType, io: "input" | "output"): Json => {
    // Inside another one, so that a schema with an id is itself referred to.
    const made = z.toJSONSchema(z.object({ asked: schema }), { io, override: tidy });
    const { properties, $defs = {} } = refer(made);
    for (const [id, definition] of Object.entries($defs)) {
      const known = components[id];
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition))
        throw new Error(`two different schemas have the id ${id}`);
      components[id] = definition;
    }
    return properties.asked;
  };
  return {
    input: (schema) => describe(schema, "input"),
    output: (schema) => describe(schema, "output"),
    components,
  };
}

const madeSchema = z.object({
  properties: z.object({ asked: z.looseObject({}) }),
  $defs: z.record(z.string(), z.looseObject({})).optional(),
});

/** With references as they are inside an OpenAPI document. */
const refer = (made: object): z.infer<typeof madeSchema> =>
  madeSchema.parse(JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/')));

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"]>;

/** Takes out what is true but of no use to a reader, and lets answers grow: a new field breaks nobody. */
const tidy: Override = ({ jsonSchema }) => {
  delete jsonSchema.additionalProperties;
  delete jsonSchema.id;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};
