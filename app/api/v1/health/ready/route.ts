import { AppError } from "@/lib/errors";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET({ container }) {
    if (container.stopping) throw new AppError("unavailable", "The server is stopping.");
    if (!(await container.databaseAnswers()))
      throw new AppError("unavailable", "The database does not answer.");
    return json(200, { status: "ready" });
  },
});
