"use client";

import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { IconButton } from "@/components/ui/button";
import type { IconName } from "@/components/ui/icon";
import type { RoleChange } from "./use-role-change";

interface RoleBannerProps {
  icon: IconName;
  onDismiss: () => void;
  children: ReactNode;
}

function RoleBanner({ icon, onDismiss, children }: RoleBannerProps) {
  return (
    <Banner
      tone="info"
      icon={icon}
      actions={<IconButton icon="x" label="Dismiss" small onClick={onDismiss} />}
    >
      {children}
    </Banner>
  );
}

interface ViewerBannerProps {
  ownerName: string;
  onDismiss: () => void;
}

/** Told once: what a viewer can do, and whom to ask for more. */
export function ViewerBanner({ ownerName, onDismiss }: ViewerBannerProps) {
  return (
    <RoleBanner icon="eye" onDismiss={onDismiss}>
      You are a viewer: you can read and follow. Ask {ownerName} to let you edit.
    </RoleBanner>
  );
}

/** Somebody gave one another role while the file was open. */
export function RoleChangeBanner({
  change,
  ownerName,
  onDismiss,
}: ViewerBannerProps & { change: RoleChange }) {
  switch (change.to) {
    case "owner":
      return (
        <RoleBanner icon="crown" onDismiss={onDismiss}>
          {change.by === null ? "This file is yours now" : `${change.by} made you the owner`}: you can share
          this file, and say who may edit.
        </RoleBanner>
      );
    case "collaborator":
      return (
        <RoleBanner icon="pencil" onDismiss={onDismiss}>
          {change.from === "owner"
            ? "This file has another owner now. You are a collaborator: you can go on editing."
            : `${given(change, "a collaborator")}: you can edit.`}
        </RoleBanner>
      );
    case "viewer":
      return (
        <RoleBanner icon="eye" onDismiss={onDismiss}>
          {given(change, "a viewer")}: you can read and follow. Ask {change.by ?? ownerName} to let you edit.
        </RoleBanner>
      );
  }
}

const given = ({ by }: RoleChange, role: string): string =>
  by === null ? `You are ${role} now` : `${by} made you ${role}`;
