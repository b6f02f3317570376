// Loaded into a server before anything else, so that a test can set its wall clock; monotonic time goes on as it does
// when an administrator or NTP sets the machine's.
const RealDate = Date;
let aheadMs = 0;
const now = () => RealDate.now() + aheadMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});

process.on("message", (message) => {
  if (typeof message === "object" && message !== null && "clockAheadMs" in message)
    aheadMs = Number(message.clockAheadMs);
});
