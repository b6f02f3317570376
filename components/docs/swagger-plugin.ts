/** The parts of Swagger UI's plugin interface that we use; its React is its own, apart from ours. */
type Element = object;
type Part = string | ((props: object) => Element | null);
interface System {
  React: { createElement(part: Part, props: object | null, ...children: (Element | string)[]): Element };
  getComponent(name: string, connected?: boolean): Part;
}
type Wrapper = (original: Part, system: System) => Part;

/** Swagger UI's parts under our own heading: no title and no choice of servers, for there is one. */
const layout: Wrapper = (_original, { React, getComponent }) => {
  const h = React.createElement;
  const part = (name: string) => h(getComponent(name, true), null);
  return () =>
    h(
      "div",
      { className: "swagger-ui" },
      h(getComponent("SvgAssets"), null),
      part("errors"),
      part("AuthorizeBtnContainer"),
      h("h2", null, "Calls"),
      part("operations"),
      part("Models"),
    );
};

/** The button that closes a dialog shows a cross only: it gets a name. */
const namedCross: Wrapper = (original, { React }) => {
  const h = React.createElement;
  return (props) => h("span", null, h(original, props), h("span", { className: "sr-only" }, "Close"));
};

/** A button is called what stands on it, so that one who speaks to the browser can name it. */
const honestButton: Wrapper = (original, { React }) => {
  return (props) => React.createElement(original, { ...props, "aria-label": undefined });
};

/** A page cannot set this cookie: signing in does, and the dialog has nothing to ask. */
const noCookie: Wrapper = () => () => null;

export const swaggerPlugin = {
  wrapComponents: {
    BaseLayout: layout,
    CloseIcon: namedCross,
    Button: honestButton,
    apiKeyAuth: noCookie,
  },
};
