import { z } from "zod";
import { type Submit, useSubmit } from "@/components/hooks/use-submit";
import { callApi } from "@/lib/browser/api-client";

/** Ends the sessions behind one path of the API. */
export function useEnding(path: string, onEnded: () => void): Submit<null> {
  return useSubmit((_input: null, signal) => callApi("DELETE", path, z.undefined(), { signal }), onEnded);
}
