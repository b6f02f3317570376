import { createHash, randomBytes } from "node:crypto";
import { INVITE_TOKEN_BYTES } from "@/lib/contracts/limits";

/** 192 random bits in base64url: the secret of a link. */
export const newInviteToken = (): string => randomBytes(INVITE_TOKEN_BYTES).toString("base64url");

/** What is stored of it. A plain hash is enough: nobody guesses 192 random bits. */
export const hashInviteToken = (token: string): Uint8Array => createHash("sha256").update(token).digest();
