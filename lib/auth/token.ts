import { jwtVerify, SignJWT } from "jose";

/** Bearer tokens: JWT (RFC 7519) signed with HS256, carrying the id of an auth_sessions row as `sid`. */
const ISSUER = "tandem";
const AUDIENCE = "tandem-api";
const ALGORITHM = "HS256";

export function signToken(
  key: Uint8Array,
  claims: { userId: number; sessionId: string; expiresAt: Date },
): Promise<string> {
  return new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(String(claims.userId))
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(claims.expiresAt)
    .sign(key);
}

/** The session id a token carries; null when it is forged, expired or no token at all. */
export async function sessionIdOfToken(key: Uint8Array, token: string): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
    });
    return typeof payload.sid === "string" ? payload.sid : null;
  } catch {
    return null; // whatever is wrong with it, the answer is the same 401
  }
}
