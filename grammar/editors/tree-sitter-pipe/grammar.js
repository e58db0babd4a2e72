/**
 * @file The form of a .pipe file: statements, stages, clauses, numbers with units, lists, names.
 *
 * The same language as grammar/pipe.pest. Like it, this grammar knows no verb, no model and no unit.
 * Where a sentence ends, and whether the word after a number is its unit, src/scanner.c says.
 */

const PREPOSITIONS = [
  "with", "without", "for", "on", "by", "from", "to", "of", "in", "at", "as", "over", "after", "against",
  "until", "under",
];

const WORD = /[A-Za-z]([A-Za-z0-9_]|-[A-Za-z0-9])*/;

/** What a sentence still lacks, or the place where the next one plainly starts without it. */
const due = ($, rule) => choice(rule, $.unfinished);

const separated = (rule, separator) => seq(rule, repeat(seq(separator, rule)));

/** Any number of them, and perhaps a comma at the end. */
const bracketed = (rule) => optional(seq(separated(rule, ","), optional(",")));

export default grammar({
  name: "pipe",

  word: ($) => $.name,
  extras: ($) => [/\s/, $.comment],
  // The last is never asked for by a rule: it is valid only while an error is being passed over.
  externals: ($) => [$._end, $.unit, $.unfinished, $._recovery],
  // No name, wherever it stands.
  reserved: { joints: () => [...PREPOSITIONS, "and", "then"] },

  rules: {
    file: ($) => repeat($._entry),
    _entry: ($) => choice(seq($._sentence, $._end), $.sweep),
    _sentence: ($) => choice($.definition, $.claim, $.pipeline),

    // ---- statements --------------------------------------------------------------------------

    definition: ($) => seq("let", field("name", $.name), due($, seq("=", due($, $._defined)))),
    _defined: ($) => choice($.meaning, alias($._acting, $.stages)),

    pipeline: ($) => seq(optional($.label), $.stages),
    label: ($) => seq(field("name", $.name), ":"),

    claim: ($) => seq("expect", $._value, due($, seq($._relation, repeat($.clause)))),
    _relation: ($) => choice($._compared, $._member, $._tolerance),
    _compared: ($) => seq($.comparison, $._value),
    _member: ($) => seq("in", $._value),
    _tolerance: ($) => seq("within", $._value, "of", $._value),

    sweep: ($) => seq(choice($._axes, $._search, $.repeat), due($, $.block)),
    _axes: ($) => seq("sweep", separated($.axis, ","), optional(seq(",", $.repeat))),
    axis: ($) => seq(field("name", $.name), "in", $._value),
    _search: ($) =>
      seq("search", repeat1(seq(alias($._drawn, $.axis), ",")), $.tries, optional(seq(",", $.repeat))),
    _drawn: ($) =>
      seq(
        field("name", $.name),
        "in",
        choice(seq($._value, optional(seq("halving", $.number))), alias($._scaled, $.range)),
      ),
    _scaled: ($) => seq($._term, "..", $._term, choice("log", "linear")),
    tries: ($) => seq("try", $.number, "by", $.path),
    repeat: ($) => seq("repeat", $.number),
    block: ($) => seq("{", repeat($._entry), "}"),

    // ---- stages ------------------------------------------------------------------------------

    stages: ($) => seq($.stage, repeat($._next)),
    _next: ($) => seq(",", "then", $.stage),
    stage: ($) => seq($.verb, optional($.phrase), repeat($.clause)),
    verb: ($) => prec(1, $.name),
    clause: ($) => seq($.preposition, $.phrase),
    preposition: () => choice(...PREPOSITIONS),

    phrase: ($) => separated($._item, "and"),
    _item: ($) => choice($._plain_item, seq($._below_zero, repeat($._operand))),
    _plain_item: ($) => choice($.condition, repeat1($._operand)),
    condition: ($) => seq($.path, $.comparison, $._value),
    _operand: ($) => choice($.times, $._atom, alias($._atom_range, $.range)),
    _below_zero: ($) => choice($.negative, alias($._negative_range, $.range)),

    // What a `let` may hold: a value or methods, or stages. A lone word is the first of these; it is a
    // verb only if something goes with it, and a minus does not.
    meaning: ($) => separated($._definiens, "and"),
    _definiens: ($) => choice($.condition, seq($._value, repeat($._operand))),
    _acting: ($) =>
      choice(
        seq(alias($._busy, $.stage), repeat($._next)),
        seq(alias($._idle, $.stage), repeat1($._next)),
      ),
    _busy: ($) => seq($.verb, choice(seq(alias($._plain_phrase, $.phrase), repeat($.clause)), repeat1($.clause))),
    _plain_phrase: ($) => seq($._plain_item, repeat(seq("and", $._item))),
    _idle: ($) => $.verb,

    // ---- values ------------------------------------------------------------------------------

    _value: ($) => choice($.range, $._sum),
    _sum: ($) => choice($._term, $.binary),
    binary: ($) =>
      choice(
        prec.left(1, seq($._sum, field("operator", choice("+", "-")), $._sum)),
        prec.left(2, seq($._sum, field("operator", choice("*", "/")), $._sum)),
      ),
    _term: ($) => choice($.group, $._atom, $.negative),
    negative: ($) => prec(3, seq("-", $._term)),
    group: ($) => seq("(", $._value, repeat($.clause), due($, ")")),

    range: ($) => seq($._term, $._to),
    _atom_range: ($) => seq($._atom, $._to),
    _negative_range: ($) => seq($.negative, $._to),
    _to: ($) => seq("..", $._term, optional($.spacing)),
    spacing: ($) => seq(choice("log", "linear"), $.number),

    _atom: ($) => choice($.path, $.call, $.quantity, $.text, $.list),
    // An opening bracket touches its name.
    call: ($) =>
      seq($.path, choice(seq(alias($._touching_list, $.list), optional($.arguments)), $.arguments)),
    path: ($) => seq($.name, repeat(seq(token.immediate("."), alias(token.immediate(WORD), $.property)))),
    list: ($) => seq("[", bracketed($._value), due($, "]")),
    _touching_list: ($) => seq(token.immediate("["), bracketed($._value), due($, "]")),
    arguments: ($) => seq(token.immediate("("), bracketed($.argument), due($, ")")),
    // `on` is a preposition and also one of the two values of a switch.
    argument: ($) => seq(optional(seq($.key, ":")), choice($._value, alias("on", $.name)), repeat($.clause)),
    // Before a colon any word may stand.
    key: ($) => choice($.name, alias($.times, $.name), "and", "then", ...PREPOSITIONS),

    quantity: ($) => seq($.number, optional($.unit), optional($.per)),
    per: ($) => seq("per", $.unit),

    // ---- words and numbers -------------------------------------------------------------------

    name: () => WORD,
    times: () => token(prec(1, /x[0-9]+/)),
    number: () => /(0|[1-9](_?[0-9])*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/,
    text: () => /"[^"\n]*"/,
    comparison: () => choice("<", "<=", ">", ">=", "="),
    comment: () => token(/#[^\r\n]*/),
  },
});
