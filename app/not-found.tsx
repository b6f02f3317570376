import type { Metadata } from "next";
import { CardMessage, CardPage } from "@/components/ui/card-page";
import { LinkButton } from "@/components/ui/link-button";

export const metadata: Metadata = { title: "Not found" };

/** A file that is not there and one that is not shared look the same. */
export default function NotFound() {
  return (
    <CardPage>
      <CardMessage
        icon="file"
        title="Nothing here for you"
        text="No such file, or it is not shared with you. Ask its owner for an invite."
      >
        <LinkButton href="/">Go to your files</LinkButton>
      </CardMessage>
    </CardPage>
  );
}
