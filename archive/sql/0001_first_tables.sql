create table "divisions" (
  "code" TEXT,
  "name" TEXT not null,
  "full_name" TEXT not null,
  "parent_code" TEXT,
  "level" TEXT not null,
  "valid_from" INTEGER,
  "valid_to" INTEGER,
  "successor_code" TEXT,
  primary key ("code"),
  foreign key ("parent_code") references "divisions" ("code")
) strict;

create table "portals" (
  "id" TEXT,
  "name" TEXT not null,
  "division_code" TEXT,
  "level" TEXT not null,
  "start_url" TEXT not null,
  "platform" TEXT not null,
  "status" TEXT not null,
  "first_year" INTEGER,
  "note" TEXT not null,
  primary key ("id"),
  foreign key ("division_code") references "divisions" ("code")
) strict;

create table "publishers" (
  "id" TEXT,
  "name" TEXT not null,
  "division_code" TEXT,
  "kind" TEXT not null,
  primary key ("id"),
  foreign key ("division_code") references "divisions" ("code")
) strict;

create table "runs" (
  "id" TEXT,
  "command" TEXT not null,
  "started_at" TEXT not null,
  "finished_at" TEXT,
  "outcome" TEXT not null,
  "reason" TEXT,
  "summary" TEXT,
  primary key ("id")
) strict;

create table "captures" (
  "id" INTEGER,
  "run_id" TEXT not null,
  "portal_id" TEXT,
  "url" TEXT not null,
  "fetched_at" TEXT not null,
  "kind" TEXT not null,
  "disposition" TEXT not null,
  "reason" TEXT,
  "http_status" INTEGER,
  "media_type" TEXT,
  "body_sha256" TEXT,
  "document_sha256" TEXT,
  "byte_count" INTEGER,
  "etag" TEXT,
  "last_modified" TEXT,
  "final_url" TEXT,
  "parent_url" TEXT,
  "link_title" TEXT,
  "listed_on" TEXT,
  "vantage" TEXT,
  "warc_file" TEXT,
  "warc_offset" INTEGER,
  "payload_digest" TEXT,
  primary key ("id"),
  foreign key ("run_id") references "runs" ("id"),
  foreign key ("portal_id") references "portals" ("id"),
  foreign key ("document_sha256") references "documents" ("sha256")
) strict;

create index "captures_by_url_id" on "captures" ("url", "id");

create index "captures_by_run_id_url" on "captures" ("run_id", "url");

create index "captures_by_portal_id_id" on "captures" ("portal_id", "id");

create index "captures_by_document_sha256" on "captures" ("document_sha256");

create index "captures_by_parent_url" on "captures" ("parent_url");

create index "captures_by_payload_digest" on "captures" ("payload_digest");

create table "portal_runs" (
  "run_id" TEXT not null,
  "portal_id" TEXT not null,
  "started_at" TEXT not null,
  "finished_at" TEXT not null,
  "outcome" TEXT not null,
  "reason" TEXT,
  "message" TEXT,
  "finish_reason" TEXT not null,
  "is_yield_normal" INTEGER not null,
  "found_count" INTEGER not null,
  "new_count" INTEGER not null,
  "revised_count" INTEGER not null,
  "unchanged_count" INTEGER not null,
  "not_due_count" INTEGER not null,
  "deferred_count" INTEGER not null,
  "missing_count" INTEGER not null,
  "blocked_count" INTEGER not null,
  "robots_count" INTEGER not null,
  "unreachable_count" INTEGER not null,
  "failed_count" INTEGER not null,
  "fetched_count" INTEGER,
  "unread_count" INTEGER,
  "list_count" INTEGER not null,
  "candidate_count" INTEGER not null,
  "request_count" INTEGER not null,
  "vantage" TEXT,
  primary key ("run_id", "portal_id"),
  foreign key ("run_id") references "runs" ("id"),
  foreign key ("portal_id") references "portals" ("id")
) strict;

create index "portal_runs_by_portal_id_run_id" on "portal_runs" ("portal_id", "run_id");

create table "documents" (
  "sha256" TEXT,
  "media_type" TEXT not null,
  "byte_count" INTEGER not null,
  "state" TEXT not null,
  "reader" TEXT,
  "read_at" TEXT,
  primary key ("sha256")
) strict;

create table "reports" (
  "id" TEXT,
  "publisher_id" TEXT,
  "year" INTEGER,
  "scope" TEXT,
  "edition" TEXT,
  "title" TEXT,
  "published_on" TEXT,
  "published_on_source" TEXT,
  "document_sha256" TEXT not null,
  "url" TEXT,
  "fetched_at" TEXT,
  "version_count" INTEGER not null,
  "figure_count" INTEGER not null,
  "ambiguous_count" INTEGER not null,
  "failed_check_count" INTEGER not null,
  "question_count" INTEGER not null,
  "issue_count" INTEGER not null,
  "is_checked" INTEGER,
  primary key ("id"),
  foreign key ("publisher_id") references "publishers" ("id"),
  foreign key ("document_sha256") references "documents" ("sha256")
) strict;

create index "reports_by_publisher_id_year" on "reports" ("publisher_id", "year");

create index "reports_by_year" on "reports" ("year");

create table "report_versions" (
  "id" INTEGER,
  "report_id" TEXT not null,
  "document_sha256" TEXT not null,
  "kind" TEXT not null,
  "is_current" INTEGER not null,
  "ordinal" INTEGER,
  "url" TEXT,
  "first_seen_at" TEXT,
  "last_seen_at" TEXT,
  "reader" TEXT not null,
  "edition" TEXT,
  "title" TEXT,
  "published_on" TEXT,
  "published_on_source" TEXT,
  "cells_sha256" TEXT not null,
  "text_sha256" TEXT not null,
  "figure_count" INTEGER not null,
  "doubtful_count" INTEGER not null,
  primary key ("id"),
  foreign key ("report_id") references "reports" ("id"),
  foreign key ("document_sha256") references "documents" ("sha256")
) strict;

create index "report_versions_by_report_id" on "report_versions" ("report_id");

create index "report_versions_by_document_sha256" on "report_versions" ("document_sha256");

create table "observations" (
  "version_id" INTEGER not null,
  "report_id" TEXT not null,
  "table" TEXT not null,
  "row" TEXT not null,
  "column" TEXT not null,
  "value" ANY check (typeof("value") in ('integer', 'real', 'null')),
  "status" TEXT not null,
  "raw" TEXT not null,
  "unit" TEXT,
  "page_index" INTEGER,
  "table_index" INTEGER,
  "row_index" INTEGER,
  "column_index" INTEGER,
  "confidence" REAL,
  "is_verified" INTEGER,
  "is_current" INTEGER not null,
  primary key ("version_id", "table", "row", "column"),
  foreign key ("version_id") references "report_versions" ("id"),
  foreign key ("report_id") references "reports" ("id")
) strict;

create index "observations_by_report_id_is_current" on "observations" ("report_id", "is_current");

create index "observations_by_table_row_column_is_current" on "observations" ("table", "row", "column", "is_current");

create table "sections" (
  "id" INTEGER,
  "version_id" INTEGER not null,
  "report_id" TEXT not null,
  "ordinal" INTEGER not null,
  "number" TEXT,
  "heading" TEXT not null,
  "text" TEXT not null,
  "is_current" INTEGER not null,
  primary key ("id"),
  foreign key ("version_id") references "report_versions" ("id"),
  foreign key ("report_id") references "reports" ("id")
) strict;

create index "sections_by_version_id" on "sections" ("version_id");

create index "sections_by_report_id" on "sections" ("report_id");

create table "mentions" (
  "version_id" INTEGER not null,
  "report_id" TEXT not null,
  "section" TEXT not null,
  "start" INTEGER not null,
  "end" INTEGER not null,
  "text" TEXT not null,
  "topic" TEXT not null,
  "value" ANY not null check (typeof("value") in ('integer', 'real', 'null')),
  primary key ("version_id", "section", "start", "topic"),
  foreign key ("version_id") references "report_versions" ("id"),
  foreign key ("report_id") references "reports" ("id")
) strict;

create index "mentions_by_report_id" on "mentions" ("report_id");

create table "checks" (
  "code" TEXT,
  "version" INTEGER not null,
  "kind" TEXT not null,
  "rule" TEXT not null,
  "basis" TEXT not null,
  primary key ("code")
) strict;

create table "check_results" (
  "version_id" INTEGER not null,
  "ordinal" INTEGER not null,
  "report_id" TEXT not null,
  "check_code" TEXT not null,
  "check_version" INTEGER not null,
  "outcome" TEXT not null,
  "left_value" ANY check (typeof("left_value") in ('integer', 'real', 'null')),
  "right_value" ANY check (typeof("right_value") in ('integer', 'real', 'null')),
  "cells" TEXT not null,
  "message" TEXT not null,
  "is_current" INTEGER not null,
  primary key ("version_id", "ordinal"),
  foreign key ("version_id") references "report_versions" ("id"),
  foreign key ("report_id") references "reports" ("id"),
  foreign key ("check_code") references "checks" ("code")
) strict;

create index "check_results_by_report_id_outcome" on "check_results" ("report_id", "outcome");

create index "check_results_by_check_code_outcome" on "check_results" ("check_code", "outcome");

create table "issues" (
  "id" INTEGER,
  "stage" TEXT not null,
  "code" TEXT not null,
  "severity" TEXT not null,
  "message" TEXT not null,
  "document_sha256" TEXT,
  "report_id" TEXT,
  "portal_id" TEXT,
  "url" TEXT,
  "page_index" INTEGER,
  "table_index" INTEGER,
  "row_index" INTEGER,
  "column_index" INTEGER,
  primary key ("id"),
  foreign key ("document_sha256") references "documents" ("sha256"),
  foreign key ("report_id") references "reports" ("id"),
  foreign key ("portal_id") references "portals" ("id")
) strict;

create index "issues_by_document_sha256" on "issues" ("document_sha256");

create index "issues_by_report_id" on "issues" ("report_id");

create index "issues_by_portal_id" on "issues" ("portal_id");

create table "corrections" (
  "report_id" TEXT not null,
  "table" TEXT not null,
  "row" TEXT not null,
  "column" TEXT not null,
  "published_value" ANY check (typeof("published_value") in ('integer', 'real', 'null')),
  "corrected_value" ANY check (typeof("corrected_value") in ('integer', 'real', 'null')),
  "reason" TEXT not null,
  "evidence_url" TEXT not null,
  "reviewer" TEXT not null,
  "reviewed_on" TEXT not null,
  "is_applied" INTEGER not null,
  primary key ("report_id", "table", "row", "column"),
  foreign key ("report_id") references "reports" ("id")
) strict;
