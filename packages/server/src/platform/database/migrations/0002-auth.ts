import { Migration } from '@mikro-orm/migrations';

/**
 * The session library's tables (better-auth 1.7, `getMigrations`), with what is ours: a user is a person and goes with
 * them, an account exists once, and a session that ends tells the log in its own transaction, whoever ends it.
 */
export class Auth0002 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      create schema if not exists "auth";
      create table "auth"."user" ("id" uuid not null primary key references "person" ("id") on delete cascade, "name" text not null, "email" text not null unique, "emailVerified" boolean not null, "image" text, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz default CURRENT_TIMESTAMP not null);
      create table "auth"."session" ("id" uuid default uuidv7() not null primary key, "expiresAt" timestamptz not null, "token" text not null unique, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text, "userId" uuid not null references "auth"."user" ("id") on delete cascade);
      create table "auth"."account" ("id" uuid default uuidv7() not null primary key, "accountId" text not null, "providerId" text not null, "userId" uuid not null references "auth"."user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text, "password" text, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz default CURRENT_TIMESTAMP not null);
      create unique index "account_once" on "auth"."account" ("providerId", "accountId");
      create table "auth"."verification" ("id" uuid default uuidv7() not null primary key, "identifier" text not null, "value" text not null, "expiresAt" timestamptz not null, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz default CURRENT_TIMESTAMP not null);
      create table "auth"."rateLimit" ("id" uuid default uuidv7() not null primary key, "key" text not null unique, "count" integer not null, "lastRequest" bigint not null);
      create index "session_userId_idx" on "auth"."session" ("userId");
      create index "account_userId_idx" on "auth"."account" ("userId");
      create index "verification_identifier_idx" on "auth"."verification" ("identifier");
      create function "auth"."session_ended"() returns trigger as $$ begin insert into "public"."event" ("epoch", "type", "actor_id", "data") values (coalesce((select max("epoch") from "public"."event_epoch"), 1), 'access.changed', old."userId", jsonb_build_object('personId', old."userId", 'sessionId', old."id")); return null; end; $$ language plpgsql;
      create trigger "session_ended" after delete on "auth"."session" for each row execute function "auth"."session_ended"();
    `);
  }
}
