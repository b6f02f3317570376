import { nextAuthRoute } from "@/lib/http/next-auth-route";

export const GET = nextAuthRoute;
export const POST = nextAuthRoute;
/** Answered too, so that no path under /api says anything but a problem. */
export const PUT = nextAuthRoute;
export const PATCH = nextAuthRoute;
export const DELETE = nextAuthRoute;
export const OPTIONS = nextAuthRoute;
