/** A wording that is hard to read, and a better one. */
export interface Pattern {
  readonly regex: RegExp;
  readonly instead: string;
  /** Prefixes of the paths to check; all paths by default. */
  readonly only?: readonly string[];
}

/** Texts that users of an application read. */
const PRODUCT = ['dashboard/src/', 'src/runtime/invitations/invitation-mail.ts'];

export const PATTERNS: readonly Pattern[] = [
  {
    // Headings and questions can start with these words: only sentences that end with a full stop match.
    regex: /(?:^|[.!?] |: )(?:Who|Whoever|Whom|What) (?:[^.?!]|\.(?=\w))*\.(?= |$)/gm,
    instead: 'Name the subject: "A user who …", "The value that …".',
  },
  // "There are no pending invitations." reads at once.
  { regex: /(?<!\bthere )\b(?:is|are|was|were|be|being) no (?!longer\b|more than\b|later than\b|\w+er than\b)/gi, instead: 'Write "is not a …" or "there isn\'t a …".' },
  { regex: /\b(?:no|any) more(?=[.,;:)]|$)/gim, instead: 'Write "no longer".' },
  { regex: /\bwaits? for an answer\b/gi, instead: 'Write "is pending".' },
  { regex: /\b(?:goes|go|went) with (?:the|its) (?:stack|table|tenant)/gi, instead: 'Write "is deleted with".' },
  { regex: /\bof (?:ours|yours|theirs|mine|one's own)\b/gi, instead: 'Write "our", "your", "their".' },
  { regex: /\b(?:was|were|is|are) expected to\b/gi, instead: 'Write "X must be Y, but was Z. <What to do>."' },
  { regex: /\b(?:takes?|taking|taken?) (?:a|the|its|their) tokens?\b/gi, instead: 'Write "accept".' },
  { regex: /\b(?:[Ii]nvitation|[Cc]ode|[Ll]ink)s? counts?\b/g, instead: 'Write "is valid", "has expired".' },
  { regex: /\b(?:derived|made) of (?:it|the|a) /gi, instead: 'Write "derived from", "created from".' },
  { regex: /\bbelongs? into\b/gi, instead: 'Write "belongs in".' },
  { regex: /\b(?:somebody|whoever)\b/gi, instead: 'Name the person or the role, or use the passive voice.', only: PRODUCT },
];
