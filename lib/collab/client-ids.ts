import { uint32 } from "lib0/random";

/** A new Yjs client id, as Yjs itself makes them: 32 random bits. */
export const newClientId = (): number => uint32();
