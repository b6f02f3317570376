import { z } from "zod";
import { timeSchema } from "./common";
import {
  EMAIL_MAX,
  PASSWORD_MAX,
  PASSWORD_MIN,
  TRIED_PASSWORD_MAX,
  USERNAME_MAX,
  USERNAME_MIN,
} from "./limits";

export const emailSchema = z
  .string()
  .trim()
  .max(EMAIL_MAX)
  .pipe(z.email("must be an email address"))
  .meta({ format: "email" });

export const usernameSchema = z
  .string()
  .min(USERNAME_MIN, `must have ${USERNAME_MIN} characters or more`)
  .max(USERNAME_MAX, `must have ${USERNAME_MAX} characters or fewer`)
  .regex(/^[A-Za-z0-9_-]+$/, "may hold letters, digits, _ and - only");

/** Length only; commonly used passwords are refused on the server (lib/auth/common-passwords). */
export const passwordSchema = z
  .string()
  .min(PASSWORD_MIN, `must have ${PASSWORD_MIN} characters or more`)
  .max(PASSWORD_MAX, `must have ${PASSWORD_MAX} characters or fewer`);

export const registerBodySchema = z.object({
  email: emailSchema,
  username: usernameSchema,
  password: passwordSchema,
});
export type RegisterBody = z.infer<typeof registerBodySchema>;

/** A password that is compared and not set: what it may look like is no matter. */
const triedPasswordSchema = z.string().min(1).max(TRIED_PASSWORD_MAX);

/** What a sign-in form sends. No format is asked: a wrong one answers as a wrong password does. */
export const loginBodySchema = z.object({
  email: z.string().min(1).max(EMAIL_MAX),
  password: triedPasswordSchema,
});
export type LoginBody = z.infer<typeof loginBodySchema>;

/** RFC 6749 4.3, the form `application/x-www-form-urlencoded`; `username` may be the email. */
export const oauthFormSchema = z.object({
  username: z.string().min(1).max(EMAIL_MAX),
  password: triedPasswordSchema,
  grant_type: z.string().optional(),
  scope: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});

/** What is left out stays. A new password asks for the current one. */
export const updateMeBodySchema = z
  .object({
    username: usernameSchema.optional(),
    current_password: triedPasswordSchema.optional(),
    new_password: passwordSchema.optional(),
  })
  .refine((body) => body.new_password === undefined || body.current_password !== undefined, {
    path: ["current_password"],
    error: "is missing",
  });
export type UpdateMeBody = z.infer<typeof updateMeBodySchema>;

export const userSchema = z.object({
  id: z.number().int(),
  email: z.string(),
  username: z.string(),
  is_active: z.boolean(),
  created_at: timeSchema,
});
export type UserView = z.infer<typeof userSchema>;

export const tokenSchema = z.object({
  access_token: z.string(),
  token_type: z.literal("bearer"),
  expires_in: z.number().int(),
});
export type TokenView = z.infer<typeof tokenSchema>;

/** A sign-in that is still good: by a browser, or by a program with a Bearer token. */
export const sessionSchema = z.object({
  id: z.string(),
  kind: z.enum(["browser", "program"]),
  /** What signed in, as it called itself: `Firefox on Linux`, `curl`; null: it did not say. */
  client: z.string().nullable(),
  created_at: timeSchema,
  /** To the minute. */
  last_used_at: timeSchema,
  expires_at: timeSchema,
  /** The one that asks. */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof sessionSchema>;

/** The newest ones, and how many there are. */
export const sessionListSchema = z.object({ items: z.array(sessionSchema), total: z.number().int() });
export type SessionListView = z.infer<typeof sessionListSchema>;
