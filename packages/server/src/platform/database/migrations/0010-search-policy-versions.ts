import { Migration } from '@mikro-orm/migrations';

/**
 * Full text search: what is indexed is what `search.words` makes of a text, and what is asked is what it makes of the
 * question, so that both always agree. Every version of a department's policy, and the preset that it began with.
 */
export class SearchPolicyVersions0010 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `create schema search;`);
    this.addSql(characters);
    this.addSql(words);
    this.addSql(question);
    this.addSql(/* sql */ `
      create index "comment_words" on "comment" using gin (search.words(body_text)) with (gin_pending_list_limit = 512);
      create index "person_words" on "person" using gin (search.words(name));
      create index "address_words" on "address" using gin (search.words(canonical));
      create index "organization_words" on "organization" using gin (search.words(name));
    `);
    this.addSql(subjects);
    this.addSql(/* sql */ `
      alter table "department" add column "base_preset" text not null default 'COPYDESK';
      update department set base_preset = preset where preset <> 'CUSTOM';
      alter table "department" add constraint "department_base_preset_named" check (base_preset in ('COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT'));
      create table "policy_version" ("department_id" uuid not null, "version" int not null, "policy" jsonb not null, "preset" text not null, "base_preset" text not null, "actor_id" uuid null, "at" timestamptz not null default now(), primary key ("department_id", "version"));
      alter table "policy_version" add constraint "policy_version_department_id_foreign" foreign key ("department_id") references "department" ("id") on delete cascade;
      insert into policy_version (department_id, version, policy, preset, base_preset)
        select id, policy_version, policy, preset, base_preset from department;
      create index "audit_at" on "audit" ("at", "id");
    `);
  }
}

/**
 * Letters and digits, small, without accents, everything else a space. Scripts that are written without spaces become
 * overlapping pairs of characters, and the last character: 請求書 is 請求 求書 書, in which every part of it is found.
 */
const characters = /* sql */ `
  create function search.pairs(given text) returns text immutable strict parallel safe language sql return (
    select string_agg(case when unspaced then ' ' || c || case when next_unspaced then next else '' end || ' ' else c end,
      '' order by n)
    from (select c, n, unspaced, lead(c) over place as next, coalesce(lead(unspaced) over place, false) as next_unspaced
      from (select c, n, ascii(c) = 12293 or ascii(c) between 12352 and 12543 or ascii(c) between 13312 and 40959
          or ascii(c) between 63744 and 64255 or ascii(c) between 131072 and 210041 as unspaced
        from string_to_table(given, null) with ordinality as s (c, n)) as chars
      window place as (order by n)) as runs);
  create function search.letters(given text) returns text immutable parallel safe language sql return
    regexp_replace(lower(normalize(regexp_replace(normalize(given, NFKD), '[\\u0300-\\u036f]', '', 'g'), NFKC)
      collate pg_c_utf8), '[^[:alnum:]]+', ' ', 'g');
  create function search.spaced(given text) returns text immutable parallel safe language sql return
    case when given ~ '[\\u3005\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\U00020000-\\U00033479]'
      then search.pairs(given) else given end;
`;

/**
 * The words of a text, with their places. Plain ASCII, most of mail, takes the short way: only what the parser would
 * take for a part of an address, a path, a tag or a number is put aside. Long texts are read up to 50,000 characters.
 */
const words = /* sql */ `
  create function search.words(given text) returns tsvector immutable parallel safe language sql return
    to_tsvector('simple'::regconfig, case when octet_length(given) = length(given)
      then replace(replace(replace(replace(replace(replace(replace(replace(left(given, 50000),
        '.', ' '), '@', ' '), '-', ' '), '/', ' '), '<', ' '), '>', ' '), '+', ' '), '_', ' ')
      else left(search.spaced(search.letters(left(given, 50000))), 200000) end);
`;

/** What is asked: all of it, in any order; each part that stands between spaces in one piece, its last word begun. */
const question = /* sql */ `
  create function search.question(given text) returns tsquery immutable strict parallel safe language sql return (
    select string_agg('(' || phrase || ':*)', ' & ' order by n)::tsquery
    from (select part.n,
        string_agg('''' || replace(replace(w.lexeme, '\\', '\\\\'), '''', '''''') || '''', ' <-> ' order by place) as phrase
      from regexp_split_to_table(left(given, 200), '\\s+') with ordinality as part (text, n),
        unnest(search.words(part.text)) as w, unnest(w.positions) as place
      group by part.n) as parts);
`;

/** Subjects apart from their tickets: every comment writes its ticket's row anew, and each index on it with that. */
const subjects = /* sql */ `
  create table search.subject (ticket_id uuid primary key references ticket (id) on delete cascade, words tsvector not null);
  create index subject_words on search.subject using gin (words);
  insert into search.subject (ticket_id, words) select id, search.words(subject) from ticket;
  create function search.keep_subject() returns trigger language plpgsql as $$ begin
    insert into search.subject (ticket_id, words) values (new.id, search.words(new.subject))
    on conflict (ticket_id) do update set words = excluded.words;
    return null;
  end $$;
  create trigger ticket_subject_words after insert or update of subject on ticket
    for each row execute function search.keep_subject();
`;
