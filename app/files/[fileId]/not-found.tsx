import Link from "next/link";
import { Icon } from "@/components/ui/icon";
import { Brand } from "@/components/ui/logo-mark";

/** No such file and no member of it look the same. */
export default function FileNotFound() {
  return (
    <div className="shell">
      <title>Not found · Tandem</title>
      <Brand />
      <main className="card">
        <div className="in">
          <div className="bigic bigic-quiet">
            <Icon name="file" />
          </div>
          <h1>There is nothing here for you</h1>
          <p className="lead">No such file, or it is not shared with you. Ask its owner for an invite.</p>
          <div className="acts">
            <Link className="btn btn-lg btn-primary" href="/">
              Go to your files
            </Link>
          </div>
        </div>
      </main>
    </div>
  );
}
