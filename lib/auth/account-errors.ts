import { AppError } from "@/lib/errors";

export const accountTaken = (field: "email" | "username"): AppError =>
  new AppError("conflict", `This ${field} is taken.`, { errors: [{ path: field, message: "is taken" }] });

/** It went between the look at the session and now. */
export const accountGone = (): AppError => new AppError("unauthenticated", "Sign in first.");
