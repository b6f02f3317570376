CREATE TABLE "file_checkpoints" (
	"file_id" integer NOT NULL,
	"seq" bigint NOT NULL,
	"state" "bytea" NOT NULL,
	CONSTRAINT "file_checkpoints_file_id_seq_pk" PRIMARY KEY("file_id","seq")
);
--> statement-breakpoint
ALTER TABLE "file_versions" ALTER COLUMN "label" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "file_versions" ADD COLUMN "authors" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "file_versions" ADD COLUMN "from_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "file_versions" ADD COLUMN "closed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "file_versions" ADD COLUMN "added" integer;--> statement-breakpoint
ALTER TABLE "file_versions" ADD COLUMN "removed" integer;--> statement-breakpoint
ALTER TABLE "file_checkpoints" ADD CONSTRAINT "file_checkpoints_file_id_code_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."code_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "file_versions_group" ON "file_versions" USING btree ("file_id","seq") WHERE "file_versions"."label" is null;