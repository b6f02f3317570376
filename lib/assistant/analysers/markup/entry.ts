import { serveAnalysers } from "@/lib/assistant/analysers/child-main";
import { css } from "@/lib/assistant/analysers/markup/css";
import { html, markdown } from "@/lib/assistant/analysers/markup/markup";

/** The child process for markup and styles, whose linters take longer than parsers do. */
await serveAnalysers(
  [css, html, markdown],
  [
    { language: "css", name: "warm.css", text: "a {\n  color: red;\n}\n" },
    {
      language: "html",
      name: "warm.html",
      text: '<!doctype html>\n<html lang="en"><title>a</title></html>\n',
    },
  ],
);
