import { nowhere } from "@/lib/http/define-route";

/** Every path under /api that nothing else answers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = nowhere();
