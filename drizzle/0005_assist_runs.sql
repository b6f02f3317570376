CREATE TABLE "assist_costs" (
	"run_id" integer PRIMARY KEY NOT NULL,
	"file_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"tokens" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "assist_runs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "assist_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"file_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"action" text NOT NULL,
	"question" text,
	"selection" jsonb,
	"model" text NOT NULL,
	"read" jsonb NOT NULL,
	"status" text NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"finding_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"input_tokens" integer,
	"output_tokens" integer,
	"usage_estimated" boolean DEFAULT false NOT NULL,
	"detail" text,
	"key" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"stop_requested_by" text,
	CONSTRAINT "assist_runs_status" CHECK ("assist_runs"."status" in ('running', 'done', 'stopped', 'failed')),
	CONSTRAINT "assist_runs_action" CHECK ("assist_runs"."action" in ('review', 'explain', 'fix', 'optimize', 'ask')),
	CONSTRAINT "assist_runs_lease" CHECK (("assist_runs"."status" = 'running') = ("assist_runs"."lease_until" is not null))
);
--> statement-breakpoint
CREATE TABLE "assist_switches" (
	"file_id" integer PRIMARY KEY NOT NULL,
	"enabled" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "assist_runs" ADD CONSTRAINT "assist_runs_file_id_code_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."code_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assist_runs" ADD CONSTRAINT "assist_runs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assist_switches" ADD CONSTRAINT "assist_switches_file_id_code_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."code_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assist_costs_started" ON "assist_costs" USING btree ("started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "assist_runs_running" ON "assist_runs" USING btree ("file_id") WHERE "assist_runs"."status" = 'running';--> statement-breakpoint
CREATE INDEX "assist_runs_file" ON "assist_runs" USING btree ("file_id","id");