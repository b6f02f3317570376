/** What we use of Swagger UI, which brings no types. */
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface SwaggerUiOptions {
    domNode: HTMLElement;
    url: string;
    presets: readonly unknown[];
    plugins: readonly object[];
    /** Null: nothing is sent to a validator. */
    validatorUrl: string | null;
    docExpansion: "list" | "full" | "none";
    defaultModelsExpandDepth: number;
    onComplete(): void;
  }
  const SwaggerUI: ((options: SwaggerUiOptions) => void) & { presets: { apis: unknown } };
  export default SwaggerUI;
}
