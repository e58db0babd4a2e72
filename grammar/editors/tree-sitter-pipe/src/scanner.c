/*
 * Three decisions that need a look ahead.
 *
 * Where a sentence ends: at the end of a line, unless the next line begins with `then`, `and`, a
 * preposition, or `, then`. After a comma, after an operator and inside brackets the parser does not
 * ask for an end, so a line goes on there by itself.
 *
 * Where a sentence breaks off that lacks a bracket or more: before a line that plainly starts a statement,
 * which is, perhaps after a label, two things side by side of which the first is a word. No value looks
 * like that, and so a mistake costs its own line.
 *
 * Whether the word after a number is its unit: letters only, not reserved, and nothing that would make
 * a call or a longer name of it. `20 epochs` has a unit; `20 of mnist` and `3 two-moons` have none.
 *
 * The scanner keeps nothing between calls.
 */

#include "tree_sitter/parser.h"

#include <stdbool.h>
#include <string.h>

enum Token { END, UNIT, UNFINISHED, RECOVERY };

/* Longer than every word below. */
enum { LONGEST = 8 };

static const char *const RESERVED[] = {
    "with", "without", "for",   "on",      "by",    "from",  "to",  "of",   "in", "at",
    "as",   "over",    "after", "against", "until", "under", "and", "then", NULL,
};

/* Words that go on with a number, and are no unit of it. */
static const char *const FOLLOWING[] = {"log", "linear", "halving", "per", "within", NULL};

static bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }
static bool is_newline(int32_t c) { return c == '\n' || c == '\r'; }
static bool is_blank(int32_t c) { return c == ' ' || c == '\t'; }
static bool is_inner(int32_t c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; }

static bool is_one_of(const char *word, const char *const *list) {
    for (; *list != NULL; list++) {
        if (strcmp(word, *list) == 0) return true;
    }
    return false;
}

static void skip_blanks(TSLexer *lexer) {
    while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
}

/* Passes over what `belongs` and keeps as many characters as tell a reserved word from a longer one. */
static void read_while(TSLexer *lexer, bool (*belongs)(int32_t), char word[LONGEST + 1]) {
    size_t length = 0;
    while (belongs(lexer->lookahead)) {
        if (length < LONGEST) word[length++] = (char)lexer->lookahead;
        lexer->advance(lexer, false);
    }
    word[length] = '\0';
}

/* Reads a word; whether it is one that may name something. */
static bool read_name(TSLexer *lexer) {
    char word[LONGEST + 1];
    if (!is_letter(lexer->lookahead)) return false;
    read_while(lexer, is_inner, word);
    return !is_one_of(word, RESERVED) && !is_one_of(word, FOLLOWING);
}

/* Passes over line ends, blanks and comments; tells whether there was a line end. */
static bool skip_to_next_line(TSLexer *lexer) {
    bool crossed = false;
    for (;;) {
        if (is_newline(lexer->lookahead)) {
            crossed = true;
            lexer->advance(lexer, true);
        } else if (is_blank(lexer->lookahead)) {
            lexer->advance(lexer, true);
        } else if (crossed && lexer->lookahead == '#') {
            while (!is_newline(lexer->lookahead) && !lexer->eof(lexer)) lexer->advance(lexer, true);
        } else {
            return crossed;
        }
    }
}

/* Whether the line that begins here continues the sentence before it. */
static bool goes_on(TSLexer *lexer) {
    char word[LONGEST + 1];
    bool comma = lexer->lookahead == ',';
    if (comma) lexer->advance(lexer, false);
    skip_blanks(lexer);
    read_while(lexer, is_inner, word);
    return comma ? strcmp(word, "then") == 0 : is_one_of(word, RESERVED);
}

/* Whether the line that begins here plainly starts a statement. */
static bool starts_statement(TSLexer *lexer) {
    if (!read_name(lexer)) return false;
    skip_blanks(lexer);
    if (lexer->lookahead == ':') {
        lexer->advance(lexer, false);
        skip_blanks(lexer);
        if (!read_name(lexer)) return false;
        skip_blanks(lexer);
    }
    return is_digit(lexer->lookahead) || lexer->lookahead == '"' || read_name(lexer);
}

/* Ends have no width: comments and blank lines after them lie between the sentences. */
static bool scan_end(TSLexer *lexer, const bool *valid) {
    lexer->mark_end(lexer);
    lexer->result_symbol = valid[END] ? END : UNFINISHED;
    bool crossed = skip_to_next_line(lexer);
    if (lexer->eof(lexer) || lexer->lookahead == '}') return true;
    return crossed && (valid[END] ? !goes_on(lexer) : starts_statement(lexer));
}

static bool scan_unit(TSLexer *lexer) {
    lexer->result_symbol = UNIT;
    if (lexer->lookahead == '%') {
        lexer->advance(lexer, false);
        lexer->mark_end(lexer);
        return true;
    }
    char word[LONGEST + 1];
    if (!is_letter(lexer->lookahead)) return false;
    read_while(lexer, is_letter, word);
    lexer->mark_end(lexer);
    if (is_inner(lexer->lookahead) || lexer->lookahead == '(' || lexer->lookahead == '[') return false;
    if (lexer->lookahead == '.') {
        lexer->advance(lexer, false);
        if (is_letter(lexer->lookahead)) return false;
    }
    return !is_one_of(word, RESERVED) && !is_one_of(word, FOLLOWING);
}

void *tree_sitter_pipe_external_scanner_create(void) { return NULL; }
void tree_sitter_pipe_external_scanner_destroy(void *state) { (void)state; }
unsigned tree_sitter_pipe_external_scanner_serialize(void *state, char *buffer) {
    (void)state;
    (void)buffer;
    return 0;
}
void tree_sitter_pipe_external_scanner_deserialize(void *state, const char *buffer, unsigned length) {
    (void)state;
    (void)buffer;
    (void)length;
}

bool tree_sitter_pipe_external_scanner_scan(void *state, TSLexer *lexer, const bool *valid) {
    (void)state;
    skip_blanks(lexer);
    bool line_is_over = is_newline(lexer->lookahead) || lexer->lookahead == '}' || lexer->eof(lexer);
    if (line_is_over && (valid[END] || valid[UNFINISHED])) return scan_end(lexer, valid);
    return valid[UNIT] && !valid[RECOVERY] && scan_unit(lexer);
}
