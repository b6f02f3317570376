"use client";

import "swagger-ui-dist/swagger-ui.css";
import { useEffect, useRef, useState } from "react";
import { useMedia } from "@/components/hooks/use-media";
import { useTheme } from "@/components/hooks/use-theme";
import { Banner } from "@/components/ui/banner";
import { swaggerPlugin } from "./swagger-plugin";

/** The API as an interactive page, made from its OpenAPI document at the path `description`. */
export function ApiReference({ description }: { description: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "shown" | "failed">("loading");
  useDarkClass();
  useEffect(() => {
    const node = place.current;
    if (node === null) return;
    let left = false;
    const settle = (next: "shown" | "failed") => {
      if (!left) setState(next);
    };
    draw(node, description, () => settle("shown")).catch(() => settle("failed"));
    return () => {
      left = true;
      node.replaceChildren();
    };
  }, [description]);
  return (
    <>
      {state === "failed" && (
        <Banner tone="error" boxed>
          The reference could not be loaded. Reload the page to try again.
        </Banner>
      )}
      <div ref={place} aria-busy={state === "loading"} />
    </>
  );
}

/** Loaded here and on no other page: it is larger than all the rest. */
async function draw(place: HTMLElement, url: string, onComplete: () => void): Promise<void> {
  const { default: SwaggerUI } = await import("swagger-ui-dist/swagger-ui-es-bundle.js");
  const domNode = document.createElement("div");
  place.replaceChildren(domNode);
  SwaggerUI({
    domNode,
    url,
    presets: [SwaggerUI.presets.apis],
    plugins: [swaggerPlugin],
    validatorUrl: null,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    onComplete,
  });
}

/** Swagger UI knows our theme by a class of its own on the root element. */
function useDarkClass(): void {
  const [theme] = useTheme();
  const systemIsDark = useMedia("(prefers-color-scheme: dark)");
  const dark = theme === "dark" || (theme === "system" && systemIsDark);
  useEffect(() => {
    document.documentElement.classList.toggle("dark-mode", dark);
    return () => document.documentElement.classList.remove("dark-mode");
  }, [dark]);
}
