import { CardMessage, CardPage } from "@/components/ui/card-page";
import { LinkButton } from "@/components/ui/link-button";

export default function InviteNotFound() {
  return (
    <CardPage>
      <CardMessage
        icon="link"
        title="No such invite link"
        text="Check that the whole link was copied, or ask the file’s owner for a new one."
      >
        <LinkButton href="/">Go to your files</LinkButton>
      </CardMessage>
    </CardPage>
  );
}
