import { nowhere } from "@/lib/http/define-route";

/** Every path under /api/v1 that nothing else answers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = nowhere();
