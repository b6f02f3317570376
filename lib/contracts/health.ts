import { z } from "zod";

export const liveSchema = z.object({ status: z.literal("live") });
export const readySchema = z.object({
  status: z.literal("ready"),
  degraded: z.array(z.literal("redis")).optional(),
});
