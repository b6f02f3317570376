CREATE TABLE "former_members" (
	"file_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"ended_by" integer,
	"ended_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "former_members_file_id_user_id_pk" PRIMARY KEY("file_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD COLUMN "client" text;--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD COLUMN "last_used_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "former_members" ADD CONSTRAINT "former_members_file_id_code_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."code_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "former_members" ADD CONSTRAINT "former_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "former_members" ADD CONSTRAINT "former_members_ended_by_users_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "former_members_user" ON "former_members" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD CONSTRAINT "auth_sessions_client" CHECK (length("auth_sessions"."client") between 1 and 64);--> statement-breakpoint
-- Until now nobody wrote down who had been a member: those who showed a Yjs client id in the file had, and those who
-- accepted an invite made for their account.
INSERT INTO "former_members" ("file_id", "user_id")
SELECT file_id, user_id FROM "file_clients"
UNION
SELECT file_id, user_id FROM "invites" WHERE user_id IS NOT NULL AND uses > 0
EXCEPT
SELECT file_id, user_id FROM "file_members";
--> statement-breakpoint
UPDATE "auth_sessions" SET "last_used_at" = "created_at";
