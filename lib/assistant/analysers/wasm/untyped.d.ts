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
