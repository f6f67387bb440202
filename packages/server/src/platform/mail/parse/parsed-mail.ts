/** An address as a header names it: `address` is canonical (lower-case, trimmed), `name` is decoded and may be empty. */
export type Mailbox = { name: string; address: string };

export type ParsedAttachment = {
  name: string;
  contentType: string;
  /** Without its angle brackets; null for an ordinary attachment. */
  contentId: string | null;
  content: Uint8Array;
};

/** A bounce or delay report (RFC 3464 and what is older), or a complaint about a message (RFC 5965). */
export type DeliveryReport = {
  kind: 'BOUNCE' | 'COMPLAINT';
  /** Message-IDs of the message it is about, with angle brackets. */
  originalMessageIds: readonly string[];
  /** As reported, one per recipient; `permanent`: the address itself is dead. Empty where the report names none. */
  recipients: readonly { address: string; action: string; diagnostic: string; permanent: boolean }[];
};

/** Somebody's mail as a forward shows it: nobody vouches for it but whoever passed it on. */
export type ForwardedMail = {
  from: Mailbox;
  text: string;
  /** What the forwarding person wrote above it; may be empty. */
  note: string;
};

/** A message as plain data. Everything in it comes from the sender: nothing here is trusted. */
export type ParsedMail = {
  from: readonly Mailbox[];
  sender: Mailbox | null;
  replyTo: readonly Mailbox[];
  to: readonly Mailbox[];
  cc: readonly Mailbox[];
  subject: string;
  /** With angle brackets; null when there is none. */
  messageId: string | null;
  inReplyTo: readonly string[];
  /** Oldest first. */
  references: readonly string[];
  /** The conversation part of Outlook's Thread-Index, as hex; null when there is none. */
  threadIndex: string | null;
  date: string | null;
  /** What the sender wrote, without the history that was quoted below or above it. */
  visibleText: string;
  /** The rest of the text: quoted history. Null when there is none. */
  quotedText: string | null;
  /** The visible part as HTML, cleaned by `cleanHtml`; null when its text says all there is. */
  html: string | null;
  /** Did the message have a text part of its own, or was its text made from HTML? Commands count in the former only. */
  hasTextPart: boolean;
  /** All headers in order, topmost first; keys lower-case. */
  headers: readonly { key: string; value: string }[];
  attachments: readonly ParsedAttachment[];
  deliveryReport: DeliveryReport | null;
  /** The header that says that a machine answered, such as `Auto-Submitted: auto-replied`; null otherwise. */
  automatic: string | null;
  /** The message passes somebody else's on. */
  forward: boolean;
  /** What it passes on, where that can be told. */
  forwarded: ForwardedMail | null;
  /** SHA-256 (hex) of everything below the headers: the same body under the same Message-ID is the same message. */
  bodySha256: string;
};

/** What a message may have; beyond it is malformed. `bytes` of the whole, `milliseconds` for parsing it. */
export const MAIL_LIMITS = {
  bytes: 25 * 1024 * 1024,
  levels: 20,
  parts: 1_000,
  headers: 1_000,
  /** Addresses in To, Cc and Reply-To together. */
  recipients: 1_000,
  headerBytes: 512 * 1024,
  textCharacters: 1_000_000,
  /** Longer HTML is left out where there is a text part as well. */
  htmlBesideText: 300_000,
  milliseconds: 10_000,
} as const;

/** `cause` is a sentence for people: what is wrong with the message. Some headers may have been readable all the same. */
export type ParseResult =
  | { ok: true; mail: ParsedMail }
  | {
      ok: false;
      cause: string;
      readable: { from: string | null; subject: string | null; messageId: string | null };
      /** The worker took too long or broke: perhaps by the message, perhaps because the machine was busy. */
      gaveUp: boolean;
    };
