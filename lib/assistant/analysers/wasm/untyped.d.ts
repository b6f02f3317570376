/** What we use of packages without types. */

declare module "luaparse" {
  const luaparse: {
    parse(
      text: string,
      options: { luaVersion: "5.1" | "5.2" | "5.3" | "LuaJIT"; comments: boolean },
    ): unknown;
  };
  export default luaparse;
}

declare module "stylelint-config-recommended" {
  import type { Config } from "stylelint";

  const config: Config;
  export default config;
}

declare module "@wasm-fmt/gofmt/gofmt_binding.js" {
  /** Throws a text that begins with `line:column: ` of the first error. */
  export function format(wasm: WebAssembly.Exports, source: string): string;
}
