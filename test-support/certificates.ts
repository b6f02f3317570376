import { execFileSync } from "node:child_process";

/**
 * Makes in `folder`, as NAME.crt and NAME.key: `ca`, an authority that nobody else knows; `server`, signed by it for the
 * name localhost and no address; `other`, another authority.
 */
export function makeCertificates(folder: string): void {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  const make = (name: string, ...more: string[]) => {
    const fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", `/CN=${name}`];
    openssl("req", "-x509", ...fresh, "-keyout", `${name}.key`, "-out", `${name}.crt`, ...more);
  };
  for (const name of ["ca", "other"]) make(name, "-addext", "basicConstraints=critical,CA:TRUE");
  make("server", "-CA", "ca.crt", "-CAkey", "ca.key", "-addext", "subjectAltName=DNS:localhost");
}
