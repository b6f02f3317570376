import { z } from "zod";

/** The description of the API itself, as far as others may rely on it. */
export const openApiSchema = z.looseObject({
  openapi: z.literal("3.1.1"),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.looseObject({})),
});
export type OpenApiView = z.infer<typeof openApiSchema>;
