-- Nothing has written to it so far; what is there has no key.
DELETE FROM "findings";--> statement-breakpoint
CREATE TABLE "file_analyses" (
	"file_id" integer PRIMARY KEY NOT NULL,
	"seq" bigint,
	"analyzed_as" text,
	"analyzed_at" timestamp (3) with time zone,
	"revision" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
DROP INDEX "findings_file";--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "key" text NOT NULL;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "run" integer;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "text_hash" text NOT NULL;--> statement-breakpoint
ALTER TABLE "file_analyses" ADD CONSTRAINT "file_analyses_file_id_code_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."code_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "findings_key" ON "findings" USING btree ("file_id","key") WHERE "findings"."run" is null;--> statement-breakpoint
CREATE INDEX "findings_file" ON "findings" USING btree ("file_id");